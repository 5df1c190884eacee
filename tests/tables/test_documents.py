"""Plans and lottery files are checked key by key; a lottery file with any error carries no draw."""

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.lottery.xhl1 import roll_hash
from xueheng.tables.context import Context
from xueheng.tables.documents.documents import check_document
from xueheng.tables.files.json_file import Number, parse_json

SCHOOL = {"code": "0101", "name": "青山一中", "plan": Number("800"), "indicator": Number("560")}
IDS = ["SQ1", "SQ2", "SQ3"]
SEED = "公证处骰子:3-1-4"
ANY = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["code", "plan", "x"]), inner),
    max_leaves=8,
)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def plan(*schools, context=None, **more):
    return check_document(
        {"year": Number("2026"), "schools": list(schools), **more}, "plan", context or Context()
    )


def lottery(**changed):
    ids = changed.pop("applicants", IDS)
    document = {
        "applicants": ids,
        "applicants_sha256": sha256("\n".join(map(str, ids))),
        "seed_commitment_sha256": sha256(SEED),
        "seed_revealed": SEED,
        "seats": Number("2"),
        **changed,
    }
    return check_document(document, "lottery", Context())


def told(checked):
    return [(i.code, i.severity, i.column) for i in checked.issues]


def test_a_sound_plan_has_nothing_to_tell():
    checked = plan(SCHOOL, {"code": "0102", "plan": Number("5")})
    assert (told(checked), checked.rows, checked.good_rows, checked.unreadable) == ([], 2, 2, False)


@pytest.mark.parametrize(
    ("changed", "code", "key"),
    [
        ({"code": ""}, "BLANK", "code"),
        ({"code": None}, "BLANK", "code"),
        ({"code": True}, "TEXT_WANTED", "code"),
        ({"name": []}, "TEXT_WANTED", "name"),
        ({"plan": None}, "BLANK", "plan"),
        ({"plan": Number("80.5")}, "NOT_INTEGER", "plan"),
        ({"plan": "八十"}, "NOT_INTEGER", "plan"),
        ({"plan": Number("1e999")}, "NOT_INTEGER", "plan"),
        ({"plan": True}, "NOT_INTEGER", "plan"),
        ({"plan": {}}, "NOT_INTEGER", "plan"),
        ({"plan": Number("-5")}, "NEGATIVE", "plan"),
        ({"plan": Number("99999999")}, "TOO_LARGE", "plan"),
        ({"indicator": Number("801")}, "PART_GT_WHOLE", "indicator"),
        ({"indicator": Number("-1")}, "NEGATIVE", "indicator"),
    ],
)
def test_a_school_with_an_error_is_not_good(changed, code, key):
    checked = plan({"code": "0102", "plan": Number("5")}, {**SCHOOL, **changed})
    assert told(checked) == [(code, "error", f"schools[1].{key}")]
    assert (checked.rows, checked.good_rows, checked.unreadable) == (2, 1, False)


@pytest.mark.parametrize("places", ["0", "800", "800.0", "8e2"])
def test_a_whole_number_may_be_written_in_any_way(places):
    assert told(plan({"code": "0101", "plan": Number(places)})) == []


def test_full_width_digits_are_read_with_a_notice():
    checked = plan({"code": "0101", "plan": "８００"})
    assert told(checked) == [("NUM_TEXT", "notice", "schools[0].plan")]
    assert checked.issues[0].repair == "800"


def test_a_school_that_stands_twice_is_told_at_each_place():
    checked = plan(SCHOOL, {**SCHOOL, "code": " 0101"}, {**SCHOOL, "code": "0102"})
    assert told(checked) == [("DUP_ID", "error", "schools[0].code"), ("DUP_ID", "error", "schools[1].code")]
    assert checked.good_rows == 1


