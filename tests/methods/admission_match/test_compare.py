"""Rules compared on the same lists: who gains and loses, and nobody else."""

import random

import pytest
from bundles import members_of

from xueheng.methods.params import ParameterError, params_json
from xueheng.methods.verify import verify
from xueheng.tables.issues import Refused

RESERVE = {
    "students": "id score_1 origin 性别 姓名\n a 90 东 男 甲\n b 80 西 女 乙\n c 70 西 女 丙\n d 60 东 男 丁",
    "choices": "a: H K, b: H K, c: H K, d: H K",
    "programs": "id capacity\n H 2\n K 2",
    "groups": "program order name seats origin\n H 1 统招 1 -\n H 2 指标 1 西",
}
SLOTS = "procedure=slots precedence=open_first revert=false; "
PLAIN = "procedure=serial_dictatorship tie_at_cutoff=ticket revert=false; "
BASE = "procedure=slots precedence=open_first revert=false tie_at_cutoff=ticket delta=20.5; "
KNOWN = ["reserve_first", "as_ordered", "ticket", "sequential", "bands:2", "parallel", "slots"]
KNOWN += ["deferred_acceptance", "two_phase", "two_phase_tentative"]


@pytest.fixture
def compare(run, tables, choices):
    """Compare rules on texts; choices are written as lists."""

    def carried(texts, settings, **params):
        lists = texts["choices"]
        files = tables(**texts | {"choices": choices(lists) if ":" in lists else lists})
        return run("admission.compare", files, settings=settings, **params)

    return carried


@pytest.fixture(scope="module")
def county(write):
    """Forty applicants of three schools, five programs with a quota in the first."""
    chance = random.Random(6)
    pupils = [f"{i},{chance.randrange(300, 330)},{chance.choice('东西南')},{i}f" for i in range(10, 50)]
    lists = [f"{i},{rank},{p}" for i in range(10, 50) for rank, p in enumerate(chance.sample("ABCDE", 4))]
    texts = {
        "students": ["id,score_1,origin,ticket", *pupils],
        "choices": ["student,rank,program", *(f"{s},{int(r) + 1},{p}" for s, r, p in map(_cells, lists))],
        "programs": ["id,capacity", "A,8", "B,8", "C,8", "D,6", "E,6"],
        "groups": ["program,order,name,seats,origin", "A,1,统招,4,", "A,2,指标,4,西"],
    }
    return {name: write(f"{name}.csv", "\n".join(lines)) for name, lines in texts.items()}


def _cells(line):
    return line.split(",")


@pytest.fixture(scope="module")
def known(run, county):
    """The rule in force held against every known one."""
    return run("admission.compare", county, settings=BASE + "; ".join(KNOWN))


@pytest.fixture(scope="module")
def alone(run, county):
    """Where an admission by one setting places everybody."""

    def placed(setting):
        found = run("admission.match", county, document=params_json(setting.params))
        return {r["student"]: r["program"] for r in found.outcome.tables["matches"].to_pylist()}

    return placed


@pytest.fixture
def moves(rows):
    """Who is moved by a rule: applicant to effect."""
    return lambda found, setting: {r["student"]: r["effect"] for r in rows(found, "changes", setting=setting)}


def test_the_order_of_open_and_reserved_seats_moves_whom_it_moves(compare, moves, row):
    texts = RESERVE | {"students": RESERVE["students"].replace("a 90", "a 75")}
    found = compare(texts, SLOTS + "reserve_first")
    assert moves(found, "reserve_first") == {"a": "gained", "c": "lost"}
    west = row(found, "groups", setting="reserve_first", by="origin", group="西")
    assert (west["n"], west["gained"], west["lost"]) == (2, 0, 1)


def test_gaining_is_coming_to_a_higher_place_on_the_own_list(compare, row):
    found = compare(
        {
            "students": "id score_1\n a 90\n b 80\n c 70",
            "choices": "a: X Y, b: X Y Z, c: Y X",
            "programs": "id capacity\n X 1\n Y 1\n Z 1",
        },
        PLAIN + "sequential",
    )
    moved = found.outcome.tables["changes"].to_pylist()
    assert [(r["student"], r["was_program"], r["program"], r["effect"]) for r in moved] == [
        ("b", "Y", "Z", "lost"),
        ("c", None, "Y", "gained"),
    ]
    assert row(found, "groups", by="all") | {"setting": "", "by": "", "group": ""} == {
        "setting": "", "by": "", "group": "", "n": 3, "gained": 1, "lost": 1, "entered": 1, "dropped": 0
    }  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_rule_places_everybody_as_an_admission_by_it_does(known, alone, rows, name):
    base, setting = known.params.sets[0], next(s for s in known.params.sets if s.name == name)
    moved = {r["student"]: r["program"] for r in rows(known, "changes", setting=name)}
    assert alone(base) | moved == alone(setting)


def test_what_the_groups_of_one_kind_gain_and_lose_sums_to_the_whole(known, rows, row):
    for by in ("origin", "group"):
        counted = rows(known, "groups", setting="sequential", by=by)
        whole = row(known, "groups", setting="sequential", by="all")
        names = ("n", "gained", "lost", "entered", "dropped")
        assert [sum(r[n] for r in counted) for n in names] == [whole[n] for n in names]


