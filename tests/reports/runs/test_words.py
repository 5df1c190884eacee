import re

import pytest

from xueheng.reports.runs.provenance import name_key
from xueheng.standards.words import catalogue

PACKAGES = ("xueheng.reports.runs", "xueheng.reports.runs.admission")
CODES = sorted(
    ((code, words) for name in PACKAGES for code, words in catalogue(name).items()), key=lambda p: p[0]
)


@pytest.mark.parametrize(("code", "words"), CODES, ids=[c for c, _ in CODES])
def test_both_languages_take_the_same_values(code, words):
    assert set(re.findall(r"{(\w+)}", words.zh)) == set(re.findall(r"{(\w+)}", words.en))


@pytest.mark.parametrize(("code", "words"), CODES, ids=[c for c, _ in CODES])
def test_english_words_hold_no_chinese(code, words):
    assert not re.search(r"[\u4e00-\u9fff]", words.en)


def test_numbers_in_names_are_ordered_as_numbers():
    names = ["10班", "9班", "一中", "2班"]
    assert sorted(names, key=name_key) == ["2班", "9班", "10班", "一中"]