@pytest.mark.parametrize(
    ("document", "code", "column"),
    [
        ([], "DOCUMENT_SHAPE", None),
        ("x", "DOCUMENT_SHAPE", None),
        (None, "DOCUMENT_SHAPE", None),
        ({"schools": [SCHOOL]}, "KEY_MISSING", "year"),
        ({"year": None, "schools": [SCHOOL]}, "KEY_BLANK", "year"),
        ({"year": Number("2026")}, "KEY_MISSING", "schools"),
        ({"year": Number("2026"), "schools": []}, "KEY_BLANK", "schools"),
        ({"year": Number("2026"), "schools": "0101"}, "SCHOOLS_SHAPE", "schools"),
        ({"year": Number("2026"), "schools": [SCHOOL, "0102"]}, "SCHOOLS_SHAPE", "schools[1]"),
        ({"year": Number("26"), "schools": [SCHOOL]}, "YEAR_UNLIKELY", "year"),
        ({"year": "今年", "schools": [SCHOOL]}, "NOT_INTEGER", "year"),
        ({"year": Number("-2026"), "schools": [SCHOOL]}, "NEGATIVE", "year"),
    ],
)
def test_a_plan_of_wrong_shape_is_refused(document, code, column):
    checked = check_document(document, "plan", Context())
    assert told(checked) == [(code, "error", column)]
    assert (checked.unreadable, checked.good_rows) == (True, 0)


def test_a_year_far_from_today_is_a_warning():
    checked = plan(SCHOOL, context=Context(today=date(2030, 3, 1)))
    assert (told(checked), checked.good_rows) == ([("YEAR_UNLIKELY", "warning", "year")], 1)


def test_keys_that_nobody_reads_are_noticed():
    checked = plan({**SCHOOL, "note": "x"}, county="青山")
    assert told(checked) == [("KEY_UNUSED", "notice", "county"), ("KEY_UNUSED", "notice", "schools[0].note")]


def test_a_sound_lottery_file_has_nothing_to_tell():
    checked = lottery()
    assert (told(checked), checked.rows, checked.good_rows, checked.unreadable) == ([], 3, 3, False)


@pytest.mark.parametrize(
    "seed",
    [SEED + " ", " " + SEED, SEED + "\n", SEED.replace(":", "\uff1a"), "", "另一个", SEED.upper() + "X"],
)
def test_a_seed_that_is_not_exactly_the_one_committed_to_is_refused(seed):
    checked = lottery(seed_revealed=seed)
    assert told(checked) == [("SEED_COMMIT_MISMATCH", "error", "seed_revealed")]
    assert (checked.unreadable, checked.rows, checked.good_rows) == (True, 3, 0)


@given(st.text())
def test_any_text_is_a_seed_if_it_was_committed_to(seed):
    assert told(lottery(seed_revealed=seed, seed_commitment_sha256=sha256(seed))) == []


@pytest.mark.parametrize("unrevealed", [{"seed_revealed": None}, {}])
def test_a_seed_is_not_judged_before_it_is_revealed(unrevealed):
    document = {"applicants": IDS, "applicants_sha256": sha256("\n".join(IDS)), "seats": Number("2")}
    document |= {"seed_commitment_sha256": sha256(SEED), **unrevealed}
    assert told(check_document(document, "lottery", Context())) == []


@pytest.mark.parametrize(
    "text", ["\n".join(IDS) + "\n", "\r\n".join(IDS), ",".join(IDS), "\n".join(IDS[::-1]), ""]
)
def test_the_roll_is_hashed_in_one_way_only(text):
    checked = lottery(applicants_sha256=sha256(text))
    assert told(checked) == [("ROLL_HASH_MISMATCH", "error", "applicants_sha256")]
    assert checked.unreadable


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"applicants": ["a", ""]}, "BLANK", "applicants[1]"),
        ({"applicants": ["a", "b "]}, "ID_BLANKS", "applicants[1]"),
        ({"applicants": ["a", "b\u200b"]}, "ID_BLANKS", "applicants[1]"),
        ({"applicants": ["a", None]}, "TEXT_WANTED", "applicants[1]"),
        ({"applicants": {"a": "1"}}, "ROLL_SHAPE", "applicants"),
        ({"applicants_sha256": sha256("\n".join(IDS)).upper()}, "HASH_FORM", "applicants_sha256"),
        ({"seed_commitment_sha256": "abc"}, "HASH_FORM", "seed_commitment_sha256"),
        ({"seed_commitment_sha256": ["x"]}, "HASH_FORM", "seed_commitment_sha256"),
        ({"roll_hash": "0" * 64}, "DRAW_HASH_MISMATCH", "roll_hash"),
        ({"roll_hash": "abc"}, "HASH_FORM", "roll_hash"),
        ({"seed_revealed": True}, "TEXT_WANTED", "seed_revealed"),
        ({"seats": Number("2.5")}, "NOT_INTEGER", "seats"),
        ({"seats": Number("-1")}, "NEGATIVE", "seats"),
        ({"seats": None}, "KEY_BLANK", "seats"),
        ({"applicants": []}, "KEY_BLANK", "applicants"),
    ],
)
def test_a_lottery_file_with_any_error_is_refused(changed, code, column):
    checked = lottery(**changed)
    assert told(checked) == [(code, "error", column)]
    assert (checked.unreadable, checked.good_rows) == (True, 0)


