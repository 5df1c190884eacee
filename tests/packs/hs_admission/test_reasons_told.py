"""Every reason is told in the words of a parent, with the values that decided and no code among them."""

import pytest

from xueheng.apps.publish.own import Own
from xueheng.methods.admission_match.told import CODES
from xueheng.packs.hs_admission.adapter import child_page
from xueheng.standards.words import catalogue

ROW = dict.fromkeys(("rule_id", "own_key", "cutoff_key", "differs", "needs"))
LAST = {"cutoff_key": "score_1=580; ticket=0b"}
WITH = {
    "BELOW_CUTOFF": LAST | {"own_key": "score_1=572; ticket=0a", "differs": "score_1"},
    "FULL_AT_YOUR_TURN": LAST | {"own_key": "score_1=580; ticket=0c", "differs": "ticket"},
    "BELOW_FLOOR": {"rule_id": "floor", "own_key": "score_1=500", "needs": "score_1>=520"},
    "NOT_ELIGIBLE": {"rule_id": "综评等第", "own_key": "C", "needs": "B"},
}  # fmt: skip
SAID = {
    "BELOW_CUTOFF": ("总分", "572", "580"),
    "FULL_AT_YOUR_TURN": ("随机号", "0c", "0b"),
    "BELOW_FLOOR": ("总分 500", "总分不低于 520"),
    "NOT_ELIGIBLE": ("综评等第", "C", "B"),
}


def told(*rows, place=None, batches=1):
    """What is said to a parent of these reasons."""
    tables = {
        "matches": [{"program": place, "group": "统招", "rank": 2}],
        "texts": [
            {"code": code, "text_zh": said.zh, "text_en": said.en}
            for code, said in catalogue("xueheng.methods.admission_match").items()
        ],
        "reasons": [
            ROW | {"rank": at, "batch": str(at % batches), "program": "甲高"} | row
            for at, row in enumerate(rows, 1)
        ],
    }
    return child_page(Own(None, {}, {"甲高": "甲县高级中学"}, lambda table, column, values: tables[table]))


@pytest.mark.parametrize("code", CODES)
def test_a_reason_says_what_decided_and_names_no_code(code):
    [said] = told({"code": code} | WITH.get(code, {})).reasons
    assert said.zh.startswith("第 1 志愿 甲县高级中学：")
    assert all(part in said.zh for part in SAID.get(code, ()))
    assert not any(sign in said.zh + said.en for sign in ("None", "{", "_", code))


def test_the_words_fit_a_school_without_an_exam_too():
    said = catalogue("xueheng.packs.hs_admission").values()
    assert not any(word in words.zh for words in said for word in ("考生", "考号", "高中", "中考"))


@pytest.mark.parametrize(
    ("place", "begins"), [("甲高", "录取到甲县高级中学（第 2 志愿"), (None, "这次没有录取")]
)
def test_the_conclusion_comes_first(place, begins):
    assert told({"code": "ADMITTED"}, place=place).conclusion.zh.startswith(begins)


def test_batches_are_named_where_there_are_several():
    said = told({"code": "ADMITTED"}, {"code": "ADMITTED"}, batches=2).reasons
    assert [words.zh.startswith("批次") for words in said] == [True, True]


def test_a_child_who_is_not_in_it_is_told_nothing():
    assert child_page(Own(None, {}, {}, lambda table, column, values: [])) is None
