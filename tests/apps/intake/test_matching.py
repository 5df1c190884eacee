"""Which persons rows are: taken where it is certain, asked where it is not."""

from datetime import date

import pytest
from tests.platform_home import NOW

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake import queries, services
from xueheng.apps.roster.models import Person, Spell

pytestmark = pytest.mark.django_db
HEADS = "全国学籍号,姓名,性别,出生日期,身份证件类型,身份证件号\n"
LIN = "G430299201301010017,林小满,男,2013-01-01,,\n"
NEW = "G430299201302020025,周子墨,女,2013-02-02,居民身份证,430299201302020028\n"


def pupil(school, name, number, born):
    person = Person.objects.create(name=name, number=number, born_on=born)
    Spell.objects.create(person=person, school=school, valid_from=date(2024, 9, 1))
    return person


@pytest.fixture
def lin(county):
    return pupil(county.south, "林小满", "G430299201301010017", date(2013, 1, 1))


def students(desk, rows):
    return desk.read(HEADS + rows, table="students", label="")


def test_a_number_with_its_name_is_certain(head, lin):
    upload = students(head, LIN + NEW)
    assert upload.counts["match"] == {"sure": 1, "asked": 0, "new": 1}
    assert queries.rows(head.actor, upload).total == 2


def test_a_number_under_another_name_is_asked(head, lin):
    upload = students(head, LIN.replace("林小满", "林大山"))
    (match,) = queries.matches(head.actor, upload)
    assert (match.name, match.candidates[0].person, match.candidates[0].name) == ("林大山", lin.pk, "林小满")


def test_a_number_that_stands_twice_is_not_certain(head, lin):
    upload = students(head, LIN + LIN.replace("2013-01-01", "2013-01-02"))
    assert upload.counts["match"]["sure"] == 0


def test_a_pupil_new_to_the_school_is_found_elsewhere_in_the_county(head, county):
    known = pupil(county.north, "周子墨", "G1", date(2013, 2, 2))
    (match,) = queries.matches(head.actor, students(head, NEW))
    assert match.candidates[0].person == known.pk


def test_of_another_schools_pupil_a_head_learns_no_name_and_no_school(head, county):
    pupil(county.north, "周子墨", "G1", date(2013, 2, 2))
    (match,) = queries.matches(head.actor, students(head, NEW))
    offered = match.candidates[0]
    assert (offered.name, offered.number, offered.school, offered.is_visible) == ("", "", "", False)


def test_an_undecided_row_keeps_a_file_out(clerk, county):
    pupil(county.north, "周子墨", "G1", date(2013, 2, 2))
    with pytest.raises(NotReady):
        clerk.commit(students(clerk, NEW))


def test_who_was_chosen_stands_in_the_dataset(clerk, county):
    known = pupil(county.north, "周子墨", "G1", date(2013, 2, 2))
    upload = students(clerk, NEW)
    (match,) = queries.matches(clerk.actor, upload)
    upload = services.choose_person(upload, row=match.row, person=known.pk, actor=clerk.actor, now=NOW)
    assert queries.rows_of(clerk.commit(upload))["person"].to_pylist() == [known.pk]


def test_nobody_is_chosen_who_was_not_offered(clerk, county, lin):
    pupil(county.north, "周子墨", "G1", date(2013, 2, 2))
    upload = students(clerk, NEW)
    (match,) = queries.matches(clerk.actor, upload)
    with pytest.raises(NotFound):
        services.choose_person(upload, row=match.row, person=lin.pk, actor=clerk.actor, now=NOW)


def test_marks_are_those_of_the_pupil_whose_number_stands_there(clerk, lin):
    upload = clerk.read("学籍号,姓名,语文\nG430299201301010017,林小满,88\n9,无此人,60\n")
    assert queries.rows_of(clerk.commit(upload))["person"].to_pylist() == [lin.pk, None]
