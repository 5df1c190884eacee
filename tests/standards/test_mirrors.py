"""国家系统: what the entries name exists, and nobody is said to have read what nobody has."""

import pytest

from xueheng.standards.mirrors import national_system, national_systems
from xueheng.standards.pupil_status import pupil_status

SYSTEMS = national_systems()


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.id)
def test_a_system_says_by_which_document_and_whether_it_was_read(system):
    assert system.source.doc
    assert {system.source.status, system.upload.source.status} <= {"secondary", "unverified"}


def test_the_states_of_pupils_are_those_of_the_roll():
    known, system = pupil_status(), national_system("students")
    assert set(system.states) - system.leaving == set(known.statuses)
    assert system.leaving <= set(known.exits)


@pytest.mark.parametrize(
    ("column", "side"), [("class_teacher", "ours"), ("title", "national"), ("name", "national")]
)
def test_a_column_has_one_winner(column, side):
    assert national_system("teachers").winner(column) == side


@pytest.mark.parametrize(
    ("word", "state"), [("已退休", "retired"), ("在岗", "enrolled"), ("", ""), ("神游", None)]
)
def test_a_word_for_a_state_is_understood_or_asked_about(word, state):
    assert national_system("teachers").state_of(word) == state
