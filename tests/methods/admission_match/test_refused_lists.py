"""What is refused, with its row and repair, before anything is run."""

import pytest

from xueheng.tables.issues import Refused

GOOD = {
    "students": "id score_1 score_2 ticket together\n a 90 40 01 -\n b 80 30 02 -",
    "choices": "student rank program\n a 1 X\n a 2 Y\n b 1 X",
    "programs": "id capacity\n X 1\n Y 1",
}
STUDENTS = "id score_1 score_2 ticket together\n a 90 40 01 -\n "
CASES = [
    ({"choices": "student rank program\n a 1 X\n b 1 XX"}, "PROGRAM_UNKNOWN", 3, "X"),
    ({"choices": "student rank program\n a 1 X\n a 2 X"}, "PREF_REPEAT", 2, None),
    ({"choices": "student rank program\n a 1 X\n z 1 X"}, "STUDENT_UNKNOWN", 3, None),
    ({"students": STUDENTS + "b 8x 30 02 -"}, "NOT_NUMBER", 3, None),
    ({"students": STUDENTS + "b 80.3 30 02 -"}, "SCORE_STEP", 3, "80.5"),
    ({"students": STUDENTS + "b 80 - 02 -"}, "SCORE_MISSING", 3, None),
    ({"students": STUDENTS + "b 80 30 02 -\n c 80 30 2 -"}, "TICKET_LENGTH", 4, None),
    (
        {"students": "id score_1 score_2 ticket together\n a 90 40 01 g\n b 80 30 02 g"},
        "TOGETHER_DIFFERS",
        4,
        None,
    ),
    ({"groups": "program order name seats\n X 1 指标 2"}, "CAPACITY_BELOW_GROUPS", 2, "2"),
    ({"groups": "program order name seats\n Z 1 指标 2"}, "GROUP_UNKNOWN", 2, None),
    ({"programs": "id capacity requires\n X 1 residence\n Y 1 -"}, "ATTRIBUTE_UNKNOWN", 2, None),
]


def refused(admit, texts, **params):
    with pytest.raises(Refused) as found:
        admit(texts, **{"procedure": "serial_dictatorship", "step": "0.5", "together_fit": "skip"} | params)
    return found.value.issues


@pytest.mark.parametrize(("change", "code", "row", "repair"), CASES)
def test_a_wrong_row_is_named_with_its_repair(admit, change, code, row, repair):
    issues = refused(admit, GOOD | change)
    assert [(i.row, i.repair) for i in issues if i.code == code][:1] == [(row, repair)]


def test_a_score_finer_than_any_step_is_refused(admit):
    texts = GOOD | {"students": STUDENTS + "b 80.123456 30 02 -"}
    assert [(i.code, i.row) for i in refused(admit, texts)] == [("SCORE_STEP", 3)]


UNSAID = [
    ({"students": "id score_1\n a 90\n b 90"}, {}, "tie_at_cutoff"),
    ({"groups": "program order name seats origin\n X 1 指标 0 东\n X 2 统招 1 -"}, {}, "precedence"),
    ({"students": "id score_1 together\n a 90 g\n b 80 g"}, {"together_fit": ""}, "together_fit"),
    (
        {"groups": "program order name seats origin\n X 1 指标 1 东"},
        {"procedure": "two_phase", "phase1": "final"},
        "delta",
    ),
    ({"students": "id grade_1\n a A\n b B"}, {}, "grade_order"),
]


@pytest.mark.parametrize(("change", "params", "name"), UNSAID)
def test_what_was_not_said_and_matters_is_asked_for(admit, change, params, name):
    said = {"procedure": "serial_dictatorship"} | {k: v for k, v in params.items() if v}
    with pytest.raises(Refused) as found:
        admit(GOOD | {"choices": "a: X, b: X"} | change, **said)
    assert name in [i.value for i in found.value.issues if i.code == "POLICY_UNSAID"]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"procedure": "application_rejection"}, "band"),
        ({"procedure": "two_phase"}, "phase1"),
        ({"procedure": "gradient"}, "gradient_lines"),
        ({"procedure": "slots", "tie_at_cutoff": "admit_all"}, "max_extra"),
        ({"procedure": "gradient", "gradient_lines": "500,600"}, "gradient_lines"),
    ],
)
def test_a_procedure_needs_its_parameters(admit, params, name):
    with pytest.raises(ValueError, match=name):
        admit(GOOD, **params)


def test_batches_need_an_order(admit):
    issues = refused(admit, GOOD | {"programs": "id batch capacity\n X 1 1\n Y 2 1"})
    assert [i.code for i in issues] == ["BATCHES_UNSAID"]


def test_a_serial_dictatorship_has_one_order(admit):
    tiers = "student program tier\n a X 1\n a Y 1\n b X 1"
    assert [i.code for i in refused(admit, GOOD | {"tiers": tiers})] == ["ONE_ORDER"]


def test_the_number_decides_only_with_a_warning(admit):
    texts = GOOD | {"students": "id score_1\n a 90\n b 90", "choices": "a: X, b: X"}
    found = admit(texts, procedure="serial_dictatorship", tie_at_cutoff="ticket")
    assert "TICKET_MISSING" in [i.code for i in found.issues]
