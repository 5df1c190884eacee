"""体质镜像: who on the roll was not measured, and whom the national system has in another class."""

import pytest
from tests.packs.exports import NORTH, Exports, pupil

from xueheng.apps.intake.mirroring.taking import FILE, take

pytestmark = pytest.mark.django_db
HEAD = "学校标识码,学校,年级,班级,全国学籍号,姓名,性别,身高(cm),肺活量,50米跑,总分,等级"


def line(number, name, *, place="三年级,1班", height="132.5"):
    return f"{NORTH},{place},{number},{name},男,{height},1800,10.2,82,良好"


@pytest.fixture
def fitness(county, write):
    pupil("林小满", "G001", county.north, county.north_class)
    pupil("=1+1", "G002", county.north, county.north_class)
    return Exports(county, write, "fitness", HEAD)


def test_who_was_not_measured_is_missing(fitness):
    found = fitness.mirror(fitness.commit(line("G001", "林小满"), period="2026")).found
    assert [one.number for one in found.missing] == ["G002"]
    assert found.counts["same"] == 1


def test_who_is_not_on_the_roll_is_to_be_settled(fitness):
    found = fitness.mirror(fitness.upload(line("G009", "外人"), period="2026")).found
    assert [one.reason for one in found.contradicting] == ["not_on_roll"]


def test_a_mark_that_differs_from_our_own_list_of_the_year_is_to_be_settled(fitness):
    fitness.commit(line("G001", "林小满"), period="2026")
    found = fitness.mirror(fitness.upload(line("G001", "林小满", height="150"), period="2026")).found
    assert [(one.reason, one.changes[0].column) for one in found.contradicting] == [("differs", "height_cm")]


def test_a_mark_of_another_year_is_no_difference(fitness):
    fitness.commit(line("G001", "林小满"), period="2025")
    found = fitness.mirror(fitness.upload(line("G001", "林小满", height="150"), period="2026")).found
    assert found.counts["same"] == 1


def test_the_upload_file_has_codes_and_our_grade_and_class(fitness):
    upload = fitness.upload(line("G001", "林小满", place="五年级,2班"), period="2026")
    made = take(fitness.clerk, upload.pk, FILE, format="xlsx", now=fitness.now)
    rows = [dict(zip([h.zh for h in made.heads], row, strict=True)) for row in made.rows]
    assert [(r["姓名"], r["年级"], r["班级编号"], r["性别"], r["身高"]) for r in rows] == [
        ("林小满", "三年级", "1", "1", "132.5"),
        ("=1+1", "三年级", "1", "1", ""),
    ]
