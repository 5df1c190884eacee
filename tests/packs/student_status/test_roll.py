"""学生名册: who came and who left this term, what a spell is called, how an export is read."""

from datetime import date

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.packs import packs
from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.models import Guardian, Person, Spell
from xueheng.apps.roster.roles import roles
from xueheng.packs.student_status.roll import Asked, guardians, stays, term_began, term_of
from xueheng.packs.student_status.roll_export import taken_out
from xueheng.standards.mirrors import national_system
from xueheng.tables.mirrors.reading import class_number, grade_said


@pytest.fixture
def enrol(county):
    """A pupil of the northern class from a day on."""

    def enrolled(name, since, until=None, **more):
        person = Person.objects.create(name=name)
        place = {"school": county.north, "klass": county.north_class}
        return Spell.objects.create(person=person, valid_from=since, valid_to=until, **place, **more)

    return enrolled


@pytest.mark.django_db
def test_who_came_and_left_since_the_term_began_is_named(county, enrol):
    enrol("一直在", date(2025, 9, 1))
    enrol("新来", date(2026, 9, 8))
    enrol("走了", date(2025, 9, 1), date(2026, 9, 9))
    enrol("早走", date(2024, 9, 1), date(2026, 1, 9))
    term = term_of(county.actor("class_teacher", county.north_class), county.north_class, on=TODAY)
    names = [[line.person.name for line in part] for part in (term.pupils, term.came, term.left)]
    assert [sorted(part) for part in names] == [["一直在", "新来"], ["新来"], ["走了"]]


@pytest.mark.django_db
def test_another_class_is_not_found(county):
    with pytest.raises(NotFound):
        term_of(county.actor("class_teacher", county.north_class), county.south_class, on=TODAY)


@pytest.mark.django_db
def test_guardians_are_named_to_who_works_there_or_keeps_the_roll(county, alike):
    one, other = alike
    child, person = (Person.objects.create(name=name) for name in ("孩子", "父亲"))
    Spell.objects.create(person=child, school=one, valid_from=TODAY)
    Guardian.objects.create(child=child, guardian=person)
    elsewhere = Grant("dean", other.pk, other.path, frozenset({"pupils.see"}))
    mother = Actor("account:9", grants=(elsewhere,), children=frozenset({child.pk}))
    actors = [county.actor("dean", one), county.actor("exam_officer", county.county), mother]
    assert [len(guardians(actor, child, on=TODAY)) for actor in actors] == [1, 0, 0]


@pytest.mark.django_db
def test_the_roll_is_taken_by_who_sees_pupils_alone(county):
    with pytest.raises(NotAllowed):
        taken_out(county.actor("leader", county.county), Asked(), on=TODAY, now=NOW)


@pytest.mark.django_db
def test_a_past_class_is_called_as_it_was_then(enrol):
    spell = enrol("林小满", date(2024, 9, 1), date(2025, 1, 1), exit_kind="transferred")
    [stay] = stays([spell], on=TODAY)
    assert (stay.place.zh, stay.why.zh) == ("一年级（1）班", "转出")


@pytest.mark.parametrize(
    ("day", "began"),
    [((2026, 9, 1), (2026, 9, 1)), ((2027, 1, 20), (2026, 9, 1)), ((2027, 3, 1), (2027, 3, 1))],
)
def test_a_term_begins_in_september_or_in_march(day, began):
    assert term_began(date(*day)) == date(*began)


@pytest.mark.parametrize("text", ["七年级1班", "2401班", "01", "一班", "七（1）班", "2024级1班", "１班"])
def test_a_class_is_one_however_it_is_written(text):
    assert class_number(text) == "1"


@pytest.mark.parametrize(
    ("word", "state"), [("已转出", "transferred"), ("在 读", "enrolled"), ("", ""), ("其他", None)]
)
def test_a_word_for_a_state_is_understood_or_asked_about(word, state):
    assert national_system("students").state_of(word) == state


def test_a_grade_follows_from_the_month_of_entry():
    assert grade_said(None, "junior", "2024-09", on=TODAY) == 9


def test_every_job_of_the_pack_is_somebody_s_and_leads_somewhere():
    [pack] = [p for p in packs() if p.name == "student_status"]
    assert {job.role for job in pack.jobs} <= set(roles())
    assert all(job.address.startswith("/") for job in pack.jobs)
