"""联系电话: which numbers can be dialled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.cells.phones import read_phone
from xueheng.tables.cells.reading import Reading

MOBILE = "13800000149"


@pytest.mark.parametrize(
    "text",
    [MOBILE, "0731-85551234", "073185551234", "010-85551234", "0736-7221234", "0731-85551234-801", "85551234",
     "7221234", "400-123-4567", "+85223456789", "13800000149、13900000149", "13800000149、0731-85551234"],
)  # fmt: skip
def test_numbers_that_can_be_dialled_stand(text):
    assert read_phone(text) == Reading(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("138 0000 0149", MOBILE), ("138-0000-0149", MOBILE), ("+8613800000149", MOBILE),
     ("+86 138-0000-0149", MOBILE), ("008613800000149", MOBILE), ("8613800000149", MOBILE),
     ("１３８００００0149", MOBILE), ("13800000149.0", MOBILE), ("'13800000149", MOBILE),
     ("(0731)85551234", "0731-85551234"), ("（0731）8555 1234", "0731-85551234"),
     ("0731 - 85551234", "0731-85551234"), ("+86-731-8555-1234", "0731-85551234"),
     ("0731-85551234转801", "0731-85551234-801"), ("00852-2345-6789", "+85223456789")],
)  # fmt: skip
def test_a_number_is_tidied_with_a_notice(text, value):
    assert read_phone(text) == Reading(value, "NORMALISED", "notice", value)


@pytest.mark.parametrize("mark", ["/", "；", ";", "，", ",", " ", "\n", "或", "和", " / ", "|"])
def test_several_numbers_are_told_apart(mark):
    both = f"{MOBILE}、13900000149"
    assert read_phone(f"{MOBILE}{mark}13900000149") == Reading(both, "NORMALISED", "notice", both)


@pytest.mark.parametrize(
    "text",
    ["1380000014", "138000001490", "23800000149", "12000000149", "12345", "110", "无", "妈妈13800000149",
     "1.38E+10", "0000-85551234", "13800000149、无", "138000001491390000014", "、", "1" * 300],
)  # fmt: skip
def test_what_cannot_be_dialled_is_kept_and_warned_of(text):
    assert read_phone(text) == Reading(text, "PHONE", "warning")


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b"])
def test_a_blank_cell_is_no_phone(text):
    assert read_phone(text) == Reading()


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "\xa0"]))
def test_a_mobile_number_is_the_same_in_any_grouping(number, mark):
    assert read_phone(mark.join((number[:3], number[3:7], number[7:]))).value == number


@given(st.one_of(st.text(max_size=30), st.text("0123456789+-()（）转、/ .", max_size=40)))
def test_any_text_is_read_without_a_crash_and_its_repair_says_the_same(text):
    reading = read_phone(text)
    assert read_phone(reading.repair or "") == Reading(reading.value if reading.repair else None)
