from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.standards.school_codes import check_school_code, province, school_codes, school_type

with (Path(__file__).parent / "data" / "school_code.csv").open(encoding="utf-8", newline="") as file:
    TYPES = list(csv.DictReader(file))


@given(st.text(alphabet="0123456789", min_size=10, max_size=10))
def test_ten_digits_are_never_objected_to_whatever_type_they_state(code: str) -> None:
    assert check_school_code(code) == ()


@given(st.text(alphabet="0123456789", min_size=1, max_size=20).filter(lambda code: len(code) != 10))
def test_any_other_number_of_digits_is_an_error(code: str) -> None:
    assert check_school_code(code) == ("SCHOOL_CODE_LENGTH",)


@pytest.mark.parametrize("code", ["", "36430299O1", "3643 29901", "３６４３０２９９０１", "364302990一"])
def test_anything_but_digits_is_an_error(code: str) -> None:
    assert check_school_code(code) == ("SCHOOL_CODE_DIGITS",)


@pytest.mark.parametrize("row", TYPES, ids=lambda row: row["code"])
def test_the_first_two_digits_state_the_listed_type(row: dict[str, str]) -> None:
    found = school_type(row["code"] + "43000001")
    assert found is not None
    assert found.zh == row["type"]


def test_the_list_has_the_published_types_only() -> None:
    assert list(school_codes().types) == [row["code"] for row in TYPES]


def test_a_code_of_no_listed_type_states_none() -> None:
    assert school_type("9943000001") is None


@pytest.mark.parametrize(("prefix", "name"), [("11", "北京市"), ("43", "湖南省"), ("82", "澳门特别行政区")])
def test_the_next_two_digits_state_the_province(prefix: str, name: str) -> None:
    found = province(f"21{prefix}000001")
    assert found is not None
    assert found.zh == name
