"""A draw is that of the vectors, and nothing that differs from what was announced is drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xueheng.methods.params import ParameterError
from xueheng.tables.issues import Refused

CASES = Path(__file__).parents[1] / "golden" / "admission"
IDS = ["B02", "A01", "C03", "A10", "A02", "李明-09"]
ROLL_HASH = "d57d6382d033d2c8816bff31e42f0f53fba32145bd5b1a770495c418c5ce3d4f"
COMMITMENT = "公证处:4ae00a14528315ac8cacb260314a52f35936c1f871a726ce6a37668350f0e37b"
SECRET = "公证处:0f0e0d0c0b0a09080706050403020100"
XHL1 = {"procedure": "xhl1", "event": "样例县2026初中|一中"}
DRAWN = {**XHL1, "public": "福彩3D|2026200|4,0,9"}
GROUPS = "id,together,size\nA,T,\nB,,\nC,T,\nD,,2\nE,,\n"


@pytest.fixture(scope="module")
def draw(write, run):
    """Draw a roll, given as ids or as the text of its file."""

    def drawn(roll, document=None, **texts):
        text = roll if isinstance(roll, str | bytes) else "\n".join(["id", *roll])
        return run("lottery.draw", {"roll": write("roll.csv", text)}, document=document, **texts)

    return drawn


@pytest.fixture(scope="module")
def order(draw):
    """The ids in order of the draw."""

    def ids(*args, **kwargs):
        return draw(*args, **kwargs).outcome.tables["order"]["id"].to_pylist()

    return ids


@pytest.fixture(scope="module")
def refused(draw):
    """The errors for which a draw is refused, as code, row and repair."""

    def issues(*args, **kwargs):
        with pytest.raises(Refused) as error:
            draw(*args, **kwargs)
        return {(i.code, i.row, i.repair) for i in error.value.issues if i.severity == "error"}

    return issues


@pytest.mark.parametrize("name", ["s05_xhl1_sha256.json", "s06_xhl1_sm3.json"])
def test_tickets_seed_and_order_are_those_of_the_vector(draw, name):
    said = json.loads((CASES / name).read_text("utf-8"))
    expected = said["expected"][-1]
    secrets = [":".join(pair) for pair in said["secrets"]]
    given = {"hash": said["alg"], "event": said["event"], "public": said["public"], "secret": secrets}
    run = draw(said["ids"], {**given, "scope": expected["scope"]}, procedure="xhl1")
    table = run.outcome.tables["order"].to_pydict()
    assert table["id"] == expected["order"]
    assert dict(zip(table["id"], table["ticket"], strict=True)) == expected["tickets"]
    figures = run.outcome.figures
    assert (figures["roll_hash"], figures["seed"]) == (expected["roll_hash"], expected["seed"])
    assert list(figures["commitments"].values()) == expected["commitments"]


def test_the_vector_of_rfc_3797_is_drawn_from_a_roll(draw):
    sources = ["9319", "2,5,12,8,10", "9,18,26,34,41,45"]
    run = draw([str(n) for n in range(1, 26)], {"sources": sources}, procedure="rfc3797", select="10")
    taken = [int(r["id"]) for r in run.outcome.tables["order"].to_pylist() if r["admitted"]]
    assert taken == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]
    assert run.outcome.figures["key"] == "9319./2.5.8.10.12./9.18.26.34.41.45./"


def test_start_and_interval_are_drawn_with_their_warning(draw):
    said = json.loads((CASES / "s04_start_interval_draw.json").read_text("utf-8"))
    given = {name: str(said[name]) for name in ("start", "interval")}
    run = draw([f"{n:02}" for n in range(1, 13)], procedure="start_interval", select="6", **given)
    taken = [int(r["id"]) for r in run.outcome.tables["order"].to_pylist() if r["admitted"]]
    assert (taken, [i.code for i in run.issues if i.severity == "warning"]) == (
        said["expected"],
        ["NEIGHBOURS"],
    )


@pytest.mark.parametrize("text", ["\ufeffid\r\nB\r\nA\r\n", "id\nA\nB\n", "报名序号\nB\nA"])
def test_marks_and_line_ends_of_the_file_do_not_change_the_fingerprint(draw, text):
    assert (
        draw(text.encode(), **XHL1).outcome.figures["roll_hash"]
        == (draw(["A", "B"], **XHL1).outcome.figures["roll_hash"])
    )


def test_leading_zeros_stay(order):
    assert set(order(["001", "01", "1"], **XHL1)) == {"001", "01", "1"}


@pytest.mark.parametrize(
    ("odd", "repair"),
    [
        ("Ａ０１", "A01"),
        (" A01", "A01"),
        ("A 01", "A01"),
        ("\ufeffA01", "A01"),
        ("A01\u200b", "A01"),
        ("e\u0301", "\u00e9"),
        ("A\x0701", "A01"),
        ("甲\u00a01", "甲1"),
    ],
)
def test_an_id_not_in_its_one_form_is_refused_with_row_and_repair(refused, odd, repair):
    assert refused(f'id\nB\n"{odd}"\n', **XHL1) == {("NOT_EXACT", 3, repair)}


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("id\nA\nB\nA\n", {("ROLL_TWICE", 2, None), ("ROLL_TWICE", 4, None)}),
        ("id,size\nA,1\n,1\n", {("BLANK", 3, None)}),
        ("id,size\nA,0\n", {("TOO_SMALL", 2, None)}),
        ("id,together\nA,\nB,A\n", {("TOGETHER_IS_ID", 3, None)}),
        ("id,together\nA,\nB,无\n", {("TOGETHER_NOTHING", 3, None)}),
        ("id,size\nA,2\n", {("LAST_UNIT_UNDECLARED", None, None)}),
    ],
)
def test_a_roll_that_cannot_be_drawn_is_refused(refused, text, errors):
    assert refused(text, seats="1", **DRAWN) == errors


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roll_hash": "0" * 64}, "ROLL_CHANGED"),
        ({"listing_hash": "0" * 64}, "ROLL_CHANGED"),
        ({"secret": ["公证处:另一个"], "commitments": [COMMITMENT]}, "REVEAL_WRONG"),
        ({"commitments": [COMMITMENT]}, "WITNESS_MISSING"),
        ({"secret": [SECRET, "家长:x"], "commitments": [COMMITMENT]}, "WITNESS_UNKNOWN"),
    ],
)
def test_what_differs_from_what_was_announced_is_not_drawn(refused, given, code):
    assert {found for found, _, _ in refused(IDS, given, **DRAWN)} == {code}


@pytest.mark.parametrize(
    ("given", "stage"),
    [({}, "frozen"), ({"commitments": [COMMITMENT]}, "committed"), ({"secret": [SECRET]}, "revealed")],
)
def test_without_a_public_number_it_is_a_rehearsal(draw, given, stage):
    run = draw(IDS, given, **XHL1)
    assert run.outcome.figures["rehearsal"]
    assert run.outcome.figures["stage"] == stage
    assert "REHEARSAL" in [i.code for i in run.issues]


@pytest.mark.parametrize(
    "given",
    [
        DRAWN,
        {"procedure": "rfc3797", "sources": "1,2"},
        {"procedure": "start_interval", "start": "1", "interval": "2"},
    ],
)
def test_every_procedure_can_be_rehearsed(draw, given):
    run = draw(IDS, **given, rehearsal="true")
    assert run.outcome.figures["rehearsal"]
    assert "REHEARSAL" in [i.code for i in run.issues]


def test_two_public_numbers_may_be_announced_together(draw):
    public = "双色球|2026080|01,02+07;上证综指|20260701|3456.78"
    assert draw(IDS, **XHL1, public=public).outcome.figures["stage"] == "drawn"


def test_a_draw_that_was_announced_in_full_has_nothing_to_note(draw):
    said = draw(IDS, **DRAWN).outcome.figures
    given = {"roll_hash": ROLL_HASH, "secret": [SECRET], "commitments": [COMMITMENT]}
    run = draw(IDS, given | {"listing_hash": said["listing_hash"]}, **DRAWN)
    assert run.issues == ()
    assert run.outcome.figures["rehearsal"] is False


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"procedure": "xhl1"}, "event"),
        ({**XHL1, "public": "双色球|２０２６|01"}, "public"),
        ({**XHL1, "public": " a|1|2"}, "a|1|2"),
        ({"procedure": "rfc3797"}, "sources"),
        ({"procedure": "start_interval", "start": "1"}, "interval"),
        ({"procedure": "rfc3797", "sources": "1,2", "classes": "2"}, "classes"),
        ({**XHL1, "secret": "没有冒号"}, "secret"),
        ({**XHL1, "classes": "0"}, "classes"),
    ],
)
def test_a_parameter_that_pins_nothing_down_is_refused(draw, texts, said):
    with pytest.raises(ParameterError, match=said.replace("|", r"\|")):
        draw(IDS, **texts)


@pytest.mark.parametrize(("last_unit", "most"), [("skip", 3), ("split", 3), ("expand", 4)])
@pytest.mark.parametrize("event", list("abcdefgh"))
def test_those_kept_together_share_a_ticket_and_the_last_unit_keeps_its_rule(draw, last_unit, most, event):
    given = {"public": "福彩|1|1", "event": event, "seats": "3", "last_unit": last_unit}
    rows = draw(GROUPS, procedure="xhl1", **given).outcome.tables["order"].to_pylist()
    twins = [r for r in rows if r["together"] == "T"]
    taken = sum(r["size"] for r in rows if r["admitted"])
    assert len({r["ticket"] for r in twins}) == 1
    assert 3 <= taken <= most
    assert last_unit == "split" or len({r["admitted"] for r in twins}) == 1


def test_classes_drawn_in_the_same_run_are_of_one_size_and_their_own_scope(draw):
    rows = (
        draw([f"{n:03}" for n in range(90)], **DRAWN, seats="61", classes="3")
        .outcome.tables["order"]
        .to_pylist()
    )
    sizes = [sum(r["class"] == c for r in rows) for c in "123"]
    assert sizes == [21, 20, 20]
    assert [r["class"] for r in rows[:6]] != list("123123")
    assert not any(r["class"] for r in rows[61:])


def test_both_verifiers_go_with_the_bundle_and_it_comes_out_again(draw, pack):
    from bundles import checked, members_of

    full, public = pack(draw(IDS, **DRAWN, seats="2"))
    assert {"verifier.py", "verifier.html", "draw.json"} <= set(members_of(public))
    assert checked(full) == checked(public) == (True, "none", True)
