"""Persons of a table are those of the roster, under the names that stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import rows_of, told

from xueheng.tables.rules.roster import known, one_name, same_class

ROSTER = (
    {"考号": "0101", "姓名": "李明", "班级": "01"},
    {"考号": "0102", "姓名": "买买提·吐尔逊", "班级": "02"},
)


def checked(number, name="李明", roster=ROSTER, **more):
    return list(known(rows_of("scores", {"id": [number], "name": [name]}, roster=roster, **more)))


def test_who_is_in_the_roster_is_not_told():
    assert checked("0101") == []


def test_a_stranger_is_told():
    assert told(checked("9999")) == [("NOT_IN_ROSTER", "error", 0, "id")]


def test_another_name_is_told_with_the_name_of_the_roster():
    (flag,) = checked("0101", "王芳")
    assert told([flag]) == [("NAME_MISMATCH", "error", 0, "name")]
    assert flag.values == {"id": "0101", "found": "李明"}


@pytest.mark.parametrize(("name", "repair"), [("李明", "0101"), (None, "0101"), ("王芳", None)])
def test_lost_zeros_are_given_back_where_the_name_agrees(name, repair):
    (flag,) = checked("101", name)
    assert (flag.code, flag.repair) == ("NOT_IN_ROSTER", repair)


def test_two_numbers_that_differ_by_zeros_are_no_repair():
    (flag,) = checked("1", roster=({"考号": "01", "姓名": "李明"}, {"考号": "001", "姓名": "李明"}))
    assert flag.repair is None


@pytest.mark.parametrize(
    "name", ["买买提·吐尔逊", "买买提•吐尔逊", "买买提 · 吐尔逊", "买买提・吐尔逊", "买买提.吐尔逊"]
)
def test_the_dot_of_a_name_may_be_typed_in_any_way(name):
    assert checked("0102", name) == []


@pytest.mark.parametrize("heading", ["考号", "准考证号", "学号", "KSH", "id"])
def test_a_roster_has_any_heading_of_the_number(heading):
    assert checked("0101", roster=({heading: "0101", "学生姓名": "李明"},)) == []


def test_full_width_digits_in_the_roster_are_the_same_number():
    assert checked("0101", roster=({"考号": "０１０１", "姓名": "李明"},)) == []


@pytest.mark.parametrize("roster", [(), ({"学校": "一中"},)])
def test_without_a_roster_nobody_is_a_stranger(roster):
    assert checked("9999", roster=roster) == []


def test_a_cell_that_is_wrong_already_is_not_told_again():
    assert checked("9999", wrong=[(0, "id")]) == []


def test_a_roster_without_names_knows_numbers_only():
    assert checked("0101", "王芳", roster=({"考号": "0101"},)) == []


@given(st.lists(st.text("0123456789", min_size=4, max_size=8), unique=True, min_size=1))
def test_everyone_of_the_roster_is_known(numbers):
    roster = tuple({"考号": number, "姓名": f"甲{number}"} for number in numbers)
    rows = rows_of("scores", {"id": numbers, "name": [f"甲{n}" for n in numbers]}, roster=roster)
    assert told(known(rows)) == []


@pytest.mark.parametrize(("roster", "n"), [((), 2), (ROSTER, 0)])
def test_one_number_under_two_names_is_told_where_no_roster_tells(roster, n):
    rows = rows_of("preferences", {"student": ["1", "1"], "name": ["李明", "王芳"]}, roster=roster)
    assert len(list(one_name(rows, id="student"))) == n


@pytest.mark.parametrize("said", ["01", "1班", "01班", "九年级（1）班", "九年级一班", "2301班", "实验班"])
def test_a_class_may_be_written_in_many_ways(said):
    rows = rows_of("scores", {"id": ["7"], "class": [said]}, roster=({"考号": "7", "班级": "01"},))
    assert told(same_class(rows)) == []


@pytest.mark.parametrize("said", ["02", "2班", "九年级二班", "2302班", "11"])
def test_another_class_than_the_rosters_is_told(said):
    rows = rows_of("scores", {"id": ["7"], "class": [said]}, roster=({"考号": "7", "班级": "01"},))
    assert told(same_class(rows)) == [("CLASS_MISMATCH", "warning", 0, "class")]
