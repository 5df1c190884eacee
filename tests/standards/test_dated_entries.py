from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.standards.dated import Option, Setting, entry, in_force
from xueheng.standards.words import plain
from xueheng.standards.yaml_source import Source, UnknownName, Validity

SOURCE = Source("某办法", "第一条", "unverified")


@dataclass(frozen=True)
class Rule:
    id: str
    valid: Validity
    limit: int


OLD = Rule("limit", Validity(date(2012, 1, 1), date(2019, 12, 31)), 65)
NEW = Rule("limit", Validity(date(2020, 1, 1)), 50)
RULES = (OLD, NEW)


@pytest.mark.parametrize(
    ("day", "limit"), [(date(2012, 1, 1), 65), (date(2019, 12, 31), 65), (date(2020, 1, 1), 50), (None, 50)]
)
def test_the_entry_of_the_day_holds_and_without_a_day_the_newest(day: date | None, limit: int) -> None:
    assert entry(RULES, "limit", on=day).limit == limit


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'limit'"):
        entry(RULES, "limits")


def test_no_entry_holds_before_the_first_day() -> None:
    with pytest.raises(UnknownName):
        entry(RULES, "limit", on=date(2011, 12, 31))


def test_without_a_day_only_what_has_not_ended_is_in_force() -> None:
    assert in_force(RULES) == (NEW,)


days = st.dates() | st.none()


@given(days, days, days, days, st.dates())
def test_two_validities_meet_when_some_day_lies_in_both(
    a: date | None, b: date | None, c: date | None, d: date | None, day: date
) -> None:
    first, second = Validity(*ordered(a, b)), Validity(*ordered(c, d))
    assert first.meets(second) == second.meets(first)
    if first.holds_on(day) and second.holds_on(day):
        assert first.meets(second)


def ordered(a: date | None, b: date | None) -> tuple[date | None, date | None]:
    return (b, a) if a and b and b < a else (a, b)


def test_a_setting_gives_its_default_or_the_option_chosen() -> None:
    options = (Option("a", plain("甲"), SOURCE, Decimal("0.4")), Option("b", plain("乙"), SOURCE))
    setting = Setting("low", plain("低分"), "a", options)
    assert (setting.option().id, setting.option("b").id) == ("a", "b")


def test_a_default_that_is_no_option_is_refused() -> None:
    with pytest.raises(UnknownName):
        Setting("low", plain("低分"), "c", (Option("a", plain("甲"), SOURCE),))


def test_an_option_without_a_value_gives_no_number() -> None:
    with pytest.raises(ValueError, match="has no value"):
        _ = Option("b", plain("乙"), SOURCE).number
