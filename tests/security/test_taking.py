"""Attacks 22, 23 and 30: rows of another school, small groups worked out, taking out a whole list."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from tests.platform_home import NOW
from tests.security.asked import about
from tests.web.matrix_asking import IMMEDIATE, sent
from tests.web.matrix_routes import routes
from tests.web.matrix_world import SINCE, TOP, A, B

from xueheng.apps.publish.suppression import Line, counted, withheld
from xueheng.apps.roster.models import Person, Post, Spell

pytestmark = pytest.mark.django_db
HEAD = "学校标识码,学校,年级,班级,全国学籍号,姓名,性别,出生日期,身份证件类型,身份证件号"
PAPER = "居民身份证,430299201301050014"
ROWS = {  # as a clerk of one school may slip them in; {a} and {b} are codes, {number} a pupil of the other
    "another school's code": "{b},{b_name},八年级,{b_class},{number},{b_child},男,2013-01-05",
    "the code alone": "{b},,八年级,1班,G9001,新,男,2013-01-05",
    "the name alone": ",{b_name},八年级,1班,G9002,新,男,2013-01-05",
    "the own code, another's name": "{a},{b_name},八年级,1班,G9003,新,男,2013-01-05",
    "another's pupil as an own one": "{a},{a_name},八年级,{a_class},{number},{b_child},男,2026-09-01",
    "another's pupil under another name": "{a},{a_name},八年级,{a_class},{number},冒名,女,2013-01-05",
    "another's class": "{a},{a_name},八年级,{b_class},G9004,新,男,2013-01-05",
    "a code with blanks": " {b} ,{b_name},八年级,{b_class},G9005,新,男,2013-01-05",
    "a wide code": "{wide},{b_name},八年级,{b_class},G9006,新,男,2013-01-05",
    "the county's code": "430299,东县,八年级,1班,G9007,新,男,2013-01-05",
    "a path": "/1/,{b_name},八年级,1班,G9008,新,男,2013-01-05",
}


def theirs(side: Any) -> list[Any]:
    """What is kept of another school's people."""
    people = Person.objects.filter(spells__school=side.org).distinct().order_by("pk")
    held = [(p.pk, p.name, p.sex, p.born_on, p.number, p.facts) for p in people]
    spells = Spell.objects.filter(school=side.org).order_by("pk").values_list()
    return [held, list(spells), list(Post.objects.filter(org__path__startswith=side.org.path).values_list())]


@pytest.fixture
def bring(world, browser, django_capture_on_commit_callbacks):
    """Somebody of a school brings a roster of one row, has it read, and commits it."""

    def brought(who: str, row: str) -> Any:
        client, school = browser(who, A), world.sides[A].org.code
        file = SimpleUploadedFile("名册.csv", f"{HEAD}\n{row},{PAPER}\n".encode("utf-8-sig"))
        form = {"table": "students", "org": school, "period": "2026-09-02", "label": "x", "file": file}
        place = "/data/upload/"
        for said in (form, None):
            with override_settings(TASKS=IMMEDIATE), django_capture_on_commit_callbacks(execute=True):
                answer = client.post(place if said else f"{place}commit/", said)
            place = answer.headers.get("Location", place)
        return answer

    return brought


@pytest.mark.parametrize("who", ["section_clerk", "head"])
@pytest.mark.parametrize("kind", ROWS)
def test_a_row_of_another_school_changes_nothing_there(world, bring, kind, who):
    one, other = world.sides[A], world.sides[B]
    facts = {"a": one.org.code, "b": other.org.code, "a_name": one.org.name, "b_name": other.org.name}
    facts |= {"a_class": one.klass.number, "b_class": other.klass.number, "number": other.things["number"]}
    facts |= {"b_child": other.mark("子"), "wide": "".join(chr(ord(c) + 0xFEE0) for c in other.org.code)}
    before = theirs(other)
    assert bring(who, ROWS[kind].format(**facts)).status_code < 500
    assert theirs(other) == before


def test_an_own_row_comes_in(world, bring):
    one = world.sides[A]
    bring(
        "section_clerk",
        f"{one.org.code},{one.org.name},八年级,{one.klass.number},G9100,自家新生,男,2013-01-05",
    )
    assert Person.objects.filter(number="G9100", spells__school=one.org).exists()


def test_the_other_school_had_something_to_lose(world):
    assert [len(one) > 0 for one in theirs(world.sides[B])] == [True, True, True]
    assert NOW.date() > SINCE


SIZES = [
    (n, *rest) for n, rest in product((1, 2, 4, 7, 9), [(40, 50), (10, 60), (11, 12, 13), (3, 80), (9, 9)])
]


@pytest.mark.parametrize("sizes", SIZES)
def test_no_small_group_is_worked_out_from_the_sum(sizes):
    total = Line(len(sizes), tuple(range(len(sizes))))
    hidden = withheld(counted([*sizes, sum(sizes)], lines=[total], least=10), least=10)
    small = [at for at, n in enumerate(sizes) if n < 10]
    alone = [at for at in range(len(sizes)) if hidden[at]]
    assert all(hidden[at] for at in small)
    assert hidden[-1] or len(alone) > 1


LISTS = {"data:dataset_export": "", "people:pupils_export": "", "data:campaign_workbooks": ""}
TAKERS = [("section_clerk", TOP), ("exam_officer", TOP), ("head", A), ("dean", A)]


@pytest.mark.parametrize(("role", "place"), TAKERS)
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.usefixtures("few")
def test_a_whole_list_leaves_only_when_two_agree(world, browser, role, place, name):
    method = "POST" if "POST" in routes()[name].callback.methods else "GET"
    answers = [sent(browser(role, place), method, at) for at in about(name, world, A)]
    taken = [one for one in answers if "Content-Disposition" in one.headers]
    assert taken == []
    assert {one.status_code for one in answers} <= {302, 403, 404, 409}
