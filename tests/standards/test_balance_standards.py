from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest

from xueheng.standards.balance import balance_standard, known
from xueheng.standards.balance_items import Bound, balance_item, balance_items
from xueheng.standards.yaml_source import UnknownName

DATA = Path(__file__).parent / "data"
COLUMNS_2017 = (
    "teachers_above_degree",
    "backbone_teachers",
    "pe_art_teachers",
    "teaching_area_m2",
    "sports_area_m2",
    "equipment_yuan",
    "multimedia_rooms",
)
COLUMNS_2012 = (
    "teaching_area_m2",
    "sports_area_m2",
    "equipment_yuan",
    "computers",
    "books",
    "teachers",
    "teachers_above_degree",
    "teachers_mid_title",
)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def limits(name: str) -> dict[str, str]:
    return {row["rule"]: row["value"] for row in rows(name)}


def test_both_documents_are_known() -> None:
    assert known() == ("yzjh-2017", "basic-2012")


@pytest.mark.parametrize(("id_", "columns"), [("yzjh-2017", COLUMNS_2017), ("basic-2012", COLUMNS_2012)])
def test_an_indicator_is_named_by_its_amount_column(id_: str, columns: tuple[str, ...]) -> None:
    assert tuple(i.id for i in balance_standard(id_).indicators) == columns


@pytest.mark.parametrize(
    ("column", "row"), list(zip(COLUMNS_2017, rows("yzjh2017_resource7.csv"), strict=True)), ids=COLUMNS_2017
)
def test_a_threshold_of_2017_is_the_published_one(column: str, row: dict[str, str]) -> None:
    found = balance_standard("yzjh-2017").indicator(column)
    assert normalize("NFKC", found.label.zh) == row["indicator"]
    assert found.threshold == {"primary": Decimal(row["primary_min"]), "junior": Decimal(row["junior_min"])}
    assert found.per == (100 if row["denominator"] == "students/100" else 1)


@pytest.mark.parametrize(
    ("column", "row"), list(zip(COLUMNS_2012, rows("basic2012_resource8.csv"), strict=True)), ids=COLUMNS_2012
)
def test_an_indicator_of_2012_has_its_name_and_no_threshold(column: str, row: dict[str, str]) -> None:
    found = balance_standard("basic-2012").indicator(column)
    assert (normalize("NFKC", found.label.zh), dict(found.threshold)) == (row["indicator"], {})


def test_the_limits_of_2017_are_the_published_ones() -> None:
    standard, published = balance_standard("yzjh-2017"), limits("yzjh2017_limits.csv")
    assert standard.coefficient is not None
    assert standard.coefficient.of("primary") == Decimal(published["cv_limit_primary_each_indicator"])
    assert standard.coefficient.of("junior") == Decimal(published["cv_limit_junior_each_indicator"])
    assert standard.composite is None


def test_the_school_rule_of_2017_is_the_published_one() -> None:
    rule, published = balance_standard("yzjh-2017").school_rule, limits("yzjh2017_limits.csv")
    assert rule is not None
    assert rule.at_threshold == int(published["school_indicators_to_meet_min"])
    assert rule.rest_share == Decimal(published["remaining_indicator_min_share_of_threshold"])


def test_2012_limits_the_composite_only() -> None:
    standard, published = balance_standard("basic-2012"), limits("basic2012_limits.csv")
    assert standard.composite is not None
    assert standard.composite.of("primary") == Decimal(published["composite_cv_limit_primary"])
    assert standard.composite.of("junior") == Decimal(published["composite_cv_limit_junior"])
    assert (standard.coefficient, standard.school_rule) == (None, None)


def test_a_twelve_year_school_is_split_as_published() -> None:
    split = next(s for s in balance_standard("basic-2012").splits if s.id == "primary_junior_senior")
    published = limits("basic2012_limits.csv")["split_primary:junior:senior (十二年一贯)"]
    assert ":".join(map(str, split.ratio.values())) == published
    assert len(split.indicators) == 5


@pytest.mark.parametrize(
    ("setting", "default", "other"),
    [("degree_primary", "college", "bachelor"), ("private_schools", "included", "excluded")],
)
def test_where_documents_differ_the_bureau_may_choose(setting: str, default: str, other: str) -> None:
    found = balance_standard("yzjh-2017").setting(setting)
    assert (found.option().id, found.option(other).id) == (default, other)
    assert found.option().source != found.option(other).source


def test_an_unknown_standard_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'yzjh-2017'"):
        balance_standard("yzjh-2018")


@pytest.mark.parametrize(("part", "n"), [("guarantee", 15), ("quality", 9)])
def test_the_other_items_are_numbered_through(part: str, n: int) -> None:
    items = balance_items(part)
    assert [i.number for i in items] == list(range(1, n + 1))


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("junior_retention", "consolidation_junior_3y_min"),
        ("disabled_enrolment", "disabled_enrolment_min"),
        ("satisfaction", "satisfaction_min"),
    ],
)
def test_a_share_asked_of_a_county_is_the_published_one(item: str, rule: str) -> None:
    assert balance_item(item).limits["share"].at_least == Decimal(limits("yzjh2017_limits.csv")[rule])


@pytest.mark.parametrize(
    ("bound", "value", "allowed"),
    [
        (Bound(at_least=Decimal("0.95")), "0.95", True),
        (Bound(at_least=Decimal("0.95")), "0.9499", False),
        (Bound(at_most=Decimal(45)), "46", False),
        (Bound(below=Decimal("0.15")), "0.15", False),
    ],
)
def test_a_bound_is_exact_at_its_edge(bound: Bound, value: str, allowed: bool) -> None:
    assert bound.allows(Decimal(value)) is allowed
