"""Who reads what: a head its own school's page, a family what is for families, the bureau what waits."""

import pytest
from tests.platform_home import TODAY

from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.publish import queries
from xueheng.apps.publish.school_results import school_results
from xueheng.apps.roster.actor import NOBODY, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(press):
    return press.desk.county


@pytest.fixture
def pages(press):
    return press.published(press.balance(), "schools")


def head(places, school):
    return places.actor("head", school)


def test_a_head_reads_the_own_school_s_page(places, pages):
    own = head(places, places.north)
    assert queries.for_actor(own) == [pages]
    assert "城关一小" in queries.school_fragment(own, pages, places.north.code, "zh")


def test_a_head_never_reads_another_school_s_page(places, pages):
    own = head(places, places.south)
    for code in (places.north.code, "none", ""):
        with pytest.raises(NotFound):
            queries.school_fragment(own, pages, code, "zh")


def test_a_page_holds_no_other_school(places, pages):
    text = queries.school_fragment(head(places, places.north), pages, places.north.code, "zh")
    assert "第1小学" not in text


@pytest.mark.parametrize("role", ["class_teacher", "teacher", "administrator"])
def test_others_at_the_school_read_none(places, pages, role):
    actor = places.actor(role, places.north)
    with pytest.raises(NotFound):
        queries.publication(actor, pages.pk)


def test_nobody_reads_what_is_for_schools(pages):
    assert queries.for_actor(NOBODY) == []
    with pytest.raises(NotFound):
        queries.public(pages.pk)


def test_who_agrees_reads_beforehand_exactly_what_will_be_shown(press, places):
    waiting = press.ask(press.balance(), "schools")
    approver = press.desk.second
    before = queries.school_fragment(approver, waiting, places.north.code, "zh")
    assert queries.for_actor(head(places, places.north)) == []
    press.decide(waiting)
    assert queries.school_fragment(head(places, places.north), waiting, places.north.code, "zh") == before


def test_a_family_reads_what_is_for_families_of_the_child_s_county(press, places):
    from xueheng.apps.roster.models import Person, Spell

    child = Person.objects.create(name="小明")
    Spell.objects.create(person=child, school=places.north, valid_from=TODAY.replace(year=2024))
    parent = Actor("account:99", children=frozenset({child.pk}))
    press.published(press.balance(), "schools")
    shown = press.published(press.balance(), "families")
    assert [queries.for_actor(one) for one in (parent, Actor("account:98"))] == [[shown], []]
    assert "均衡" in queries.report_fragment(shown, "zh")


def test_results_of_a_school_are_what_was_published(press, places):
    assert school_results(head(places, places.north), places.north) == []
    shown = press.published(press.balance())
    [result] = school_results(head(places, places.north), places.north)
    assert result.publication == shown.pk
    assert {p.kind for p in result.points} <= {"strength", "gap"}


def test_results_of_another_school_are_not_for_this_head(press, places):
    press.published(press.balance())
    with pytest.raises(NotAllowed):
        school_results(head(places, places.south), places.north)
