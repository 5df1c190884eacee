"""The same seed gives the same county; it is as large as its size says."""

import subprocess
import sys
from datetime import date

import pytest

from xueheng.sample.accounts import owners
from xueheng.sample.county import digest, generate
from xueheng.sample.plan import units

PINNED = "9ecc9e97f472e564da30e7354d986281921f6f95d21c73c278f3aca69338cb7a"
SAID = "from xueheng.sample.county import digest, generate; print(digest(generate('small', seed='test')))"
DAY = date(2026, 9, 15)


def test_two_calls_give_the_same_tables():
    assert digest(generate("small", seed="test")) == digest(generate("small", seed="test"))


def test_another_seed_gives_other_tables():
    assert digest(generate("small", seed="test")) != digest(generate("small", seed="other"))


def test_the_small_county_is_what_it_was():
    assert digest(generate("small", seed="test")) == PINNED


@pytest.mark.parametrize("hashing", ["0", "1"])
def test_the_order_of_hashes_does_not_matter(hashing):
    called = [sys.executable, "-c", SAID]
    found = subprocess.run(
        called, env={"PYTHONHASHSEED": hashing}, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == PINNED


def test_a_small_county_has_about_400_pupils(small):
    assert 350 <= small.roll.spells.on(DAY).sum() <= 450


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_county_has_30000_pupils_each_year(whole, year):
    assert 29_000 <= whole.roll.spells.on(date(year, 9, 15)).sum() <= 31_000


def test_a_county_has_2500_teachers_and_every_class_one_of_its_own(whole):
    assert 2_300 <= len(whole.staff.school) <= 2_700
    assert len({klass for _teacher, klass in whole.staff.class_teachers}) == 720


def test_a_county_has_schools_of_all_kinds(whole):
    kinds = {school.kind for school in whole.unit.schools}
    assert kinds >= {
        "kindergarten",
        "teaching_point",
        "nine_year_school",
        "vocational_school",
        "special_school",
    }
    assert any(school.ownership == "private" for school in whole.unit.schools)


def test_a_city_is_three_counties_and_its_own_schools():
    found = units("city")
    assert [unit.is_city for unit in found] == [True, False, False, False]
    assert len({school.code for unit in found for school in unit.schools}) == 4 + 3 * 46


def test_a_city_has_a_leader_and_a_clerk_of_its_own():
    assert [owner.username for owner in owners(generate("city", seed="test")[0])] == ["city", "city-clerk"]


def test_nobody_is_at_two_schools_on_one_day(whole):
    live = whole.roll.spells.person[whole.roll.spells.on(DAY)]
    assert len(live) == len(set(live.tolist()))


def test_every_pupil_of_now_has_a_guardian(whole):
    live = set(whole.roll.spells.person[whole.roll.spells.on(DAY)].tolist())
    assert live == set(whole.families.child.tolist())


def test_marks_belong_to_pupils_of_the_roll(whole):
    known = set(whole.persons["number"].to_pylist())
    assert all(set(whole.tables[exam.id]["id"].to_pylist()) <= known for exam in whole.exams)


@pytest.mark.parametrize("kind", ["complete_school", "junior_school", "senior_school", "primary_school"])
def test_who_leads_a_school_is_no_class_teacher(whole, kind):
    held = whole.tables["posts"].to_pylist()
    codes = {school.code for school in whole.unit.schools if school.kind == kind}
    heads = {p["person"] for p in held if p["role"] == "head" and p["org"] in codes}
    assert heads.isdisjoint(p["person"] for p in held if p["role"] == "class_teacher")
