"""A place in an order, however it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.cells.ordinals import ordinal_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第一志愿", 1),
        ("第２志愿", 2),
        ("志愿3", 3),
        ("平行志愿四", 4),
        ("五", 5),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("A", 1),
        ("平行志愿B", 2),
        ("①", 1),
        ("1.", 1),
    ],
)
def test_a_place_is_read(text, place):
    assert ordinal_of(text) == place


@pytest.mark.parametrize("text", ["", "志愿", "首选", "1.5", "1-2", "二三", "一百", "无", "X", "-1"])
def test_what_names_no_place_is_none(text):
    assert ordinal_of(text) is None


@given(st.text())
def test_any_text_is_a_place_or_none(text):
    assert (ordinal_of(text) or 0) >= 0
