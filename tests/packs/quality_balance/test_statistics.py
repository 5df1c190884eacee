"""教基镜像: schools and their figures against the roster on the day of the statistics."""

import pytest
from tests.packs.exports import Exports, pupil

from xueheng.apps.intake.mirroring.taking import FILE, take

pytestmark = pytest.mark.django_db
HEAD = "学校标识码,学校名称,学段,办学类型,城乡类型,班级数,学生数,其中男,其中女"
NORTH = "2143029901,城关一小,小学,小学,镇区,1,1,1,0"
SOUTH = "3143029902,城关初中,初中,初级中学,镇区,1,0,0,0"


@pytest.fixture
def statistics(county, write):
    pupil("林小满", "G001", county.north, county.north_class)
    return Exports(county, write, "schools", HEAD, "finance_officer")


def found(statistics, *lines):
    return statistics.mirror(statistics.upload(*lines, period="2026")).found


def test_figures_that_agree_with_the_roster_are_the_same(statistics):
    assert found(statistics, NORTH).counts["same"] == 1


def test_a_school_that_the_export_lacks_is_missing(statistics):
    assert [one.number for one in found(statistics, NORTH).missing] == ["3143029902"]


def test_a_figure_that_differs_is_to_be_settled(statistics):
    (one,) = found(statistics, NORTH.replace("镇区,1,1,1", "镇区,1,3,3")).contradicting
    assert [(c.column, c.ours, c.national) for c in one.changes] == [("pupils", "1", "3"), ("boys", "1", "3")]


def test_another_name_or_kind_is_told_and_the_national_one_holds(statistics):
    said = found(statistics, NORTH.replace("小学,小学,镇区", "小学,教学点,镇区"))
    assert [c.column for d in said.changed for c in d.changes] == ["kind"]


def test_a_school_unknown_here_is_new(statistics):
    other = SOUTH.replace("3143029902", "3143029977")
    said = found(statistics, NORTH, other.replace("城关初中", "新城初中"))
    assert [one.name for one in said.new] == ["新城初中"]


def test_a_school_of_ours_under_another_code_is_to_be_settled(statistics):
    said = found(statistics, NORTH, SOUTH.replace("3143029902", "3143029977"))
    assert [one.reason for one in said.contradicting] == ["other_number"]


def test_the_upload_file_has_the_missing_school_as_we_know_it(statistics):
    upload = statistics.upload(NORTH, period="2026")
    made = take(statistics.clerk, upload.pk, FILE, format="xlsx", now=statistics.now)
    (row,) = [dict(zip([h.zh for h in made.heads], row, strict=True)) for row in made.rows]
    assert (row["学校名称"], row["学段"], row["办学类型"]) == ("城关初中", "初中", "初级中学")
