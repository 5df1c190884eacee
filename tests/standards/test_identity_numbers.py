from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.standards.ids import (
    birth_of,
    check_character,
    check_identity_number,
    sex_of,
    student_number_kind,
)

births = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
digits = st.text(alphabet="0123456789", min_size=6, max_size=6)
orders = st.text(alphabet="0123456789", min_size=3, max_size=3)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    body = draw(digits) + draw(births).strftime("%Y%m%d") + draw(orders)
    return body + check_character(body)


@given(numbers())
def test_a_number_with_its_check_character_passes(number: str) -> None:
    assert check_identity_number(number) == ()


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_any_one_changed_digit_fails(number: str, place: int, shift: int) -> None:
    digit = str((int(number[place]) + shift) % 10)
    assert "ID_CHECKSUM" in check_identity_number(number[:place] + digit + number[place + 1 :])


@given(numbers(), st.sampled_from("0123456789X"))
def test_any_other_check_character_fails(number: str, last: str) -> None:
    assert (check_identity_number(number[:-1] + last) == ()) == (last == number[-1])


@given(digits, births, orders)
def test_the_number_states_birth_and_sex(area: str, birth: date, order: str) -> None:
    number = area + birth.strftime("%Y%m%d") + order + "0"
    assert birth_of(number) == birth
    assert sex_of(number) == ("male" if int(order[-1]) % 2 else "female")


def test_the_printed_example_passes() -> None:
    assert check_identity_number("11010519491231002X") == ()
    assert (birth_of("11010519491231002X"), sex_of("11010519491231002X")) == (date(1949, 12, 31), "female")


def test_a_small_x_is_the_same_check_character() -> None:
    assert check_identity_number("11010519491231002x") == ()


@pytest.mark.parametrize("number", ["", "1101051949123100", "11010519491231002", "11010519491231002XX"])
def test_a_number_of_wrong_length_is_told_only_so(number: str) -> None:
    assert check_identity_number(number) == ("ID_LENGTH",)
    assert (birth_of(number), sex_of(number)) == (None, None)


@pytest.mark.parametrize("number", ["1101051949123100X2", "１10105194912310021", "11010519491231 02X"])
def test_a_number_with_other_characters_is_told_only_so(number: str) -> None:
    assert check_identity_number(number) == ("ID_CHARS",)
    assert (birth_of(number), sex_of(number)) == (None, None)


@pytest.mark.parametrize("day", ["20110230", "20111301", "00000101", "20230229"])
def test_a_day_that_does_not_exist_is_told_beside_a_right_checksum(day: str) -> None:
    body = "430299" + day + "001"
    assert check_identity_number(body + check_character(body)) == ("BIRTH_INVALID",)


@pytest.mark.parametrize("letter", ["G", "L", "J"])
@pytest.mark.parametrize("rest", ["", "430299201103050011", "临时"])
def test_a_student_number_is_known_by_its_letter_alone(letter: str, rest: str) -> None:
    assert student_number_kind(letter + rest) is not None


@pytest.mark.parametrize("number", ["", "430299201103050011", "X430299201103050011"])
def test_another_first_letter_is_no_student_number(number: str) -> None:
    assert student_number_kind(number) is None
