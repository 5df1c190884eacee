"""Value added is an interval for the school itself; the county stands in bands."""

import csv
from random import Random

import pytest

from xueheng.apps.publish.projection import Around
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.packs.value_added.adapter import growth_pages, school_pages, school_points
from xueheng.reports.pages.html import fragment


def fitted(method_name, path):
    declared = method(method_name)
    said = [("outcome", "after"), ("prior", "before"), ("school", "school")]
    params = parse_params(declared.params, said, document={})
    return run_method(declared, {"scores": path}, params=params, answers={})


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    """Six schools, the last of eight pupils, the third the smallest of the others; the first adds much."""
    path = tmp_path_factory.mktemp("scores") / "scores.csv"
    random = Random(5)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "school", "before", "after"])
        for s, (size, gain) in enumerate([(80, 9), (80, 0), (60, 1), (80, -1), (80, -8), (8, 0)]):
            for i in range(size):
                base = random.gauss(60, 12)
                writer.writerow([f"{s}{i:04}", f"高中{s}", base, 20 + 0.7 * base + gain + random.gauss(0, 5)])
    return path


@pytest.fixture(scope="module")
def added(scores):
    return fitted("exam.value_added", scores)


def test_each_school_reads_its_own_and_the_county_in_bands(added):
    pages = school_pages(added, Around()).pages
    text = fragment(pages["高中0"], lang="zh")
    assert "高中1" not in text
    assert "全县情况（分段，不排名）" in text


def test_a_small_school_and_the_one_that_covers_it_have_no_figures(added):
    projection = school_pages(added, Around())
    assert "人数太少" in fragment(projection.pages["高中5"], lang="zh")
    assert projection.withheld == {"effects": 2}
    assert len(projection.pages) == 5


@pytest.mark.parametrize(("school", "kind"), [("高中0", "strength"), ("高中4", "gap")])
def test_a_clear_difference_is_said_with_its_interval(added, school, kind):
    [point] = school_points(added, frozenset({school}))
    assert point.kind == kind
    assert "95% 区间" in point.words.zh


def test_nothing_is_said_of_few_pupils(added):
    assert school_points(added, frozenset({"高中5"})) == ()


def test_growth_is_shown_to_each_school_alone(scores):
    projection = growth_pages(fitted("exam.growth", scores), Around())
    text = fragment(projection.pages["高中0"], lang="zh")
    assert ("高中1" in text, "成长高于全体" in text or "高于全体" in text) == (False, True)
    assert "人数太少" in fragment(projection.pages["高中5"], lang="zh")
