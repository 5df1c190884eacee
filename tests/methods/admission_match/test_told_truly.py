"""What is told is true: own values of twins, seats given on, least needs, waiting lists, names."""

import pytest

from xueheng.methods.admission_match.checker import check
from xueheng.methods.run import input_tables
from xueheng.tables.issues import Refused

TWINS = {
    "students": "id score_1 score_2 together\n a 79 5 -\n b 80 5 g\n c 78 9 g",
    "choices": "a: X Y, b: X Y, c: X Y",
    "programs": "id capacity\n X 2\n Y 2",
}
GIVEN_ON = {
    "students": "id score_1 origin\n m1 650 东\n m2 605 东\n m3 548 西\n m4 504 西\n n 570 东",
    "choices": "m1: H, m2: K H, m3: H, m4: H, n: H K",
    "programs": "id capacity\n H 2\n K 2",
    "groups": "program order name seats origin delta\n H 1 指标 1 西 100",
}
PHASES = {"procedure": "two_phase", "delta": "10", "tie_at_cutoff": "ticket"}
BESIDE = {
    "students": "id score_1\n a 90\n b 80",
    "choices": "a: X, b: X",
    "programs": "id capacity\n X 1",
}


def borne(found):
    return check(input_tables(found), found.params, found.outcome.tables) == ()


@pytest.mark.parametrize("procedure", ["serial_dictatorship", "deferred_acceptance"])
def test_each_of_those_kept_together_is_told_the_own_key(admit, why, procedure):
    found = admit(TWINS, procedure=procedure, together_fit="skip")
    told = [why(found, one, "Y") for one in "bc"]
    assert [r["own_key"] for r in told] == ["score_1=80; score_2=5", "score_1=78; score_2=9"]
    assert borne(found)


def test_a_need_that_only_the_other_twin_misses_is_told_as_theirs_together(admit, why):
    texts = TWINS | {"programs": "id capacity\n X 1\n Y 2"}
    found = admit(texts, procedure="serial_dictatorship", together_fit="skip")
    told = [(r["differs"], r["needs"]) for r in (why(found, one, "X") for one in "bc")]
    assert told == [("score_1", "together: score_1>=79"), ("score_1", "score_1>=79")]
    assert borne(found)


def test_below_a_floor_each_is_told_the_own_score_and_whose_is_missing(admit, why):
    texts = TWINS | {"groups": "program order name seats floor\n X 1 名额 2 79"}
    found = admit(texts, procedure="slots", together_fit="skip")
    told = [(r["own_key"], r["needs"]) for r in (why(found, one, "X") for one in "bc")]
    assert told == [("score_1=80", "together: score_1>=79"), ("score_1=78", "score_1>=79")]
    assert borne(found)


def test_the_last_of_a_band_is_borne_out_though_a_later_band_took_the_seat_that_was_left(admit, why):
    texts = {
        "students": "id score_1 together\n a 90 -\n b 80 g\n c 80 g\n d 50 -",
        "choices": "a: X, b: X, c: X, d: Y X",
        "programs": "id capacity\n X 2\n Y 0",
    }
    found = admit(texts, procedure="application_rejection", band="1", together_fit="skip")
    assert why(found, "d", "X")["code"] == "ADMITTED"
    assert borne(found)


@pytest.mark.parametrize("score", ["78", "79"])
def test_an_equal_value_is_enough_where_what_follows_speaks_for_the_applicant(admit, places, score):
    students = f"id score_1 score_2\n a 79 5\n c {score} 9"
    found = admit(TWINS | {"students": students, "choices": "a: X, c: X", "programs": "id capacity\n X 1"},
                  procedure="serial_dictatorship")  # fmt: skip
    assert places(found)["c"] == ("X" if score == "79" else None)


@pytest.mark.parametrize("phase", ["final", "tentative"])
def test_who_misses_the_line_is_told_the_lower_key_that_a_seat_given_on_asked_for(admit, why, phase):
    texts = GIVEN_ON | {"students": GIVEN_ON["students"].replace("n 570 东", "n 400 东")}
    texts |= {"groups": "program order name seats origin delta\n H 1 指标 1 西 20"}
    found = admit(texts, phase1=phase, revert="true", **PHASES)
    told = why(found, "m4", "H")
    assert (told["code"], told["cutoff_key"], told["needs"]) == ("BELOW_CUTOFF", "score_1=548", "score_1>548")
    assert borne(found)


def test_whom_the_first_phase_placed_for_good_is_told_so_where_a_later_seat_asked_for_less(admit, why):
    texts = GIVEN_ON | {"groups": "program order name seats origin\n H 1 指标 1 北"}
    found = admit(texts, phase1="final", revert="true", **PHASES)
    assert why(found, "n", "H")["rule_id"] == "phase1"
    assert "第一段" in why(found, "n", "H")["text_zh"]


def test_nobody_waits_for_the_program_where_he_is(admit, rows):
    found = admit(GIVEN_ON, procedure="slots", precedence="open_first", revert="true")
    held = {(r["student"], r["program"]) for r in rows(found, "matches")}
    assert held.isdisjoint((r["student"], r["program"]) for r in rows(found, "waiting"))


def test_seats_given_on_count_in_the_cutoff_of_the_general_ones(admit, row):
    texts = GIVEN_ON | {
        "groups": "program order name seats origin\n H 1 指标 1 北",
        "choices": "m1: H, m3: H",
    }
    found = admit(texts, procedure="slots", precedence="open_first", revert="true")
    assert row(found, "programs", program="H")["cutoff_key"] == "score_1=548"


LOST = [
    ({"restrictions": "student program rule_id\n a Q r"}, "ENTRY_UNKNOWN", "program"),
    ({"restrictions": "student program group rule_id\n a X 无 r"}, "ENTRY_UNKNOWN", "group"),
    ({"tiers": "student program tier\n a Q 1"}, "ENTRY_UNKNOWN", "program"),
    ({"groups": "program batch order name seats\n X 7 1 名额 1"}, "ENTRY_UNKNOWN", "batch"),
    ({"tickets": "student program ticket\n a X 01"}, "TICKET_ABSENT", "program"),
    ({"tickets": "student ticket\n z 01\n a 02\n b 03"}, "STUDENT_UNKNOWN", "student"),
    ({"students": "id score_1 together\n a 9 g\n b 8 g", "choices": "a: X"}, "TOGETHER_DIFFERS", "student"),
]


@pytest.mark.parametrize(("change", "code", "column"), LOST)
def test_a_row_that_would_touch_nothing_is_refused_with_its_place(admit, change, code, column):
    with pytest.raises(Refused) as found:
        admit(BESIDE | change, procedure="deferred_acceptance", together_fit="skip")
    assert [(i.code, i.column) for i in found.value.issues] == [(code, column)]
    assert found.value.issues[0].row


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ({"choices": "a: X, b: Q"}, "choices"),
        ({"students": "id score_1\n a 90\n b 80.3"}, "students"),
        ({"groups": "program order name seats\n X 1 名额 2"}, "programs"),
    ],
)
def test_an_issue_names_its_table_and_writes_no_none(admit, change, table):
    with pytest.raises(Refused) as found:
        admit(BESIDE | change, procedure="serial_dictatorship", step="0.5")
    assert [i.table for i in found.value.issues] == [table]
    assert "None" not in found.value.issues[0].words.zh


def test_the_columns_that_a_key_may_name_are_those_of_the_file(admit):
    with pytest.raises(Refused) as found:
        admit(BESIDE, procedure="serial_dictatorship", key="points")
    assert "row_in_file" not in found.value.issues[0].words.zh
