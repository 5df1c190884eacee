"""A monitoring tells schools of the county and of groups of schools; of no single school."""

import csv
from random import Random

import pytest

from xueheng.apps.publish.projection import Around
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.packs.quality_monitoring.adapter import county_report
from xueheng.reports.pages.html import fragment


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Eight schools of twelve pupils: three in town, four in the country, one on an island."""
    path, random = tmp_path_factory.mktemp("sample") / "sample.csv", Random(3)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["school", "place", "mark", "weight"])
        for school, place in enumerate(["城区"] * 3 + ["乡村"] * 4 + ["海岛"]):
            writer.writerows([f"学校{school}", place, random.randint(40, 90), 5] for _ in range(12))
    return path


def shown(path, **said):
    declared = method("exam.estimate")
    given = [("value", "mark"), ("weight", "weight"), *said.items()]
    params = parse_params(declared.params, given, document={})
    return county_report(run_method(declared, {"sample": path}, params=params, answers={}), Around())


def test_a_group_of_one_school_is_left_out(sample):
    found = shown(sample, cluster="school", by="place")
    text = fragment(found.report, lang="zh")
    assert ("城区" in text, "乡村" in text, "海岛" in text) == (True, True, False)
    assert found.withheld == {"estimates": 1}


@pytest.mark.parametrize("said", [{"cluster": "school", "by": "school"}, {"by": "school"}, {"by": "place"}])
def test_no_school_stands_alone(sample, said):
    assert shown(sample, **said).report is None


def test_the_county_is_told_as_a_whole(sample):
    assert "学校0" not in fragment(shown(sample, cluster="school").report, lang="zh")
