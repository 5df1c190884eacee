"""Censuses: who was where on a day."""

from __future__ import annotations

from datetime import date
from time import process_time
from typing import Any

import pytest
from tests.apps.roster.conftest import SINCE, SYSTEM, Life
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.roster import queries, services
from xueheng.apps.roster.services import GuardianRow, OrgRow, PersonRow, SpellRow

pytestmark = pytest.mark.django_db

BEFORE = date(2026, 8, 31)


def named(life: Life, **more: Any) -> list[str]:
    return queries.census(life.places.county, **({"on": TODAY} | more))["name"].to_pylist()


def test_a_census_holds_every_pupil_once(life: Life) -> None:
    assert sorted(named(life)) == sorted(["林小安", "王小博", "陈小彩", "赵小丹"])


def test_a_census_of_a_day_before_anyone_came_is_empty_but_has_its_columns(life: Life) -> None:
    table = queries.census(life.places.county, on=BEFORE)
    assert table.num_rows == 0
    assert "left_behind" in table.column_names


def test_a_row_says_where_the_pupil_is_and_what_is_known(life: Life) -> None:
    row = queries.census(life.places.north, on=TODAY).to_pylist()[1]
    assert row | {
        "number": "G2", "sex": "1", "school_code": "2143029901", "school": "城关一小", "stage": "primary",
        "grade": 3, "class": "三年级（1）班", "class_code": "2143029901-2024-1", "status": "enrolled",
        "boarder": True, "left_behind": True, "orphan": False,
    } == row  # fmt: skip


def test_a_pupil_without_a_class_keeps_the_grade_of_the_spell(life: Life) -> None:
    rows = {row["name"]: row for row in queries.census(life.places.south, on=TODAY).to_pylist()}
    assert (rows["赵小丹"]["grade"], rows["赵小丹"]["class"]) == (8, "")


def test_the_census_of_a_class_holds_its_pupils(life: Life) -> None:
    assert queries.census(life.places.south_class, on=TODAY)["name"].to_pylist() == ["陈小彩"]


def test_a_census_by_an_actor_stops_at_what_it_sees(life: Life) -> None:
    assert named(life, actor=life.places.actor("head", life.places.north)) == ["林小安", "王小博"]
    assert named(life, actor=life.places.actor("leader", life.places.county)) == []


def test_a_past_day_stays_as_it_was_after_a_transfer(life: Life) -> None:
    before = queries.census(life.places.county, on=TODAY)
    services.transfer(life.an, life.places.south, on=date(2026, 10, 8), actor=SYSTEM, now=NOW)
    assert queries.census(life.places.county, on=TODAY).equals(before)
    assert "林小安" in queries.census(life.places.south, on=date(2026, 10, 8))["name"].to_pylist()


def test_counts_tell_boys_and_girls_by_class(life: Life) -> None:
    counts = queries.census_counts(life.clerk(), life.places.county, on=TODAY)
    assert [(c.school.name, c.klass and c.klass.number, c.grade, c.boys, c.girls) for c in counts] == [
        ("城关一小", "1", 3, 2, 0),
        ("城关初中", None, 8, 0, 1),
        ("城关初中", "1", 8, 0, 1),
    ]


def test_a_class_of_boys_and_girls_is_one_class(life: Life) -> None:
    life.an.sex = "2"
    life.an.save()
    counts = queries.census_counts(life.clerk(), life.places.north, on=TODAY)
    assert [(c.boys, c.girls, c.classes) for c in counts] == [(1, 1, 1)]


def test_counts_add_up_by_grade_and_by_school(life: Life) -> None:
    counts = queries.census_counts(life.clerk(), life.places.county, on=TODAY)
    assert [(c.grade, c.pupils, c.classes) for c in queries.by_grade(counts)] == [(3, 2, 1), (8, 2, 1)]
    assert [(c.school.name, c.pupils) for c in queries.by_school(counts)] == [
        ("城关一小", 2),
        ("城关初中", 2),
    ]


def test_who_is_suspended_takes_no_seat(life: Life) -> None:
    place = life.places
    services.transfer(
        life.an, place.north, klass=place.north_class, on=TODAY, status="suspended", actor=SYSTEM, now=NOW
    )
    assert [s.pupils for s in queries.class_sizes(life.clerk(), place.north, on=TODAY)] == [1]
    assert queries.census(place.north, on=TODAY).num_rows == 2


@pytest.mark.parametrize(
    ("pupils", "band"),
    [(0, None), (35, None), (36, "normal"), (46, "large"), (56, "oversize"), (66, "extreme")],
)
def test_a_class_falls_in_the_band_of_its_size(county: County, pupils: int, band: str | None) -> None:
    made = services.add_persons([PersonRow(str(n)) for n in range(pupils)], actor=SYSTEM, now=NOW)
    rows = [SpellRow(p.pk, county.north.code, SINCE, county.north_class.code) for p in made]
    services.enrol(rows, actor=SYSTEM, now=NOW)
    size = queries.class_sizes(SYSTEM, county.north, on=TODAY)[0]
    assert (size.school.pk, size.grade, size.pupils, size.band) == (county.north.pk, 3, pupils, band)


def loaded(county: County, n: int) -> None:
    """A county's pupils in classes of forty-five, each with two guardians."""
    top = county.north.code
    classes = [
        OrgRow(f"k{i}", "class", f"{i}", top, stage="primary", entered=2021 + i % 6, number=str(i // 6 + 1))
        for i in range(n // 45 + 1)
    ]
    services.load_orgs(classes, actor=SYSTEM, now=NOW)
    facts = {"attendance": "1", "left_behind": "0", "ethnic_group": "01"}
    rows = [
        PersonRow(f"学生{i}", f"G{i:09}", str(1 + i % 2), date(2016, 1, 1), facts=facts) for i in range(n)
    ]
    pupils = services.load_persons(rows, actor=SYSTEM, now=NOW)
    parents = services.load_persons([PersonRow(f"家长{i}") for i in range(n)], actor=SYSTEM, now=NOW)
    spells = [SpellRow(p.pk, top, SINCE, f"k{i // 45}") for i, p in enumerate(pupils)]
    services.load_spells(spells, actor=SYSTEM, now=NOW)
    ties = [GuardianRow(p.pk, g.pk, "51") for p, g in zip(pupils, parents, strict=True)]
    services.load_guardians(ties, actor=SYSTEM, now=NOW)


def test_thirty_thousand_pupils_are_loaded_and_counted_in_time(
    county: County, django_assert_max_num_queries: Any
) -> None:
    begun = process_time()
    loaded(county, 30_000)
    stored = process_time()
    with django_assert_max_num_queries(2):
        table = queries.census(county.county, on=TODAY)
    done = process_time()
    assert table.num_rows == 30_000
    assert (stored - begun < 10, done - stored < 2) == (True, True)
