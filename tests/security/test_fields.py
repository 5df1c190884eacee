"""Attack 3: fields that are more sensitive than the person they belong to, asked for wherever it is shown."""

from __future__ import annotations

import pytest
from tests.security.asked import PEOPLE, READING, about
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import queries
from tests.web.matrix_world import TOP, A

from xueheng.apps.roster.models import Person, Post

pytestmark = pytest.mark.django_db
ID, PHONE, PLACE = "430299201301059990", "13987650001", "隐秘村七组"
TOLD = (ID, PHONE, PLACE, "双亲外出", "隐秘残疾")
FACTS = {"residence": PLACE, "left_behind": "2", "single_child": "1", "disability": "隐秘残疾"}
NEAR = {
    "section_clerk",
    "exam_officer",
    "aid_officer",
    "head",
    "dean",
    "central_school_head",
    "class_teacher",
    "parent",
}
ABOUT_PUPILS = (
    "people:pupil",
    "people:pupils",
    "people:klass",
    "people:school",
    "desk:search",
    "family:child",
)
ABOUT_PUPILS += ("family:class_phone", "data:dataset", "people:mirror", "privacy:entry", "privacy:paper")


@pytest.mark.parametrize("name", [n for n in ABOUT_PUPILS if n in READING])
@pytest.mark.parametrize(("role", "place"), [who for who in PEOPLE if who[0] not in NEAR][::2])
def test_a_field_of_a_pupil_is_told_only_to_who_works_with_it(world, browser, role, place, name):
    side, client = world.sides[A], browser(role, place)
    for person in Person.objects.filter(pk__in=(side.things["pupil"], side.things["child"])):
        person.id_kind, person.id_number, person.phone, person.facts = "1", ID, PHONE, FACTS
        person.save()
    asked = [f"{at}{query}" for at in about(name, world)[:1] for query in [*queries(name, side)][:3]]
    assert [(at, said) for at in asked for said in TOLD if said in sent(client, "GET", at).told] == []


@pytest.mark.parametrize("name", [n for n in READING if n not in ("people:pupil", "family:child")])
def test_a_paper_number_is_on_no_list_whoever_asks(world, browser, name):
    Person.objects.filter(pk=world.sides[A].things["pupil"]).update(id_number=ID)
    assert ID not in sent(browser("section_clerk", TOP), "GET", about(name, world)[0]).told


@pytest.mark.parametrize("name", ["data:campaign", "data:campaign_school", "data:campaign_export"])
@pytest.mark.parametrize("role", ["leader", "approver", "researcher", "finance_officer", "inspector", "head"])
def test_whom_to_call_is_told_to_who_sees_the_staff(world, browser, name, role):
    side, client = world.sides[A], browser(role, A if role == "head" else TOP)
    Person.objects.filter(pk__in=Post.objects.filter(org=side.org).values("person")).update(name="师某")
    pages = [sent(client, "GET", at) for at in about(name, world)]
    assert {(page.status_code, "师某" in page.told) for page in pages} == {(200, role == "head")}
