"""Placement reports: beside the S-shape, classes to explain in plain words, no pupil named."""

import random

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.of_run import compose


@pytest.fixture(scope="module")
def report(write):
    """The report of a method on a roster of two classes, the second of which is far ahead."""
    chance = random.Random(4)
    lines = ["id,class,score,sex"]
    lines += [
        f"学生{n},{n % 2 + 1},{chance.gauss(60, 9) + n % 2 * 15:.0f},{'男女'[n % 3 // 2]}" for n in range(80)
    ]
    roster = write("roster.csv", "\n".join(lines))

    def composed(name, **texts):
        declared = method(name)
        params = parse_params(declared.params, list(texts.items()), document={})
        return compose(run_method(declared, {"roster": roster}, params=params, answers={}))

    return composed


def test_the_s_shape_stands_beside_every_column(report):
    found = report("placement.classes", classes="4", balance="score", categories="sex", seed="s")
    table = found.sections[1].blocks[0]
    assert [row[0].zh for row in table.rows] == [
        "score",
        "score",
        "sex",
        "score：最高一成",
        "score：最低一成",
    ]
    assert all(None not in row for row in table.rows)


def test_no_pupil_is_named_in_a_report(report):
    found = report("placement.classes", classes="4", balance="score", seed="s")
    assert "学生" + "1" not in str(found.sections)


def test_a_class_to_explain_is_told_in_plain_words_and_the_report_is_not_for_publication(report):
    found = report("placement.audit", balance="score", categories="sex", seed="s")
    note = found.sections[0].blocks[1]
    assert [item.zh.split("平均")[0] for item in note.items] == ["1（40 人）的“score”", "2（40 人）的“score”"]
    assert "不得公布" in found.stamp.zh


def test_every_class_to_explain_has_one_row_with_space_for_the_answer(report):
    answers = report("placement.audit", balance="score", categories="sex", seed="s").sections[0].blocks[2]
    assert [(name, of.zh, line.zh.strip("＿")) for name, of, line, _ in answers.rows] == [
        ("1", "score", ""),
        ("2", "score", ""),
    ]
