"""互核 and 催报: what shows only side by side, and who is told when."""

from datetime import UTC, date, datetime

import openpyxl
import pytest
from tests.apps.intake.campaigns.conftest import HEAD, NORTH, SOUTH
from tests.platform_home import NOW

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns import queries, services
from xueheng.apps.notices.queries import notices
from xueheng.apps.roster.models import Account, Person, Post, Spell

pytestmark = pytest.mark.django_db(transaction=True)
TWICE = SOUTH + "3143029902,城关初中,T001,王芳,女\n"
PUPILS = "学校标识码,学籍号,姓名,性别,出生日期,监护人1身份证件号\n"
WEEKEND, NIGHT = datetime(2026, 9, 19, 2, 0, tzinfo=UTC), datetime(2026, 9, 15, 11, 0, tzinfo=UTC)


def test_a_person_of_two_schools_is_named_row_by_row(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, TWICE)
    (one,) = queries.checks_of(collecting.clerk, collecting.campaign).twice
    assert one.number == "T001"
    assert [(c.school.name, c.name, c.row) for c in one.claims] == [
        ("城关一小", "王芳", 2),
        ("城关初中", "王芳", 3),
    ]


def test_a_teacher_of_two_schools_needs_a_reason(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, TWICE)
    services.accept_clean(collecting.campaign, actor=collecting.clerk, now=NOW)
    with pytest.raises(NotReady):
        collecting.freeze()
    assert collecting.freeze(doubles="走教").rows == 4


def test_a_pupil_of_two_schools_is_accepted_at_neither(collect):
    found = collect(table="students", title="学生")
    row = "{},G20260001,周小雨,女,2014-05-06,11010119800101123X\n"
    for school in (found.county.north, found.county.south):
        found.file(school, PUPILS + row.format(school.code))
    told = services.accept_clean(found.campaign, actor=found.clerk, now=NOW)
    assert not told.done
    assert queries.checks_of(found.clerk, found.campaign).is_of_pupils


@pytest.fixture
def known(county, collect):
    """A campaign whose north school was sent two teachers of the roster."""
    for number, name in (("T001", "王芳"), ("T002", "李强")):
        person = Person.objects.create(name=name, number=number, sex="2")
        Post.objects.create(person=person, org=county.north, role="teacher", valid_from=date(2020, 9, 1))
    return collect()


def test_what_was_sent_out_is_confirmed_changed_left_out_or_added(known):
    rows = "2143029901,城关一小,T001,王芳,男\n2143029901,城关一小,T009,新人,男\n"
    known.file(known.county.north, HEAD + rows)
    (told,) = queries.checks_of(known.clerk, known.campaign).balances
    assert (told.sent, told.confirmed, told.changed, told.left_out, told.added) == (
        2,
        0,
        ("王芳",),
        ("李强",),
        ("新人",),
    )


def test_known_rows_stand_in_locked_cells_of_the_schools_own_workbook(known):
    path = services.take_workbook(known.of(known.county.north), actor=known.clerk, now=NOW)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert sheet.protection.sheet
    assert cells["王芳"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert any("2143029901" in str(value) for value in cells)


def test_an_untouched_workbook_confirms_every_row(known):
    path = services.take_workbook(known.of(known.county.north), actor=known.clerk, now=NOW)
    known.file(known.county.north, path.read_bytes(), name="x.xlsx")
    (told,) = queries.checks_of(known.clerk, known.campaign).balances
    assert (told.sent, told.confirmed, told.added, told.strangers) == (2, 2, (), ())


def test_pupils_of_the_roster_are_known(county, collect):
    person = Person.objects.create(name="周小雨", number="G1", sex="2", born_on=date(2014, 5, 6))
    Spell.objects.create(
        person=person, school=county.north, klass=county.north_class, valid_from=date(2024, 9, 1)
    )
    found = collect(table="students", title="学生")
    assert found.of(county.north).known == 1
    assert found.of(county.south).known == 0


def test_the_rows_of_the_period_before_are_known(collect):
    found = collect(table="devices", title="设备", period="2025")
    found.file(found.county.north, "学校标识码,资产编号,名称\n2143029901,ZC1,电脑\n")
    services.accept_clean(found.campaign, actor=found.clerk, now=NOW)
    assert collect(table="devices", title="设备").of(found.county.north).known == 1


def test_figures_of_a_year_are_asked_anew_and_the_school_is_filled_in(collect):
    found = collect(table="school_resources", title="办学条件")
    path = services.take_workbook(found.of(found.county.north), actor=found.clerk, now=NOW)
    cells = [c.value for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for c in row]
    assert "城关一小" in cells
    assert "小学" in cells


def reminded(found, **more):
    return services.remind(found.campaign, actor=found.clerk, **{"now": NOW, **more})


def test_one_contact_of_each_school_is_told_once_a_day(county, collect):
    county.actor("head", county.north)
    dean = county.actor("dean", county.north)
    found = collect(asked=[county.north])
    assert reminded(found).done == ("城关一小",)
    assert [n.kind for a in Account.objects.all() for n in notices(a)] == ["reminder"]
    assert notices(Account.objects.get(pk=dean.account)).count() == 1
    assert reminded(found).passed == (("城关一小", "今天已经催过。"),)


@pytest.mark.parametrize("when", [WEEKEND, NIGHT])
def test_nobody_is_told_out_of_working_hours(collecting, when):
    with pytest.raises(NotReady, match="工作日"):
        reminded(collecting, now=when)


def test_who_has_handed_in_is_not_reminded(county, collect):
    county.actor("dean", county.north)
    found = collect(asked=[county.north])
    found.file(county.north, NORTH)
    assert not reminded(found).done


def test_a_school_whose_contact_has_no_account_is_to_be_called(collecting):
    assert all("请打电话" in why for _school, why in reminded(collecting).passed)
