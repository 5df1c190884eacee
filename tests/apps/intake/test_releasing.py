"""Many persons' data leave the platform only after a second person has agreed, once, and watched over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform_home import NOW

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows import queries as flows
from xueheng.apps.flows.services import decide
from xueheng.apps.intake.releases import ask_release, draft, release, releases, state_of
from xueheng.apps.intake.releasing import NeedsRelease, Taking, admit, limits, persons_in
from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.actor import system
from xueheng.standards.words import plain

pytestmark = pytest.mark.django_db
MANY = limits().persons + 1


@pytest.fixture
def clerk(county):
    return county.actor("section_clerk", county.bureau)


@pytest.fixture
def leader(county):
    return county.actor("leader", county.bureau)


def _taking(county, persons=MANY, subject="s"):
    return Taking("pupils", subject, "list", county.county, persons, plain("名册"))


def _approved(county, clerk, leader, *, agreed=True):
    held = draft(_taking(county), actor=clerk, now=NOW, address="/people/pupils/export/xlsx")
    approval = ask_release(held, reason="报县政府办公室", actor=clerk, now=NOW)
    decide(approval.pk, agreed=agreed, actor=leader, now=NOW)
    held.refresh_from_db()
    return held


def test_few_persons_go_freely(county, clerk):
    admit(_taking(county, limits().persons), actor=clerk, now=NOW)
    assert not Entry.objects.filter(action="release.taken").exists()


def test_many_persons_wait(county, clerk):
    with pytest.raises(NeedsRelease, match=str(MANY)):
        admit(_taking(county), actor=clerk, now=NOW)


def test_what_was_approved_is_taken_once(county, clerk, leader):
    held = _approved(county, clerk, leader)
    admit(_taking(county), actor=clerk, now=NOW)
    held.refresh_from_db()
    assert state_of(held, NOW) == "taken"
    with pytest.raises(NeedsRelease):
        admit(_taking(county), actor=clerk, now=NOW)


@pytest.mark.parametrize(("change", "hours"), [
    ({}, 25), ({"subject": "another"}, 1), ({"persons": 10 * MANY}, 1),
])  # fmt: skip
def test_a_release_is_for_what_was_asked_and_ends(county, clerk, leader, change, hours):
    _approved(county, clerk, leader)
    with pytest.raises(NeedsRelease):
        admit(_taking(county, **change), actor=clerk, now=NOW + timedelta(hours=hours))


def test_nobody_takes_what_another_asked_for(county, clerk, leader):
    held = _approved(county, clerk, leader)
    other = county.actor("section_clerk", county.county)
    with pytest.raises(NeedsRelease):
        admit(_taking(county), actor=other, now=NOW)
    with pytest.raises(NotFound):
        ask_release(held, reason="冒名申请", actor=other, now=NOW)
    with pytest.raises(NotFound):
        release(other, held.pk)


def test_nobody_approves_their_own_export(county, leader):
    held = draft(_taking(county), actor=leader, now=NOW, address="/")
    approval = ask_release(held, reason="自己批自己", actor=leader, now=NOW)
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=leader, now=NOW)


def test_what_was_refused_stays_and_is_told(county, clerk, leader):
    held = _approved(county, clerk, leader, agreed=False)
    assert state_of(held, NOW) == "refused"
    assert Notice.objects.filter(account=clerk.account).count() == 1
    with pytest.raises(NeedsRelease):
        admit(_taking(county), actor=clerk, now=NOW)


def test_the_security_administrator_is_told_of_every_taking(county, clerk, leader):
    watcher = county.actor("security_administrator", county.bureau)
    _approved(county, clerk, leader)
    admit(_taking(county), actor=clerk, now=NOW)
    told = Notice.objects.get(account=watcher.account, kind="security")
    assert "名册" in told.words["zh"]
    assert "报县政府办公室" in told.words["zh"]


def test_the_command_line_is_recorded_and_told_of_too(county):
    watcher = county.actor("security_administrator", county.bureau)
    admit(_taking(county), actor=system("command"), now=NOW)
    assert Entry.objects.get(action="release.taken").actor == "system:command"
    assert Notice.objects.filter(account=watcher.account).exists()


@pytest.mark.parametrize("reason", ["", "   ", "要"])
def test_a_reason_is_given(county, clerk, reason):
    held = draft(_taking(county), actor=clerk, now=NOW, address="/")
    with pytest.raises(NotReady):
        ask_release(held, reason=reason, actor=clerk, now=NOW)


def test_asking_twice_is_one_request(county, clerk):
    first = draft(_taking(county), actor=clerk, now=NOW, address="/")
    assert draft(_taking(county), actor=clerk, now=NOW, address="/") == first


def test_another_school_s_approver_does_not_see_the_request(county, clerk):
    held = draft(_taking(county), actor=clerk, now=NOW, address="/")
    approval = ask_release(held, reason="报县政府办公室", actor=clerk, now=NOW)
    head = county.actor("leader", county.north)
    assert held not in releases(head)
    with pytest.raises(NotFound):
        flows.approval(head, approval.pk)


def test_the_audit_of_a_taking_names_no_person(county, clerk, leader):
    _approved(county, clerk, leader)
    admit(_taking(county), actor=clerk, now=NOW)
    assert set(Entry.objects.get(action="release.taken").details) == {"kind", "format", "persons"}


@pytest.mark.parametrize(("table", "n"), [("students", 60), ("scores", 60), ("school_resources", 0)])
def test_rows_count_as_persons_where_they_are_about_some(table, n):
    assert persons_in(table, 60) == n
