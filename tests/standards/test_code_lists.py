from __future__ import annotations

import pytest

from xueheng.standards.code_lists import CodeList, code_label, code_list, code_list_names, code_lists
from xueheng.standards.ids import Sex
from xueheng.standards.words import comparable, plain
from xueheng.standards.yaml_source import Source, UnknownName, Validity

SOURCE = Source("a document", "a clause", "unverified")


def code_of(list_: str, word: str) -> str | None:
    found = [c for c, words in code_list(list_).items() if comparable(word) in map(comparable, words)]
    return found[0] if found else None


def test_the_peoples_are_numbered_from_1_to_56_with_two_more() -> None:
    assert list(code_list("ethnic_group")) == [*(f"{n:02}" for n in range(1, 57)), "97", "98"]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("汉族", "01"),
        ("汉", "01"),
        ("维吾尔族", "05"),
        ("苗族", "06"),
        ("土家", "15"),
        ("土", "30"),
        ("基诺族", "56"),
    ],
)
def test_a_people_is_known_by_its_full_and_its_short_name(word: str, code: str) -> None:
    assert code_of("ethnic_group", word) == code


@pytest.mark.parametrize(
    ("list_", "word", "code"),
    [
        ("health", "健康", "10"),
        ("household_kind", "非农业户口", "2"),
        ("admission_way", "艺术特招", "23"),
        ("attendance", "住校", "2"),
        ("left_behind", "双亲留守儿童", "2"),
        ("left_behind", "否", "0"),
        ("id_kind", "身份证", "1"),
        ("id_kind", "护照", "A"),
        ("post_level", "专技十三级", "P13"),
        ("post_level", "管理9级", "M9"),
        ("teacher_title", "小学高级教师", "first"),
        ("urban_rural", "镇区", "town"),
        ("school_kind", "九年一贯制学校", "312"),
        ("school_level", "小学部", "primary"),
        ("yes_no", "√", "1"),
        ("political", "少先队员", "14"),
        ("subject", "数学", "mathematics"),
        ("grade", "初三", "9"),
    ],
)
def test_a_word_of_a_form_finds_its_code(list_: str, word: str, code: str) -> None:
    assert code_of(list_, word) == code


@pytest.mark.parametrize("name", code_list_names())
def test_no_word_of_a_list_stands_for_two_codes(name: str) -> None:
    words = [comparable(w) for code, words in code_list(name).items() for w in {code, *words}]
    assert len({*words}) == len(
        {(w, c) for c, ws in code_list(name).items() for w in map(comparable, (c, *ws))}
    )


def test_the_posts_are_13_10_and_5() -> None:
    levels = list(code_list("post_level"))
    assert [sum(level.startswith(kind) for level in levels) for kind in "PM"] == [13, 10]
    assert [f"W{n}" in levels for n in range(1, 6)] == [True] * 5


def test_every_list_names_its_document() -> None:
    assert [found.id for found in code_lists() if not found.source.doc] == []
    assert {found.source.status for found in code_lists()} == {"unverified"}


@pytest.mark.parametrize(("code", "label"), [("1", "男"), ("2", "女"), ("7", "7")])
def test_the_first_word_is_the_label_and_an_unknown_code_is_its_own(code: str, label: str) -> None:
    assert code_label("sex", code) == label


def test_an_unknown_list_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'health'"):
        code_list("helth")


@pytest.mark.parametrize("codes", [{"1": ("是",), "0": ("是",)}, {"1": ()}, {"1": ("是", "0"), "0": ("否",)}])
def test_a_list_whose_words_are_not_clear_is_refused(codes: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"label|belongs"):
        CodeList("sample", plain("sample"), Validity(), SOURCE, codes)


def test_the_sexes_of_identity_numbers_have_codes() -> None:
    assert [code_of("sex", sex) for sex in Sex.__args__] == ["1", "2"]
