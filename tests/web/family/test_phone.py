"""手机页: a parent sees the own child, a class teacher the own class, nobody anything beside it."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from tests.web.people.conftest import enrolled

from xueheng.apps.roster.models import Spell

pytestmark = pytest.mark.django_db
FIRST_LOAD = 200_000


def test_a_parent_finds_the_own_child_with_school_and_class(father, town):
    page = father.get(reverse("family:children")).content.decode()
    assert "赵大雪" in page
    assert "城关初中" in page
    assert "林小满" not in page


def test_the_child_s_page_speaks_in_sentences(father, town):
    page = father.get(reverse("family:child", args=[town.da.pk])).content.decode()
    assert "赵大雪现在在城关初中" in page
    assert "enrolled" not in page


def test_another_child_is_not_found(father, town):
    answer = father.get(reverse("family:child", args=[town.xiao.pk]))
    assert answer.status_code == 404
    assert "林小满" not in answer.content.decode()


@pytest.mark.parametrize("role", ["section_clerk", "head", "leader"])
def test_an_office_is_nobody_s_parent(desk, town, role):
    client = desk(role, town.county.county if role != "head" else town.county.south)
    assert client.get(reverse("family:child", args=[town.da.pk])).status_code == 404
    assert "赵大雪" not in client.get(reverse("family:children")).content.decode()


def test_a_child_who_has_left_is_said_so(father, town):
    Spell.objects.filter(person=town.da).update(valid_to=date(2026, 1, 1))
    page = father.get(reverse("family:child", args=[town.da.pk])).content.decode()
    assert "现在没有在本县学校就读的记录" in page


@pytest.mark.parametrize("role", ["class_teacher", "teacher"])
def test_a_teacher_opens_the_own_class_alone(desk, town, role):
    client = desk(role, town.county.north_class)
    own = client.get(reverse("family:class_phone", args=[town.county.north_class.code]))
    other = client.get(reverse("family:class_phone", args=[town.county.south_class.code]))
    assert (own.status_code, other.status_code) == (200, 404)
    assert "林小满" in own.content.decode()
    assert "赵大雪" not in other.content.decode()


@pytest.mark.parametrize("code", ["2143029901", "430299", "none"])
def test_a_place_that_is_no_class_of_the_teacher_is_not_found(desk, town, code):
    client = desk("class_teacher", town.county.north_class)
    assert client.get(reverse("family:class_phone", args=[code])).status_code == 404


def test_a_parent_opens_no_class(father, town):
    address = reverse("family:class_phone", args=[town.county.south_class.code])
    assert father.get(address).status_code == 403


def test_search_in_the_class_finds_a_name(desk, town):
    client = desk("class_teacher", town.county.north_class)
    page = client.get(reverse("family:class_phone", args=[town.county.north_class.code]), {"q": "林"})
    assert page.content.decode().count('<a href="/people/pupils/') == 1


def test_who_left_this_term_is_named(desk, town):
    gone = enrolled("周八", town.county.north, town.county.north_class)
    Spell.objects.filter(person=gone).update(valid_to=date(2026, 9, 10))
    client = desk("class_teacher", town.county.north_class)
    page = client.get(reverse("family:class_phone", args=[town.county.north_class.code])).content.decode()
    assert "离开</dt><dd>周八" in page


def test_names_are_text_and_never_markup(desk, town):
    client = desk("class_teacher", town.county.north_class)
    page = client.get(reverse("family:class_phone", args=[town.county.north_class.code])).content.decode()
    assert "<script>alert" not in page


def test_no_phone_number_stands_on_a_phone_page(desk, father, town):
    teacher = desk("class_teacher", town.county.south_class)
    pages = [
        father.get(reverse("family:child", args=[town.da.pk])),
        teacher.get(reverse("family:class_phone", args=[town.county.south_class.code])),
    ]
    assert not any("13800000001" in page.content.decode() for page in pages)


@pytest.mark.parametrize("name", ["children", "child"])
def test_a_first_load_is_light(father, town, name):
    args = [town.da.pk] if name == "child" else []
    page = father.get(reverse(f"family:{name}", args=args))
    held = [Path(finders.find(f)) for f in ("site.css", "site.js", "vendor/htmx.min.js", "mark.svg")]
    assert len(page.content) + sum(file.stat().st_size for file in held) <= FIRST_LOAD


def test_a_class_of_fifty_costs_few_queries(desk, town, django_assert_max_num_queries):
    for n in range(50):
        enrolled(f"学生{n}", town.county.north, town.county.north_class)
    client = desk("class_teacher", town.county.north_class)
    with django_assert_max_num_queries(30):
        client.get(reverse("family:class_phone", args=[town.county.north_class.code]))


@pytest.mark.parametrize(("role", "leads"), [("class_teacher", True), ("teacher", False)])
def test_a_name_leads_on_for_who_may_open_the_pupil(desk, town, role, leads):
    klass = town.county.north_class
    page = desk(role, klass).get(reverse("family:class_phone", args=[klass.code])).content.decode()
    assert (reverse("people:pupil", args=[town.xiao.pk]) in page) is leads
