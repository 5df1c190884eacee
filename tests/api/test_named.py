"""Page by page no more persons are named to programs than one may take alone; for more there are releases."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.api.conftest import with_token

from xueheng.apps.flows.queries import approvals_of
from xueheng.apps.flows.services import decide
from xueheng.apps.intake.releasing import limits
from xueheng.apps.roster.models import Org, Person, Post, Spell, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(program, county):
    many = range(limits().persons + 1)
    people = Person.objects.bulk_create(Person(name=f"生{n}", number=f"G{n}", phone="138") for n in many)
    place = {"school": county.south, "klass": county.south_class, "valid_from": "2025-09-01"}
    Spell.objects.bulk_create(Spell(person=one, **place) for one in people)
    return program("head", county.south)


def test_a_list_names_pupils_and_nothing_else_of_them(head):
    [first, *_more] = head.get("pupils", limit=2).json()["items"]
    assert set(first["person"]) == {"id", "name"}


def test_no_more_than_one_may_take_alone_are_named_page_by_page(head):
    told = [head.get("pupils", limit=limits().persons - 1, offset=n).status_code for n in (0, 1)]
    assert (told, head.get("pupils", limit=1).status_code) == ([200, 409], 200)


def test_another_token_of_the_same_account_names_nobody_more(head, county):
    head.get("pupils", limit=limits().persons)
    account = get_user_model().objects.get(person__name=f"head@{county.south.code}")
    assert with_token(account).get("pupils", limit=1).status_code == 409


@pytest.mark.parametrize("path", ["pupils/{id}", "search?q=G7", "classes/{klass}/pupils"])
def test_other_ways_to_names_count_too(head, county, path):
    head.get("pupils", limit=limits().persons)
    filled = path.format(id=Person.objects.get(number="G7").pk, klass=county.south_class.code)
    assert head.get(filled).status_code in (403, 409)


def test_a_class_teacher_is_told_the_whole_own_class(head, program, county):
    own = program("class_teacher", county.south_class)
    told = [own.get(f"classes/{county.south_class.code}/pupils") for _n in range(2)]
    assert [len(one.json()) for one in told] == [limits().persons + 1] * 2


def test_on_the_next_day_it_begins_anew(head):
    head.get("pupils", limit=limits().persons)
    for row in Tally.objects.all():
        Tally.objects.filter(pk=row.pk).update(until=row.until - timedelta(days=1))
    assert head.get("pupils", limit=1).status_code == 200


def test_the_whole_roll_is_taken_once_a_second_person_agrees_and_only_once(head, county):
    refused = head.get("pupils/export").json()
    asked = head.post(f"releases/{refused['release']}/ask", {"reason": "交给体检机构，用完删除"}).json()
    assert (asked["state"], head.get("releases").json()["total"]) == ("waiting", 1)
    agree(county, refused["release"])
    told = [head.get("pupils/export") for _n in range(2)]
    assert [one.status_code for one in told] == [200, 409]
    assert told[0].json()[0]["person"]["number"].startswith("G")


def test_no_program_agrees_to_a_release(head, program, county):
    head.post(f"releases/{head.get('pupils/export').json()['release']}/ask", {"reason": "交给体检机构"})
    leader = program("leader", county.bureau)
    assert (leader.get("approvals").json(), leader.get("releases").json()["items"]) == ([], [])


def agree(county, number):
    [approval] = approvals_of("release", number)
    decide(approval.pk, agreed=True, actor=county.actor("leader", county.bureau), now=approval.asked_at)


def test_a_class_of_a_like_number_is_not_the_own_class(head, program, county):
    own = county.south_class
    other = Org(id=own.pk * 10, code="other", kind="class", name="x", parent=county.south, entered=2025)
    other.path = f"{county.south.path}{other.pk}/"
    other.save(force_insert=True)
    Spell.objects.update(klass=other)
    teacher = program("class_teacher", own)
    person = Person.objects.get(name__startswith="class_teacher@")
    Post.objects.create(person=person, org=other, role="teacher", valid_from="2020-01-01")
    assert teacher.get(f"classes/{other.code}/pupils").status_code == 409
