"""Item marks as marking systems export them: many ways to number an item, and blueprints that differ."""

from decimal import Decimal

import pytest

FULL = {name: Decimal(mark) for name, mark in {"1": 4, "2": 4, "5(1)": 6}.items()}
STYLES = {
    "plain": ["1", "2", "5(1)"],
    "dots": ["1.", "2.", "5.1"],
    "letters": ["Q1", "Q2", "Q5(1)"],
    "words": ["第1题", "第2题", "第5题(1)"],
    "marks": ["1题得分", "2小题得分", "5(1)得分"],
    "full": ["1(4分)", "2（4分）", "5(1)(6分)"],
    "wide": ["１", "２", "５（１）"],
    "circled": ["1", "2", "5①"],
    "parts": ["一、1", "一、2", "二、5(1)"],
    "kinds": ["选择1", "选择2", "填空5(1)"],
}


@pytest.fixture
def items(write, read):
    def checked(heads, *rows, **context):
        lines = "\n".join(",".join(row) for row in rows)
        text = f"考号,姓名,客观题,总分,{','.join(heads)}\n{lines}\n"
        return read(write("i.csv", text), "item_scores", **{"item_full": FULL, **context})

    return checked


@pytest.mark.parametrize("style", STYLES)
def test_an_item_finds_its_full_mark_however_it_is_numbered(items, style):
    heads = STYLES[style]
    checked = items(heads, ["1", "李明", "9", "15", "4", "5", "6"], ["2", "王芳", "8", "14", "4", "4", "6"])
    assert [(i.code, i.row, i.column) for i in checked.issues] == [("ITEM_OVER_FULL", 2, heads[1])]


def test_a_row_of_marks_is_never_taken_for_the_header(items):
    checked = items(["甲", "乙", "丙"], ["1", "李明", "5", "8", "1", "2", "5"])
    assert (checked.rows, checked.table["id"].to_pylist()) == (1, ["1"])


def test_items_of_two_parts_that_are_numbered_anew_keep_apart(items):
    full = {"一1": Decimal(2), "二1": Decimal(8)}
    checked = items(["一1", "二1"], ["1", "李明", "2", "10", "2", "8"], item_full=full)
    assert checked.verdict == "accept"


def test_an_item_that_only_the_blueprint_or_only_the_table_has_is_told(items):
    checked = items(["1", "2", "7"], ["1", "李明", "8", "12", "4", "4", "4"])
    told = [("ITEM_MISSING", "warning", "5(1)"), ("ITEM_UNPLANNED", "warning", "7")]
    assert [(i.code, i.severity, i.column) for i in checked.issues] == told


def test_the_options_chosen_beside_the_marks_are_no_items(write, read):
    text = "考号,1,,2,\n,选项,得分,选项,得分\n7,A,4,B,0\n8,C,0,D,4\n"
    checked = read(write("i.csv", text), "item_scores")
    told = [("COLUMN_UNUSED", "1/选项"), ("COLUMN_UNUSED", "2/选项")]
    assert [(i.code, i.column) for i in checked.issues] == told


def test_numbers_under_a_head_of_their_part_are_a_row_of_heads(write, read):
    text = "考号,客观题,,主观题,,总分\n,1,2,3,4,\n7,4,4,6,6,20\n8,4,0,6,6,16\n"
    checked = read(write("i.csv", text), "item_scores", item_full={n: Decimal(6) for n in "1234"})
    assert (checked.verdict, checked.rows) == ("accept", 2)
