"""Attack 3: fields that are more sensitive than the person they belong to, asked for wherever it is shown."""

from __future__ import annotations

from typing import Any

import pytest
from tests.security.asked import PEOPLE, READING, about
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import queries
from tests.web.matrix_world import TOP, A

from xueheng.apps.roster.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("security")]
FIELDS: dict[str, dict[str, Any]] = {  # how a field is filled, and who may read it
    "id number": {"set": {"id_kind": "1", "id_number": "430299201301059990"}, "told": "430299201301059990"},
    "phone": {"set": {"phone": "13987650001"}, "told": "13987650001"},
    "residence": {"set": {"facts": {"residence": "隐秘村七组"}}, "told": "隐秘村七组"},
    "left behind": {"set": {"facts": {"left_behind": "2", "single_child": "1"}}, "told": "双亲外出"},
    "disability": {"set": {"facts": {"disability": "隐秘残疾"}}, "told": "隐秘残疾"},
}
NEAR = {"section_clerk", "exam_officer", "aid_officer", "head", "dean", "central_school_head", "class_teacher", "parent"}
ABOUT_PUPILS = ("people:pupil", "people:pupils", "people:klass", "people:school", "desk:search", "family:child")
ABOUT_PUPILS += ("family:class_phone", "data:dataset", "people:mirror", "privacy:entry", "privacy:paper")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("role", "place"), [who for who in PEOPLE if who[0] not in NEAR])
def test_a_field_of_a_pupil_is_told_only_to_who_works_with_it(world, browser, role, place, field):
    side, said = world.sides[A], FIELDS[field]
    for person in Person.objects.filter(pk__in=(side.things["pupil"], side.things["child"])):
        for name, value in said["set"].items():
            setattr(person, name, value)
        person.save()
    client, names = browser(role, place), [n for n in ABOUT_PUPILS if n in READING]
    told = [
        sent(client, "GET", f"{at}{query}").told
        for name in names
        for at in about(name, world)[:2]
        for query in queries(name, side)
    ]
    assert not any(said["told"] in page for page in told)


@pytest.mark.parametrize("name", [n for n in READING if n not in ("people:pupil", "family:child")])
def test_a_paper_number_is_on_no_list_whoever_asks(world, browser, name):
    number = "430299201301059990"
    Person.objects.filter(pk=world.sides[A].things["pupil"]).update(id_number=number)
    pages = [sent(browser("section_clerk", TOP), "GET", at) for at in about(name, world)[:2]]
    assert not any(number in page.told for page in pages)
