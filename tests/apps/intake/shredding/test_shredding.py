"""What is past its term goes when two persons agree, what is not stays; the audit holds no value."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pytest
from django.apps import apps
from tests.apps.intake.shredding.conftest import SECRET, agreed, leaver, shred_kind
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import decide
from xueheng.apps.intake.checks import missing, orphans
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.shredding import carrying
from xueheng.apps.intake.shredding.retention import SHREDDERS, due, kind, kinds
from xueheng.apps.roster import consents
from xueheng.apps.roster.models import Account, Guardian, Person, Spell
from xueheng.apps.roster.purposes import purpose
from xueheng.apps.roster.queries import actor_of

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=4000)
OF_NOBODY = {  # tables without a person, and why
    "auth.Permission": "names of Django's own permissions",
    "auth.Group": "stays empty: who may do what follows from posts",
    "contenttypes.ContentType": "names of tables",
    "socialaccount.SocialApp": "providers of identities, from the settings",
    "roster.Org": "organisations",
    "roster.Tally": "counts under digests, forgotten within the hour",
    "runs.RunInput": "which Dataset went into which run",
}


@pytest.fixture
def upload(county, home):
    def made(name="a", state="committed", at=LONG_AGO):
        sha256 = name * 64
        path = home / "files" / sha256
        path.parent.mkdir(exist_ok=True)
        path.write_text(SECRET)
        said = {"table": "students", "org": county.north, "period": "2026", "file_name": "a.xlsx", "size": 1}
        held = Upload.objects.create(**said, sha256=sha256, state=state, uploaded_at=at)
        stage = home / "intake" / str(held.pk) / "1"
        stage.mkdir(parents=True)
        (stage / "rows.parquet").write_text(SECRET)
        (stage / "marked.zh.xlsx").write_text(SECRET)
        return held

    return made


def _aged(path, days=4000):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SECRET)
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


@pytest.mark.parametrize(("kind_id", "old", "new"), [
    ("exports", "exports/a.xlsx", "exports/b.xlsx"),
    ("mirror_journals", "mirror/a.sealed", "mirror/b.sealed"),
    ("mirror_journals", "mirror/.a.sealed.writing", "mirror/.b.sealed.writing"),
    ("marked_workbooks", "intake/a/1/marked.zh.xlsx", "intake/b/1/marked.zh.xlsx"),
])  # fmt: skip
def test_old_files_go_and_new_ones_stay(home, keeper, leader, kind_id, old, new):
    gone, stays = _aged(home / old), _aged(home / new, days=0)
    assert shred_kind(kind_id, keeper, leader) == 1
    assert (gone.exists(), stays.exists()) == (False, True)


def test_a_raw_file_that_another_upload_names_stays(upload, keeper, leader, home):
    upload("a")
    upload("a", at=NOW)
    shred_kind("raw_files", keeper, leader)
    assert (home / "files" / ("a" * 64)).is_file()
    assert missing() == []


def test_a_raw_file_that_nothing_names_any_more_goes(upload, keeper, leader, home):
    held = upload("a")
    assert shred_kind("raw_files", keeper, leader) == 1
    held.refresh_from_db()
    assert (held.sha256, (home / "files" / ("a" * 64)).exists()) == ("", False)
    assert (missing(), orphans()) == ([], [])


def test_staged_rows_of_what_was_committed_go(upload, keeper, leader, home):
    held = upload("a")
    assert shred_kind("staged_rows", keeper, leader) == 1
    assert not (home / "intake" / str(held.pk)).exists()


def test_an_upload_that_nobody_committed_goes_whole(upload, keeper, leader, home):
    held = upload("b", state="read")
    held.corrections = [{"value": SECRET}]
    held.save()
    shred_kind("abandoned_uploads", keeper, leader)
    held.refresh_from_db()
    assert (held.state, held.corrections, held.sha256) == ("cancelled", [], "")
    assert not list((home / "files").iterdir())


def test_accounts_of_leavers_go_and_of_those_who_work_stay(county, keeper, leader):
    gone = Account.objects.create(username="gone", person=leaver(county))
    stays = Account.objects.get(pk=county.actor("dean", county.north).account)
    assert shred_kind("leaver_accounts", keeper, leader) == 1
    assert not Account.objects.filter(pk=gone.pk).exists()
    assert Account.objects.filter(pk=stays.pk).exists()


def test_a_guardian_with_a_child_at_school_is_noleaver(county):
    person = leaver(county)
    child = Person.objects.create(name="在读")
    Spell.objects.create(person=child, school=county.north, valid_from=TODAY)
    Guardian.objects.create(child=child, guardian=person)
    assert due(kind("leaver_contacts"), NOW) == []


def test_phones_of_leavers_go_but_not_of_who_left_lately(county, keeper, leader):
    old, late = leaver(county), leaver(county, on=TODAY - timedelta(days=10))
    assert shred_kind("leaver_contacts", keeper, leader) == 1
    old.refresh_from_db()
    late.refresh_from_db()
    assert (old.phone, late.phone) == ("", SECRET)


def test_what_a_guardian_refuses_goes_and_the_roll_stays(county, keeper, leader):
    child = Person.objects.create(name="孩子", facts={"specialty": "围棋", "attendance": "1"})
    father = Person.objects.create(name="父亲")
    Guardian.objects.create(child=child, guardian=father)
    actor = actor_of(Account.objects.create(username="father", person=father), TODAY)
    notice = purpose("extra_facts").version
    consents.decide(child.pk, "extra_facts", "refused", notice=notice, actor=actor, now=NOW)
    assert shred_kind("refused_facts", keeper, leader) == 1
    child.refresh_from_db()
    assert child.facts == {"attendance": "1"}


def test_nothing_goes_before_a_second_person_hasagreed(home, keeper):
    path = _aged(home / "exports" / "a.xlsx")
    approval = carrying.ask("exports", reason="到期", actor=keeper, now=NOW)
    with pytest.raises(Approval.DoesNotExist):
        carrying.shred(approval.pk, now=NOW)
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=keeper, now=NOW)
    assert path.is_file()


def test_only_what_was_past_its_term_when_asked_for_goes(home, keeper, leader):
    _aged(home / "exports" / "a.xlsx")
    approval = agreed("exports", keeper, leader)
    later = _aged(home / "exports" / "b.xlsx", days=0.5)
    carrying.shred(approval.pk, now=NOW + timedelta(days=30))
    assert later.is_file()


def test_stopped_it_goes_on_and_ends_once(home, keeper, leader):
    _aged(home / "exports" / "a.xlsx")
    approval = agreed("exports", keeper, leader)
    SHREDDERS["exports"].destroy("exports/a.xlsx")
    assert carrying.restart_stale() == 1
    carrying.shred(approval.pk, now=NOW)
    assert (carrying.restart_stale(), Entry.objects.filter(action="privacy.shredded").count()) == (0, 1)


def test_the_preview_counts_and_names_nobody(county, keeper, home):
    leaver(county)
    lines = {line.kind.id: line for line in carrying.preview(keeper, now=NOW)}
    assert (lines["leaver_contacts"].n, lines["exports"].n, lines["school_roll"].n) == (1, 0, 0)
    assert lines["leaver_contacts"].oldest.date() <= date(2016, 7, 1)


@pytest.mark.parametrize("role", ["leader", "section_clerk", "administrator", "auditor"])
def test_only_who_manages_privacy_sees_and_asks(county, role):
    actor = county.actor(role, county.bureau)
    with pytest.raises(NotAllowed):
        carrying.preview(actor, now=NOW)
    with pytest.raises(NotAllowed):
        carrying.ask("exports", reason="到期", actor=actor, now=NOW)


@pytest.mark.parametrize("name", ["school_roll", "datasets", "audit", "nothing"])
def test_what_law_keeps_cannot_be_shredded(keeper, name):
    with pytest.raises(NotFound):
        carrying.ask(name, reason="到期", actor=keeper, now=NOW)


def test_what_is_not_due_is_not_asked_for(keeper):
    with pytest.raises(NotReady):
        carrying.ask("exports", reason="到期", actor=keeper, now=NOW)


def test_the_audit_holds_no_value_of_what_went(county, keeper, leader):
    leaver(county)
    shred_kind("leaver_contacts", keeper, leader)
    kept = json.dumps([entry.details for entry in Entry.objects.all()], ensure_ascii=False)
    assert SECRET not in kept
    assert "离任" not in kept


@pytest.mark.parametrize("one", [k for k in kinds() if k.shredded], ids=lambda one: one.id)
def test_every_kind_that_is_shredded_has_a_way(one):
    assert one.id in SHREDDERS


def test_every_table_has_its_term_or_speaks_of_nobody():
    named = [label for one in kinds() for label in one.holds]
    tables = [model._meta.label for model in apps.get_models()]
    assert sorted([*named, *OF_NOBODY]) == sorted(tables)
