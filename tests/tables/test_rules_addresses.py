"""Addresses are compared in one written form; names of roads stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import rows_of

from xueheng.tables.rules.addresses import in_one_form, normalised

LETTERS = "零〇一二三四五六七八九十百千万号栋幢单元室楼层路里桥街村院门大# -０１２9Ａb人民东（）第"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("人民路十二号1栋２单元", "人民路12号1栋2单元"),
        ("人民路 12 号", "人民路12号"),
        ("三里桥二十号十幢三单元一百零二室", "三里桥20号10幢3单元102室"),
        ("建设路一百一十二号", "建设路112号"),
        ("建设路一百号", "建设路100号"),
        ("五一路三号", "五一路3号"),
        ("城关镇１２＃楼三〇二室", "城关镇12号楼302室"),
        ("三组十五号", "三组15号"),
        ("阳光花园第三单元五楼", "阳光花园第3单元5楼"),
        ("青山县 城关镇\u3000人民路12号", "青山县城关镇人民路12号"),
        ("一号院", "1号院"),
        ("12－3", "12-3"),
    ],
)
def test_house_numbers_are_written_in_digits(written, form):
    assert normalised(written) == form


@pytest.mark.parametrize(
    "name",
    [
        "五一路", "三里桥", "八一广场", "二七北路", "十八里店", "三号路", "二号桥村", "九号大街",
        "八角楼", "七里河一号井", "中山一路", "一百二号", "百花楼", "万寿号", "五一路（东区）12号",
        "一号公馆", "三楼村", "四号地块", "第一人民医院",
    ],
)  # fmt: skip
def test_names_stay_as_they_are(name):
    assert normalised(name) == name


@pytest.mark.parametrize("text", ["12 302", "A1 B2", "No 5"])
def test_two_numbers_never_run_together(text):
    assert normalised(text) == text


@given(st.text(LETTERS) | st.text())
def test_the_form_of_a_form_is_itself(text):
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_a_numeral_is_its_number(number, text):
    assert normalised(f"人民路{text}号") == f"人民路{number}号"


def test_only_what_changes_is_told():
    rows = rows_of("applications", {"house_address": ["人民路12号", "人民路十二号", None]})
    (flag,) = in_one_form(rows, address="house_address")
    assert (flag.code, flag.severity, flag.row, flag.repair) == (
        "ADDRESS_NORMALISED",
        "notice",
        1,
        "人民路12号",
    )
