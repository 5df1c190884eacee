"""Whoever asks has erased what the law lets go; what it keeps is said with the reason."""

from __future__ import annotations

import json

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import breaks
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.services import decide
from xueheng.apps.intake.shredding.erasure import ask_erasure, erase, person_asked, person_of, plan
from xueheng.apps.roster.models import Account, Guardian, Person, Spell

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(county):
    held = {"facts": {"specialty": "围棋", "attendance": "1"}, "phone": "13812345678"}
    person = Person.objects.create(number="L1", name="陈小禾", **held)
    Spell.objects.create(person=person, school=county.north, valid_from=TODAY)
    return person


def _erased(person, county, keeper):
    approval = ask_erasure(person, reason="本人书面提出", actor=keeper, now=NOW)
    decide(approval.pk, agreed=True, actor=county.actor("leader", county.bureau), now=NOW)
    return erase(approval.pk, now=NOW)


def _goes(person):
    return {part.id for part in plan(person, on=TODAY) if part.goes}


def test_the_roll_of_a_pupil_stays_and_the_rest_goes(pupil, county, keeper):
    Account.objects.create(username="pupil", person=pupil)
    assert _erased(pupil, county, keeper) == ["phone", "facts", "accounts"]
    pupil.refresh_from_db()
    assert (pupil.name, pupil.phone, pupil.facts) == ("陈小禾", "", {"attendance": "1"})
    assert not Account.objects.filter(person=pupil).exists()


def test_who_was_never_on_a_roll_goes_whole(county, keeper):
    person = Person.objects.create(name="来访者", phone="13812345678")
    assert "record" in _erased(person, county, keeper)
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_guardian_s_contact_stays_while_a_child_is_at_school(pupil):
    guardian = Person.objects.create(name="父亲", phone="13812345678")
    Guardian.objects.create(child=pupil, guardian=guardian)
    assert _goes(guardian) == {"facts", "accounts"}


def test_staff_at_work_keep_record_phone_and_account(county):
    person = Person.objects.get(pk=county.actor("dean", county.north).person)
    assert _goes(person) == {"facts"}


def test_whatever_is_kept_says_why(pupil):
    assert all(part.goes or (part.kept.zh and part.kept.en) for part in plan(pupil, on=TODAY))


def test_the_audit_stays_whole_and_holds_no_value(pupil, county, keeper):
    _erased(pupil, county, keeper)
    kept = json.dumps([[e.details, e.subject_id] for e in Entry.objects.all()], ensure_ascii=False)
    assert not [said for said in ("陈小禾", "13812345678", "围棋", "L1") if said in kept]
    assert breaks() == []


def test_nobody_erases_alone(pupil, keeper):
    approval = ask_erasure(pupil, reason="本人书面提出", actor=keeper, now=NOW)
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=keeper, now=NOW)


@pytest.mark.parametrize("role", ["leader", "section_clerk", "administrator"])
def test_only_who_manages_privacy_looks_anybody_up(county, pupil, role):
    with pytest.raises(NotAllowed):
        person_of(county.actor(role, county.bureau), "L1")


def test_who_is_asked_reads_whom_it_is_about_and_nobody_else_does(county, pupil, keeper):
    leader, clerk = (county.actor(role, county.bureau) for role in ("leader", "section_clerk"))
    with pytest.raises(NotFound):
        person_asked(leader, pupil.pk)
    ask_erasure(pupil, reason="本人书面提出", actor=keeper, now=NOW)
    assert person_asked(leader, pupil.pk) == person_asked(keeper, pupil.pk) == pupil
    with pytest.raises(NotFound):
        person_asked(clerk, pupil.pk)


def test_who_approves_does_not_ask(county, pupil):
    with pytest.raises(NotAllowed):
        ask_erasure(pupil, reason="本人书面提出", actor=county.actor("leader", county.bureau), now=NOW)


@pytest.mark.parametrize("number", ["", "没有", "99999999", "0" * 40, "<script>"])
def test_a_number_that_is_nobody_s_finds_nobody(keeper, number):
    with pytest.raises(NotFound):
        person_of(keeper, number)


def test_a_request_says_who_has_made_it(pupil, keeper):
    with pytest.raises(NotReady):
        ask_erasure(pupil, reason=" ", actor=keeper, now=NOW)
