"""A family reads what is done with its child's data and decides with one touch, either way alike."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from xueheng.apps.roster.models import Account, Consent, Guardian, Person
from xueheng.apps.roster.purposes import purpose, purposes

pytestmark = pytest.mark.django_db
EXTRA = purpose("extra_facts")


def _decide(client, child, decision, **more):
    said = {"child": child.pk, "purpose": EXTRA.id, "notice": EXTRA.version, "decision": decision, **more}
    return client.post(reverse("privacy:decide"), said)


def _page(client):
    return client.get(reverse("privacy:consents")).content.decode()


def _buttons(text):
    return re.findall(r'<button class="([^"]+)" name="decision" value="(\w+)"', text)


@pytest.mark.parametrize("one", purposes(), ids=lambda one: one.id)
def test_every_purpose_is_told_with_its_basis_and_term(father, one):
    text = _page(father)
    assert all(
        words.zh in text for words in (one.label, one.why, one.what, one.where, one.keep, one.refusing)
    )
    assert one.source.doc in text


def test_nothing_is_ticked_and_both_answers_weigh_the_same(father):
    text = _page(father)
    [(yes, given), (no, refused)] = _buttons(text)
    assert (yes, given, refused) == (no, "given", "refused")
    assert "checked" not in text


def test_under_fourteen_the_guardian_decides(father):
    assert "未满 14 周岁，由监护人决定" in _page(father)


def test_withdrawing_takes_as_many_touches_as_agreeing(father, town):
    assert _decide(father, town.da, "given").status_code == 302
    assert [decision for _look, decision in _buttons(_page(father))] == ["withdrawn"]
    assert _decide(father, town.da, "withdrawn").status_code == 302
    assert Consent.objects.latest("pk").decision == "withdrawn"


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_refusing_leaves_every_service_open(father, town, decision):
    _decide(father, town.da, decision)
    pages = [reverse("family:children"), reverse("family:child", args=[town.da.pk])]
    assert [father.get(page).status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("forged", [
    {"child": "xiao"}, {"purpose": "school_roll"}, {"purpose": "<script>"}, {"decision": "agreed"},
    {"child": "-1"}, {"child": "9" * 30},
])  # fmt: skip
def test_forged_decisions_find_nothing(father, town, forged):
    forged = {**forged, "child": town.xiao.pk} if forged.get("child") == "xiao" else forged
    said = {"child": town.da.pk, "purpose": EXTRA.id, "notice": EXTRA.version, "decision": "given", **forged}
    assert father.post(reverse("privacy:decide"), said).status_code == 404
    assert not Consent.objects.exists()


def test_words_that_have_changed_must_be_read_again(father, town):
    assert _decide(father, town.da, "given", notice="2020-01").status_code == 409
    assert not Consent.objects.exists()


def test_what_is_refused_is_off_the_staff_s_pages_at_once(desk, father, town):
    town.da.facts = {"blood_type": "1", "single_parent": "1", "attendance": "1"}
    town.da.save()
    head, address = desk("head", town.county.south), reverse("people:pupil", args=[town.da.pk])
    label = "是否单亲"
    assert label not in head.get(address).content.decode()
    _decide(father, town.da, "given")
    assert label in head.get(address).content.decode()
    _decide(father, town.da, "withdrawn")
    assert label not in head.get(address).content.decode()


def test_the_paper_says_the_same_and_nobody_else_s_child_is_on_it(father, town):
    text = father.get(reverse("privacy:paper", args=[town.da.pk])).content.decode()
    assert all(one.refusing.zh in text for one in purposes())
    assert father.get(reverse("privacy:paper", args=[town.xiao.pk])).status_code == 404


def test_the_class_teacher_enters_a_signed_paper(desk, town):
    teacher = desk("class_teacher", town.county.south_class)
    guardian = town.parent.person_id
    said = {"guardian": guardian, "purpose": EXTRA.id, "notice": EXTRA.version, "decision": "refused"}
    answer = teacher.post(reverse("privacy:entry", args=[town.da.pk]), said, follow=True)
    assert reverse("privacy:klass", args=[town.county.south_class.code]) in answer.content.decode()
    assert Consent.objects.get().guardian_id == guardian


@pytest.mark.parametrize(
    ("role", "at"), [("class_teacher", "north_class"), ("head", "north"), ("leader", "bureau")]
)
def test_nobody_else_enters_one(desk, town, role, at):
    said = {
        "guardian": town.parent.person_id,
        "purpose": EXTRA.id,
        "notice": EXTRA.version,
        "decision": "given",
    }
    client = desk(role, getattr(town.county, at))
    assert client.post(reverse("privacy:entry", args=[town.da.pk]), said).status_code == 404
    assert not Consent.objects.exists()


def test_a_stranger_cannot_be_named_as_guardian(desk, town):
    teacher = desk("class_teacher", town.county.south_class)
    said = {"guardian": town.xiao.pk, "purpose": EXTRA.id, "notice": EXTRA.version, "decision": "given"}
    assert teacher.post(reverse("privacy:entry", args=[town.da.pk]), said).status_code == 404


def test_the_class_page_names_who_has_not_answered(desk, father, town):
    teacher, address = desk("class_teacher", town.county.south_class), None
    address = reverse("privacy:klass", args=[town.county.south_class.code])
    assert "赵大雪" in teacher.get(address).content.decode()
    _decide(father, town.da, "refused")
    text = teacher.get(address).content.decode()
    assert "赵大雪" not in text
    assert teacher.get(reverse("privacy:klass", args=[town.county.north_class.code])).status_code == 404


def test_counts_stand_by_school_code_without_what_was_answered(desk, father, town):
    _decide(father, town.da, "refused")
    text = desk("leader", town.county.bureau).get(reverse("privacy:answers")).content.decode()
    assert text.index("城关一小") < text.index("城关初中")
    assert "赵大雪" not in text


def test_two_children_are_asked_about_apart(town):
    guardian = Person.objects.create(name="母亲")
    for child in (town.da, town.xiao):
        Guardian.objects.create(child=child, guardian=guardian)
    client = Client()
    client.force_login(Account.objects.create(username="mother", person=guardian))
    _decide(client, town.da, "given")
    assert sorted(d for _look, d in _buttons(_page(client))) == ["given", "refused", "withdrawn"]


@pytest.mark.parametrize(("role", "leads"), [("class_teacher", True), ("head", False)])
def test_a_signed_paper_leads_back_to_the_class_for_who_opens_it(desk, town, role, leads):
    place = town.county.south_class if leads else town.county.south
    page = desk(role, place).get(reverse("privacy:entry", args=[town.da.pk])).content.decode()
    assert (reverse("privacy:klass", args=[town.county.south_class.code]) in page) is leads
