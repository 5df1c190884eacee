"""An identity number by itself, and what the same row says of sex and birth."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from xueheng.standards.ids import check_character
from xueheng.tables.context import Context
from xueheng.tables.rows import Rows
from xueheng.tables.rules import identity
from xueheng.tables.schema import schema

BOY = "430299201205060036"  # an unallocated prefix: nobody's number
WITH = {"number": "id_number", "kind": "id_kind", "sex": "sex", "born_on": "born_on"}
AGES = {"born_on": "born_on", "number": "id_number", "youngest": "2", "oldest": "25"}
GUARDIAN = "guardian_1_id_number"


def rows(wrong=(), today=None, **columns):
    n = len(next(iter(columns.values())))
    numbers = tuple(range(2, n + 2))
    headings = {name: schema("students").column(name).label.zh for name in columns}
    return Rows(
        schema("students"), pa.table(columns), numbers, headings, Context(today=today), frozenset(wrong)
    )


def found(rule, given, **with_):
    return [(f.code, f.severity, f.row, f.column, f.repair) for f in rule(given, **with_)]


def pupil(number=BOY, kind="1", sex="1", born_on=date(2012, 5, 6), **more):
    return rows(id_number=[number], id_kind=[kind], sex=[sex], born_on=[born_on], **more)


@drawn(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 999))
def test_a_number_agrees_with_the_birth_and_sex_it_states(born, serial):
    body = f"430299{born:%Y%m%d}{serial:03}"
    sex = "1" if serial % 2 else "2"
    assert found(identity.agrees, pupil(body + check_character(body), "1", sex, born), **WITH) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (BOY[:-1], "ID_LENGTH"),
        (BOY + "1", "ID_LENGTH"),
        (f"G{BOY[1:]}", "ID_CHARS"),
        (BOY[:-1] + "7", "ID_CHECKSUM"),
        (f"43029920120230003{check_character('43029920120230003')}", "BIRTH_INVALID"),
    ],
)
def test_an_unsound_number_is_one_error_and_is_not_held_against_the_other_cells(number, code):
    assert found(identity.agrees, pupil(number, sex="2"), **WITH) == [(code, "error", 0, "id_number", None)]


def test_another_sex_is_an_error_in_the_cell_of_the_sex():
    assert found(identity.agrees, pupil(sex="2"), **WITH) == [("SEX_ID_MISMATCH", "error", 0, "sex", "男")]


def test_another_birth_is_an_error_in_the_cell_of_the_birth():
    expected = [("BIRTH_ID_MISMATCH", "error", 0, "born_on", "2012-05-06")]
    assert found(identity.agrees, pupil(born_on=date(2012, 6, 5)), **WITH) == expected


def test_blank_sex_and_birth_agree_with_any_number():
    assert found(identity.agrees, pupil(sex=None, born_on=None), **WITH) == []


@pytest.mark.parametrize("kind", ["6", "8", "A", "Z"])
def test_other_documents_are_not_judged(kind):
    assert found(identity.agrees, pupil("E12345678", kind), **WITH) == []


def test_a_blank_kind_means_a_resident_identity_card():
    assert found(identity.agrees, pupil("E12345678", None), **WITH)[0][0] == "ID_LENGTH"


def test_a_file_without_kinds_is_judged_too():
    assert found(identity.agrees, rows(id_number=[BOY[:-1]]), **WITH)[0][0] == "ID_LENGTH"


@pytest.mark.parametrize("column", ["id_number", "id_kind"])
def test_a_number_in_doubt_already_is_left_alone(column):
    assert found(identity.agrees, pupil(BOY[:-1], wrong=[(0, column)]), **WITH) == []


def test_a_birth_that_cannot_be_read_is_not_compared():
    given = pupil(born_on=date(2012, 6, 5), wrong=[(0, "born_on")])
    assert found(identity.agrees, given, **WITH) == []


def test_a_temporary_number_is_told_as_such():
    expected = [("ID_TEMPORARY", "notice", 0, "id_number", None)]
    assert found(identity.agrees, pupil("999364302990200001"), **WITH) == expected


@pytest.mark.parametrize("number", [None, "无", "/", "--", "暂无"])
def test_a_missing_number_is_an_error(number):
    given = rows(id_number=[number])
    expected = [("ID_MISSING", "error", 0, "id_number", None)]
    assert found(identity.given, given, number="id_number", instead=(GUARDIAN,)) == expected


def test_the_guardians_number_stands_in_for_a_missing_one():
    given = rows(id_number=[None, "无"], guardian_1_id_number=["430299198603170412", "无"])
    flags = found(identity.given, given, number="id_number", instead=(GUARDIAN,))
    assert [(f[0], f[1], f[2]) for f in flags] == [("ID_REPLACED", "notice", 0), ("ID_MISSING", "error", 1)]


def test_a_file_without_the_column_misses_no_numbers():
    assert found(identity.given, rows(name=["林小满"]), number="id_number", instead=()) == []


@pytest.mark.parametrize(("number", "codes"), [("430299198603170413", ["ID_CHECKSUM"]), ("E12345678", [])])
def test_a_guardians_number_is_warned_about_if_it_looks_like_one(number, codes):
    given = rows(guardian_1_id_number=[number])
    flags = found(identity.sound, given, number=GUARDIAN, kind="guardian_1_id_kind")
    assert [(f[0], f[1]) for f in flags] == [(code, "warning") for code in codes]


def test_the_pupils_number_is_not_the_guardians():
    given = rows(id_number=[BOY, BOY], guardian_1_id_number=[BOY, None])
    expected = [("ID_OF_ANOTHER", "warning", 0, GUARDIAN, None)]
    assert found(identity.own, given, number="id_number", others=(GUARDIAN,)) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2012, 5, 6), []),
        (date(2026, 3, 2), [("AFTER_TODAY", "error", 0, "born_on", None)]),
        (date(2024, 3, 2), [("AGE_UNLIKELY", "warning", 0, "born_on", None)]),
        (date(2024, 3, 1), []),
        (date(2000, 3, 2), []),
        (date(2000, 3, 1), [("AGE_UNLIKELY", "warning", 0, "born_on", None)]),
    ],
)
def test_an_age_fits_the_table(born, expected):
    assert found(identity.ages, pupil(born_on=born, today=date(2026, 3, 1)), **AGES) == expected


def test_a_blank_birth_is_taken_from_the_number():
    given = pupil("430299198603170412", born_on=None, today=date(2026, 3, 1))
    assert found(identity.ages, given, **AGES) == [("AGE_UNLIKELY", "warning", 0, "id_number", None)]


def test_nobody_is_too_old_on_an_unknown_day():
    assert found(identity.ages, pupil(born_on=date(2100, 1, 1)), **AGES) == []
