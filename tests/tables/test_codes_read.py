"""代码: by code, by word, by both; and what is neither."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.standards.code_lists import code_list, code_list_names
from xueheng.tables.cells.codes import read_code
from xueheng.tables.cells.reading import Reading

SEX = {"1": ("男", "male"), "2": ("女", "female")}
NATION = {"01": ("汉族", "汉"), "02": ("蒙古族",), "05": ("维吾尔族",), "15": ("土家族",)}
LEFT = {"0": ("非留守儿童", "否"), "1": ("单亲留守儿童",), "2": ("双亲留守儿童",)}
LEVEL = {"primary": ("小学", "小学部"), "junior": ("初中", "九年一贯制(初中部)")}
TEXTS = st.one_of(st.text(max_size=12), st.text("01259男女汉族土家-.（） ", max_size=8))


@pytest.mark.parametrize(
    ("text", "codes", "code"),
    [("1", SEX, "1"), ("男", SEX, "1"), (" 女 ", SEX, "2"), ("Ｆｅｍａｌｅ", SEX, "2"), ("01", SEX, "1"),
     ("1.0", SEX, "1"), ("１", SEX, "1"), ("01", NATION, "01"), ("1", NATION, "01"), ("汉", NATION, "01"),
     ("小学部", LEVEL, "primary"), ("PRIMARY", LEVEL, "primary"), ("九年一贯制（初中部）", LEVEL, "junior")],
)  # fmt: skip
def test_a_code_goes_by_itself_or_by_any_of_its_words_in_silence(text, codes, code):
    assert read_code(text, codes) == Reading(code)


@pytest.mark.parametrize(
    "text",
    [
        "1-男",
        "1.男",
        "1、男",
        "1:男",
        "1：男",
        "1男",
        "01 男",
        "男(1)",
        "男（1）",
        "男-1",
        "【1】男",
        "(1)男",
        "1_男",
        "男/male",
    ],
)
def test_a_code_beside_its_label_is_read_with_a_notice(text):
    assert read_code(text, SEX) == Reading("1", "CODE_LABEL", "notice", "男")


@pytest.mark.parametrize("text", ["1-女", "2.男", "女(1)", "1女", "男/女", "男、女"])
def test_two_halves_that_name_different_codes_are_a_conflict(text):
    assert read_code(text, SEX) == Reading(None, "CODE_CONFLICT", "error")


@pytest.mark.parametrize(
    ("text", "codes", "repair"),
    [("3", SEX, None), ("男性", SEX, None), ("femal", SEX, "女"), ("9-男", SEX, None),
     ("土家", NATION, "土家族"), ("维吾尔", NATION, "维吾尔族"), ("蒙古", NATION, "蒙古族"),
     ("苗族", NATION, None), ("留守儿童", LEFT, None), ("非留守", LEFT, "非留守儿童"),
     ("单亲留守", LEFT, "单亲留守儿童"), ("-", SEX, None), ("***", SEX, None), ("50", NATION, None),
     ("高中", LEVEL, None)],
)  # fmt: skip
def test_a_word_outside_the_list_is_an_error_and_one_near_word_is_offered(text, codes, repair):
    assert read_code(text, codes) == Reading(None, "CODE_UNKNOWN", "error", repair)


def test_a_word_and_its_denial_are_never_near():
    assert read_code("贫困户", {"0": ("非贫困户",)}).repair is None


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b"])
def test_a_blank_cell_is_no_code(text):
    assert read_code(text, SEX) == Reading()


def test_a_cell_as_long_as_excel_allows_is_no_code():
    assert read_code("1男" * 16000, SEX) == Reading(None, "CODE_UNKNOWN", "error")


@given(text=TEXTS, codes=st.sampled_from([SEX, NATION, LEFT, LEVEL]))
def test_any_text_is_read_without_a_crash_and_its_repair_is_a_word_of_the_list(text, codes):
    reading = read_code(text, codes)
    repaired = read_code(reading.repair or "", codes)
    assert repaired.problem is None
    assert reading.value in (None, repaired.value if reading.repair else reading.value)


@given(code=st.sampled_from(sorted(NATION)), mark=st.sampled_from(["-", ".", " ", "", "、", "/", "："]))
def test_code_and_label_agree_in_either_order(code, mark):
    label = NATION[code][0]
    told = Reading(code, "CODE_LABEL", "notice", label)
    assert (read_code(f"{code}{mark}{label}", NATION), read_code(f"{label}{mark}{code}", NATION)) == (
        told,
        told,
    )


LISTED = [(name, code, words[0]) for name in code_list_names() for code, words in code_list(name).items()]


@pytest.mark.parametrize("name", code_list_names())
def test_every_word_of_the_standards_names_its_own_code(name):
    codes = code_list(name)
    words = chain.from_iterable([(code, word) for word in (code, *words)] for code, words in codes.items())
    assert [(word, code) for code, word in words if read_code(word, codes) != Reading(code)] == []


@given(st.sampled_from(LISTED), st.sampled_from(["{}-{}", "{}.{}", "{} {}", "{}{}", "（{}）{}"]))
def test_every_code_of_the_standards_may_stand_beside_its_label(listed, form):
    name, code, label = listed
    both = read_code(form.format(code, label), code_list(name))
    assert both == Reading(code, "CODE_LABEL", "notice", label)
