"""What may stand once only, what must be the same everywhere, and rows entered twice."""

import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from xueheng.tables.context import Context
from xueheng.tables.rows import Rows
from xueheng.tables.rules import keys
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.schema import schema


def rows(table="students", dropped=(), **columns):
    n = len(next(iter(columns.values())))
    headings = {name: schema(table).column(name).label.zh for name in columns}
    numbers = tuple(range(2, n + 2))
    return Rows(
        schema(table), pa.table(columns), numbers, headings, Context(), frozenset(), frozenset(dropped)
    )


def found(flags):
    return [(f.code, f.severity, f.row, f.column) for f in flags]


def test_a_number_that_stands_twice_is_an_error_in_every_row_that_has_it():
    flags = list(
        keys.distinct(rows(id_number=["1", "2", "1"], name=["甲", "乙", "丙"]), columns=("id_number",))
    )
    assert found(flags) == [("DUP_ID", "error", row, "id_number") for row in (0, 2)]
    assert str(flags[0].values["rows"].zh) == "2、4"


@pytest.mark.parametrize(
    ("names", "n"),
    [
        (["甲校小学部", "甲校初中部"], 0),
        (["甲校\uff08小学部\uff09", "甲校(初中部)"], 0),
        (["甲校小学部", "乙校小学部"], 2),
        (["甲校", "乙校"], 2),
    ],
)
def test_a_school_stands_once_for_each_department_that_its_name_tells(names, n):
    given = rows("schools", code=["3643029901"] * 2, name=names)
    assert len(list(keys.distinct(given, columns=("code", "level"), part="name"))) == n


@pytest.mark.parametrize(("names", "said"), [(["甲", "乙"], "不同"), (["甲", "甲"], "相同")])
def test_it_is_said_whether_the_names_differ(names, said):
    flags = list(keys.distinct(rows(id_number=["1", "1"], name=names), columns=("id_number",), name="name"))
    assert said in flags[0].values["names"].zh


@pytest.mark.parametrize("nothing", [None, "无", "/"])
def test_what_is_missing_is_no_number_that_stands_twice(nothing):
    assert found(keys.distinct(rows(id_number=[nothing, nothing]), columns=("id_number",))) == []


def test_a_school_stands_once_for_each_of_its_stages():
    given = rows("schools", code=["1", "1", "1"], level=["primary", "junior", "junior"])
    assert found(keys.distinct(given, columns=("code", "level"))) == [
        ("DUP_ID", "error", r, "code") for r in (1, 2)
    ]


def test_schools_of_one_name_differ_by_their_codes():
    given = rows("schools", name=["中心小学"] * 3, code=["1", None, None])
    flags = keys.distinct(given, columns=("name",), unless="code")
    assert found(flags) == [("DUP_ID", "error", row, "name") for row in (1, 2)]


def test_a_column_that_is_blank_throughout_sets_nothing_apart():
    given = rows("population", town=["甲", "甲"], age=[6, 6], as_of=pa.array([None, None], pa.date32()))
    assert len(found(keys.distinct(given, columns=("town", "age", "as_of")))) == 2


def test_rows_alike_but_for_the_serial_number_count_once():
    given = rows(number=["1", "2", "3"], id_number=["1", "1", "2"], name=["甲", "甲", "甲"])
    flags = list(keys.repeated(given, columns=("id_number", "name")))
    assert found(flags) == [("DUP_SAME", "notice", row, "id_number") for row in (0, 1)]
    assert [f.drops for f in flags] == [False, True]


def test_rows_without_a_number_are_known_by_the_next_column():
    given = rows(id_number=[None, None, "1"], name=["甲", "甲", "甲"])
    assert found(keys.repeated(given, columns=("id_number", "name"))) == [
        ("DUP_SAME", "notice", row, "name") for row in (0, 1)
    ]


def test_rows_that_differ_anywhere_are_not_the_same():
    given = rows(id_number=["1", "1"], name=["甲", "甲"], phone=["1", None])
    assert found(keys.repeated(given, columns=("id_number",))) == []


def test_of_three_rows_the_two_that_are_alike_are_told_apart():
    given = rows(id_number=["1", "1", "1"], name=["甲", "乙", "甲"])
    assert [f.row for f in keys.repeated(given, columns=("id_number",))] == [0, 2]


def test_a_dropped_row_repeats_nothing():
    assert found(keys.distinct(rows(dropped=[1], id_number=["1", "1"]), columns=("id_number",))) == []


@drawn(st.lists(st.sampled_from(["1", "2", "3", None]), max_size=12))
def test_the_rows_told_are_those_whose_number_is_not_alone(numbers):
    given = rows(id_number=pa.array(numbers, pa.string()))
    again = [row for row, n in enumerate(numbers) if n is not None and numbers.count(n) > 1]
    assert sorted(f.row for f in keys.distinct(given, columns=("id_number",))) == again


def test_many_rows_are_listed_in_short():
    flags = list(keys.distinct(rows(id_number=["1"] * 30), columns=("id_number",)))
    assert len(flags) == 30
    assert "30" in flags[0].values["rows"].zh
    assert all(len(f.values["rows"].zh) < 60 and str(f.row + 2) in f.values["rows"].zh for f in flags)


def test_an_exam_is_of_one_kind_in_all_its_rows():
    given = rows("exams", exam_id=["1", "1", "2"], kind=["zhongkao", "other", "other"])
    flags = list(keys.consistent(given, key=("exam_id",), columns=("kind",)))
    assert found(flags) == [("CONTRADICTS", "error", row, "kind") for row in (0, 1)]
    assert flags[0].values["found"].zh == "中考、其他考试"


def test_a_value_that_is_blank_contradicts_nothing():
    given = rows("exams", exam_id=["1", "1"], kind=["zhongkao", None])
    assert found(keys.consistent(given, key=("exam_id",), columns=("kind",))) == []


def test_two_teachers_of_one_class_and_subject_are_told():
    columns = {"teacher_id": ["T1", "T2", "T1"], "class": ["1班", "1班", "2班"], "subject": ["chinese"] * 3}
    flags = keys.alone(rows("teaching", **columns), key=("class", "subject"), column="teacher_id")
    assert found(flags) == [("SHARED", "warning", row, "teacher_id") for row in (0, 1)]


@pytest.mark.parametrize("key", [("school", "class"), ("class", "school")])
def test_columns_that_a_file_lacks_are_no_part_of_the_key(key):
    columns = {"teacher_id": ["T1", "T2"], "class": ["1班", "1班"]}
    told = len(found(keys.alone(rows("teaching", **columns), key=key, column="teacher_id")))
    assert told == (2 if key[0] == "class" else 0)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, False), ("0", True), ("E1", False), (" ", True), (None, True)]
)
def test_a_number_is_never_nothing_but_a_sign_is(value, expected):
    assert is_nothing(value) is expected