def test_the_fingerprint_of_a_draw_of_the_same_roll_fits_the_file():
    assert told(lottery(roll_hash=roll_hash(reversed(IDS), "sha256"))) == []


def test_an_applicant_who_stands_twice_is_told_at_each_place():
    checked = lottery(applicants=["a", "b", "a"])
    assert told(checked) == [("DUP_ID", "error", "applicants[0]"), ("DUP_ID", "error", "applicants[2]")]


@pytest.mark.parametrize(
    ("seats", "code", "severity"), [("0", "SEATS_NONE", "warning"), ("4", "SEATS_FOR_ALL", "notice")]
)
def test_a_draw_without_a_purpose_is_told_and_not_refused(seats, code, severity):
    checked = lottery(seats=Number(seats))
    assert (told(checked), checked.unreadable) == ([(code, severity, "seats")], False)


def test_half_a_character_is_told_in_words_that_can_be_written():
    (issue,) = lottery(seed_revealed="\ud800").issues
    assert issue.code == "SEED_COMMIT_MISMATCH"
    assert f"{issue.value}{issue.words.zh}".encode()


@given(ANY, ANY, ANY, st.sampled_from(["plan", "lottery"]))
def test_no_document_crashes_the_check(first, second, third, name):
    keys = (
        ("year", "schools")
        if name == "plan"
        else ("applicants", "applicants_sha256", "seed_commitment_sha256")
    )
    document = {
        **dict(zip(keys, (first, second, third), strict=False)),
        "seats": third,
        "seed_revealed": second,
    }
    assert check_document(document, name, Context()).good_rows >= 0


def test_numbers_and_text_of_a_file_are_read_as_they_are_written(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"year": 2026, "schools": [{"code": "0101", "plan": 800, "indicator": 801}]}))
    assert told(check_document(parse_json(path), "plan", Context())) == [
        ("PART_GT_WHOLE", "error", "schools[0].indicator")
    ]


@pytest.mark.parametrize("key", ["code", "name"])
def test_a_number_where_text_belongs_is_an_error_of_its_school(key):
    checked = plan({"code": "0102", "plan": Number("5")}, {**SCHOOL, key: Number("101")})
    assert told(checked) == [("TEXT_WANTED", "error", f"schools[1].{key}")]
    assert "101" in checked.issues[0].words.zh


@pytest.mark.parametrize(("key", "value"), [("seed_revealed", Number("5")), ("applicants", [Number("5")])])
def test_a_seed_or_a_number_of_the_roll_is_text(key, value):
    checked = lottery(**{key: value})
    assert ("TEXT_WANTED", checked.unreadable) == (checked.issues[0].code, True)


def test_a_text_where_a_number_belongs_is_read_with_a_notice():
    assert told(lottery(seats="2")) == [("NUM_TEXT", "notice", "seats")]


def test_a_number_of_many_digits_is_too_large_and_not_shown_whole():
    (issue,) = plan({"code": "0102", "plan": Number("9" * 5000)}).issues
    assert (issue.code, len(issue.value)) == ("TOO_LARGE", 60)
