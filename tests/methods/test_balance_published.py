"""Published county figures; sources: README.md beside each golden table."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
BASIC = [
    "teaching_area_m2",
    "sports_area_m2",
    "equipment_yuan",
    "computers",
    "books",
    "teachers",
    "teachers_above_degree",
    "teachers_mid_title",
]
HIGH = [
    "teachers_above_degree",
    "backbone_teachers",
    "pe_art_teachers",
    "teaching_area_m2",
    "sports_area_m2",
    "equipment_yuan",
    "multimedia_rooms",
]


def table(path):
    with (GOLDEN / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CHONGQING = [r for r in table("cv8_chongqing_2013/county_cv.csv") if r["row"] == "cv"]
PUBLISHED = {(r["county"], r["level"]): Decimal(r["composite_published"]) for r in CHONGQING}


@pytest.fixture(scope="module")
def worked(write, run):
    lines = [
        f"{r['school']},小学,{r['enrolment']},{r['books']}"
        for r in table("cv_worked_example_2012/schools.csv")
    ]
    path = write("schools.csv", "\n".join(["学校,学段,在校生数,图书册数", *lines]))
    return run("balance.standard", {"schools": path}, standard="basic-2012")


@pytest.fixture(scope="module")
def chongqing(write, run):
    lines = [
        f"{r['county']},{r['level']},{name},{value}"
        for r in CHONGQING
        for name, value in zip(BASIC, list(r.values())[3:11], strict=True)
    ]
    path = write("cv.csv", "\n".join(["县区,学段,指标,差异系数", *lines]))
    return run("balance.standard", {"coefficients": path}, standard="basic-2012")


@pytest.fixture(scope="module")
def ningguo(write, run):
    lines = [
        f"{r['level']},{name},{value}"
        for r in table("cv7_ningguo_2022/county_cv.csv")
        for name, value in zip(HIGH, list(r.values())[1:], strict=True)
    ]
    path = write("cv.csv", "\n".join(["level,indicator,cv", *lines]))
    return run("balance.standard", {"coefficients": path}, standard="yzjh-2017")


def test_the_coefficient_of_the_worked_example_is_that_of_the_page(worked, row):
    found = row(worked, "coefficients", indicator="books")
    assert found["cv"] == pytest.approx(0.515, abs=5e-4)
    assert (round(found["mean"], 2), found["n"], found["limit"], found["met"]) == (6.33, 5, None, None)


def test_one_indicator_of_eight_is_never_a_verdict(worked, row):
    assert row(worked, "composite", level="primary")["met"] is None
    assert worked.outcome.figures["passes"] is None


def test_the_table_of_2013_has_nine_rows():
    assert len(PUBLISHED) == 9


@pytest.mark.parametrize(("county", "level"), PUBLISHED, ids=lambda v: v)
def test_the_composite_is_as_published(chongqing, row, county, level):
    found = row(chongqing, "composite", county=county, level={"小学": "primary", "初中": "junior"}[level])
    assert found["value"] == pytest.approx(float(PUBLISHED[county, level]), abs=1e-3)
    assert found["met"] is (
        PUBLISHED[county, level] <= (Decimal("0.65") if level == "小学" else Decimal("0.55"))
    )


def test_every_county_of_2013_is_basically_balanced(chongqing, rows):
    assert chongqing.outcome.figures["passes"] is True
    assert chongqing.outcome.tables["composite"].column_names[0] == "county"
    assert all(v["passes"] for v in rows(chongqing, "verdicts"))


@pytest.mark.parametrize("level", ["primary", "junior"])
def test_the_county_of_2022_meets_one_limit_of_seven_at_each_level(ningguo, row, rows, level):
    assert row(ningguo, "verdicts", level=level)["met_count"] == 1
    assert row(ningguo, "verdicts", level=level)["passes"] is False
    assert [r["indicator"] for r in rows(ningguo, "coefficients", level=level, met=True)] == [
        "equipment_yuan"
    ]


def test_the_county_of_2022_does_not_pass(ningguo):
    figures = ningguo.outcome.figures
    assert figures == {"passes": False, "coefficients_met": 2, "coefficients_judged": 14}