def test_who_gains_by_a_change_loses_by_its_reversal(run, county, known, rows):
    sets = [{"name": s.name, **params_json(s.params)} for s in known.params.sets]
    back = run("admission.compare", county, document={"settings": [sets[4], sets[0]]})
    there = {r["student"]: r["effect"] for r in rows(known, "changes", setting="sequential")}
    other = {"gained": "lost", "lost": "gained"}
    assert {r["student"]: other[r["effect"]] for r in rows(back, "changes")} == there


def test_programs_come_out_by_who_comes_and_goes(known, rows):
    filled = {r["program"]: r["filled"] for r in rows(known, "programs", setting="1")}
    after = rows(known, "programs", setting="sequential")
    assert all(r["filled"] == filled[r["program"]] + r["came"] - r["went"] for r in after)


@pytest.mark.parametrize(
    "settings",
    [
        SLOTS + "先定向后统招",
        SLOTS + "precedence=reserve_first",
        '[{"procedure": "slots", "precedence": "open_first", "revert": false}, "reserve_first"]',
    ],
)
def test_a_rule_is_written_in_full_as_a_change_or_by_name(compare, settings):
    found = compare(RESERVE, settings)
    (base, other), given = found.params.sets, {"procedure": "slots", "revert": False}
    assert params_json(base.params).items() >= (given | {"precedence": "open_first"}).items()
    assert params_json(other.params).items() >= (given | {"precedence": "reserve_first"}).items()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("procedure=slots", "至少要写两种"),
        (SLOTS + "ticket; ticket", "都叫“ticket”"),
        (SLOTS + "open_frist", "没有叫“open_frist”"),
        (SLOTS + "bands", "bands:3"),
        (SLOTS + "admit_all", "办法“admit_all”：参数 max_extra"),
        (SLOTS + "prcedence=open_first", "办法“2”：没有参数 prcedence"),
        ("[1, 2]", "JSON 列表"),
        ("[{]", "不是 JSON"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_by_name(compare, settings, said):
    with pytest.raises(ParameterError, match=said):
        compare(RESERVE, settings)


def test_a_choice_of_policy_left_open_is_asked_for_with_the_rule_named(compare):
    texts = {"students": "id score_1\n a 80\n b 80", "choices": "a: X, b: X", "programs": "id capacity\n X 1"}
    with pytest.raises(Refused, match="rule bare: tie_at_cutoff") as refused:
        compare(texts, PLAIN.replace("; ", "") + "; procedure=deferred_acceptance revert=false name=bare")
    assert [i.code for i in refused.value.issues] == ["POLICY_UNSAID"]


def test_what_is_said_of_all_rules_holds_where_one_says_nothing_else(compare):
    common = {"procedure": "slots", "precedence": "open_first", "revert": "false"}
    found = compare(RESERVE, "现行办法; 先定向后统招; procedure=serial_dictatorship", **common)
    assert [s.params.procedure for s in found.params.sets] == ["slots", "slots", "serial_dictatorship"]
    assert [s.params.precedence for s in found.params.sets] == ["open_first", "reserve_first", "open_first"]


def test_a_column_of_names_is_no_grouping_unless_it_is_asked_for(compare):
    found = compare(RESERVE, SLOTS + "reserve_first")
    assert set(found.outcome.tables["groups"]["by"].to_pylist()) == {"all", "origin", "性别", "group"}
    asked = compare(RESERVE, SLOTS + "reserve_first", by="性别")
    assert set(asked.outcome.tables["groups"]["by"].to_pylist()) == {"all", "性别", "group"}


def test_a_grouping_that_is_no_column_is_refused(refusal, tables, choices):
    files = tables(**RESERVE | {"choices": choices(RESERVE["choices"])})
    assert refusal("admission.compare", files, settings=SLOTS + "reserve_first", by="民族") == ["BY_UNKNOWN"]


def test_an_earlier_batch_is_higher_on_the_own_list(compare, moves):
    texts = {
        "students": "id score_1\n a 90\n b 80",
        "choices": "student batch rank program\n a 1 1 X\n b 1 1 X\n a 2 1 Y\n b 2 1 Y",
        "programs": "id batch capacity\n X 1 1\n Y 2 1",
    }
    found = compare(texts, PLAIN.replace("; ", " batches=1,2; batches=2,1"))
    assert moves(found, "2") == {"a": "lost", "b": "gained"}


def test_a_wrong_row_is_told_once_with_its_row(refusal, tables, choices):
    files = tables(**RESERVE | {"choices": choices("a: H Q, b: H")})
    assert refusal("admission.compare", files, settings=SLOTS + "reserve_first") == ["PROGRAM_UNKNOWN"]


def test_the_order_of_the_file_does_not_matter(compare):
    head, *lines = RESERVE["students"].splitlines()
    turned = RESERVE | {"students": "\n".join([head, *reversed(lines)])}
    one, other = (compare(texts, SLOTS + "reserve_first; sequential") for texts in (RESERVE, turned))
    assert one.outcome.tables == other.outcome.tables


def test_a_comparison_is_recomputed_and_its_public_bundle_names_nobody(known, pack):
    full, public = pack(known)
    assert verify(full, public_key=None).recomputed
    assert [n for n in members_of(public) if n.startswith("outcome/") and "json" not in n] == [
        "outcome/settings.csv"
    ]


def test_every_comparison_says_when_it_may_be_used(known):
    assert next(i.code for i in known.outcome.issues if i.severity == "warning") == "WHAT_IF"
