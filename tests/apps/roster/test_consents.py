"""A guardian decides for own children only, refuses as easily as agrees, and refusing closes nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.roster import consents
from xueheng.apps.roster.consenting import consented, lawful_facts
from xueheng.apps.roster.models import Account, Guardian, Person, Spell
from xueheng.apps.roster.purposes import optional, purpose, purposes
from xueheng.apps.roster.queries import actor_of
from xueheng.tables.schema import schema

pytestmark = pytest.mark.django_db
EXTRA = "extra_facts"
VERSION = purpose(EXTRA).version


@pytest.fixture
def child(county):
    person = Person.objects.create(name="陈小禾", facts={"specialty": "围棋", "attendance": "1"})
    Spell.objects.create(person=person, school=county.north, klass=county.north_class, valid_from=TODAY)
    return person


def _guardian(child, name="陈父"):
    person = Person.objects.create(name=name)
    Guardian.objects.create(child=child, guardian=person)
    return actor_of(Account.objects.create(username=name, person=person), TODAY)


def _decide(actor, child, decision, *, days=0, notice=VERSION):
    now = NOW + timedelta(days=days)
    return consents.decide(child.pk, EXTRA, decision, notice=notice, actor=actor, now=now)


def _holds(child, days=0):
    return consented(child.pk, EXTRA, TODAY + timedelta(days=days))


@pytest.mark.parametrize(("decisions", "holds"), [
    ([], False), (["given"], True), (["refused"], False), (["given", "withdrawn"], False),
    (["refused", "given"], True), (["given", "withdrawn", "given"], True),
])  # fmt: skip
def test_the_last_decision_counts(child, decisions, holds):
    father = _guardian(child)
    for days, decision in enumerate(decisions):
        _decide(father, child, decision, days=days)
    assert _holds(child, days=10) is holds


def test_one_guardian_s_no_outweighs_the_other_s_yes(child):
    _decide(_guardian(child, "陈父"), child, "given")
    _decide(_guardian(child, "陈母"), child, "refused")
    assert not _holds(child)


def test_who_no_longer_answers_for_the_child_counts_no_more(child):
    father = _guardian(child)
    _decide(father, child, "given")
    Guardian.objects.filter(guardian=father.person).delete()
    assert not _holds(child)


def test_a_consent_to_words_that_have_changed_must_be_given_again(child):
    father = _guardian(child)
    _decide(father, child, "given").__class__.objects.update(notice="2020-01")
    assert not _holds(child)
    with pytest.raises(NotReady):
        _decide(father, child, "given", notice="2020-01")


@pytest.mark.parametrize("decision", ["given", "refused", "withdrawn"])
def test_nobody_decides_for_another_s_child(child, county, decision):
    stranger = _guardian(Person.objects.create(name="别人的孩子"), "别人")
    for actor in (stranger, county.actor("leader", county.bureau)):
        with pytest.raises(NotFound):
            _decide(actor, child, decision)
        with pytest.raises(NotFound):
            consents.asked_of(actor, child.pk)


@pytest.mark.parametrize(("purpose_id", "decision"), [
    ("school_roll", "refused"), ("nothing", "given"), (EXTRA, "forced"), (EXTRA, ""),
])  # fmt: skip
def test_a_duty_by_law_cannot_be_refused_nor_a_decision_made_up(child, purpose_id, decision):
    with pytest.raises(NotFound):
        consents.decide(child.pk, purpose_id, decision, notice=VERSION, actor=_guardian(child), now=NOW)


def test_a_statutory_purpose_needs_no_consent(child):
    assert consented(child.pk, "school_roll", TODAY)


def test_optional_facts_are_hidden_at_once(child):
    father = _guardian(child)
    assert lawful_facts(child, on=TODAY) == {"attendance": "1"}
    _decide(father, child, "given")
    assert "specialty" in lawful_facts(child, on=TODAY)
    _decide(father, child, "withdrawn")
    assert lawful_facts(child, on=TODAY) == {"attendance": "1"}


def test_the_class_teacher_sees_who_has_not_answered_but_not_what_was_answered(child, county):
    other = Person.objects.create(name="未答复")
    Spell.objects.create(person=other, school=county.north, klass=county.north_class, valid_from=TODAY)
    _decide(_guardian(child), child, "refused")
    teacher = county.actor("class_teacher", county.north_class)
    found = consents.not_answered(teacher, county.north_class, EXTRA, on=TODAY)
    assert [p.name for p in found] == ["未答复"]


def test_another_class_s_teacher_sees_nobody(child, county):
    teacher = county.actor("class_teacher", county.south_class)
    assert consents.not_answered(teacher, county.north_class, EXTRA, on=TODAY) == []


def test_counts_are_by_school_code_within_what_the_actor_sees(child, county):
    _decide(_guardian(child), child, "given")
    [own] = consents.answers_by_school(county.actor("head", county.north), EXTRA, on=TODAY)
    assert (own.org, own.pupils, own.answered, own.open) == (county.north, 1, 1, 0)
    assert consents.answers_by_school(county.actor("head", county.south), EXTRA, on=TODAY) == []


def test_a_signed_paper_is_entered_for_the_guardian_by_the_own_class_teacher(child, county):
    father = _guardian(child)
    said = {"notice": VERSION, "now": NOW}
    teacher = county.actor("class_teacher", county.north_class)
    consents.enter(child.pk, father.person, EXTRA, "given", actor=teacher, **said)
    assert _holds(child)
    assert Entry.objects.get(action="consent.given").details["on_paper"] is True
    stranger = county.actor("class_teacher", county.south_class)
    with pytest.raises(NotFound):
        consents.enter(child.pk, father.person, EXTRA, "refused", actor=stranger, **said)


def test_the_audit_holds_no_value_of_the_child(child):
    _decide(_guardian(child), child, "refused")
    assert set(Entry.objects.get(action="consent.refused").details) == {"purpose", "notice", "on_paper"}


def test_every_column_of_an_optional_purpose_is_a_column_of_the_roll():
    names = {column.name for column in schema("students").columns}
    assert all(set(one.columns) <= names for one in optional())


@pytest.mark.parametrize("one", purposes(), ids=lambda one: one.id)
def test_every_purpose_says_everything_in_both_languages(one):
    said = (one.label, one.why, one.what, one.where, one.keep, one.refusing)
    assert all(words.zh and words.en for words in said)
