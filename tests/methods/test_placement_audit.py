"""placement.audit from files: a key class is to be explained, balanced classes are not."""

import random

import pytest


def table(key):
    """Four classes of 40 in two schools; in the first class of 甲校 marks are higher by `key`."""
    chance = random.Random(5)
    lines = ["school,class,score,sex"]
    for at in range(160):
        school, k = "甲乙"[at % 2] + "校", at // 2 % 2 + 1
        score = chance.gauss(60, 10) + (key if (school, k) == ("甲校", 1) else 0)
        lines.append(f"{school},{k}班,{score:.1f},{'男女'[at // 4 % 2]}")
    return lines


@pytest.fixture
def audit(run, write):
    def carried(lines, **params):
        given = {"balance": "score", "categories": "sex", "within": "school", "seed": "s"} | params
        return run("placement.audit", {"roster": write("roster.csv", "\n".join(lines))}, **given)

    return carried


@pytest.mark.parametrize("correction", ["holm", "benjamini_hochberg"])
def test_a_key_class_and_its_fellow_are_to_be_explained(audit, correction):
    figures = audit(table(12), correction=correction).outcome.figures
    assert figures["to_explain"] == ["甲校/1班", "甲校/2班"]
    assert figures["p_overall"] <= 0.001


def test_classes_dealt_by_chance_need_no_explaining(audit):
    figures = audit(table(0)).outcome.figures
    assert figures["to_explain"] == []
    assert figures["p_overall"] > 0.05


def test_the_order_of_the_file_does_not_matter(audit):
    head, *lines = table(5)
    mixed = random.Random(2).sample(lines, len(lines))
    assert audit([head, *lines]).outcome.tables["tests"] == audit([head, *mixed]).outcome.tables["tests"]


def test_too_few_permutations_for_so_many_tests_are_told(audit):
    assert [issue.code for issue in audit(table(0), permutations="99").issues] == ["PERMUTATIONS_FEW"]


def test_as_many_permutations_are_made_as_the_tests_need(audit):
    lines = [f"{line},{n % 13}" for n, line in enumerate(table(12))]
    done = audit([table(0)[0] + ",origin", *lines[1:]], categories="sex,origin")
    assert done.issues == ()
    assert done.outcome.figures["permutations"] == 200 * done.outcome.figures["tests"] - 1
    assert done.outcome.figures["to_explain"] == ["甲校/1班", "甲校/2班"]


def test_one_class_alone_is_refused(refusal, write):
    files = {"roster": write("roster.csv", "class,score\n1,3\n1,4\n")}
    assert refusal("placement.audit", files, balance="score") == ["ONE_CLASS"]
