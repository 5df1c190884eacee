"""The example county stands in the platform as if clerks had worked there for three years."""

import stat
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from xueheng.apps.audit import queries as audit
from xueheng.apps.errors import NotReady
from xueheng.apps.flows import queries as flows
from xueheng.apps.intake import queries as intake
from xueheng.apps.publish import queries as publishing
from xueheng.apps.roster import queries as roster
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.keyring import make_field_key
from xueheng.apps.roster.passwords import account_named
from xueheng.apps.runs import queries as runs
from xueheng.sample import map as town_map
from xueheng.sample.loading import load

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 15)
EVERYBODY = system("test")


FAST = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, django_db_setup, django_db_blocker):
    """The small county, loaded once for all tests of this file and taken back after them."""
    home = tmp_path_factory.mktemp("home")
    make_field_key(home)
    changed = override_settings(XUEHENG_HOME=home, PASSWORD_HASHERS=[FAST])
    with changed, django_db_blocker.unblock(), transaction.atomic():
        yield load("small", seed="test", home=home, now=NOW, told=lambda _line: None)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def home(loaded):
    """The home folder in which it was loaded."""
    return settings.XUEHENG_HOME


def actor(username):
    return roster.actor_of(account_named(username), TODAY)


def test_the_census_of_each_year_is_the_roll_of_that_year(loaded, small):
    county = roster.org(EVERYBODY, "orgs.see", "430299")
    counted = [roster.census(county, on=date(y, 9, 15)).num_rows for y in (2024, 2025, 2026)]
    assert counted == [small.roll.spells.on(date(y, 9, 15)).sum() for y in (2024, 2025, 2026)]


def test_everything_is_marked_as_generated(loaded):
    assert all(org.is_sample for org in roster.orgs(EVERYBODY, "orgs.see"))
    assert all(dataset.is_sample for dataset in intake.datasets(EVERYBODY))


def test_each_account_signs_in_with_what_was_printed(loaded):
    found = [
        authenticate(None, username=one.username, password=one.password).person.name
        for one in loaded.accounts
    ]
    assert found == [one.name for one in loaded.accounts]


def test_a_second_load_changes_nothing_and_tells_the_same_accounts(loaded, home):
    head = audit.head()
    again = load("small", seed="test", home=home, now=NOW, told=lambda _line: None)
    assert (again.is_new, again.accounts, again.counts) == (False, loaded.accounts, loaded.counts)
    assert audit.head() == head


def test_another_county_is_refused_where_one_is_loaded(loaded, home):
    with pytest.raises(NotReady):
        load("small", seed="other", home=home, now=NOW, told=lambda _line: None)


def test_only_the_owner_reads_the_printed_accounts(loaded, home):
    assert stat.S_IMODE((home / "accounts.txt").stat().st_mode) == 0o600


def test_a_corrected_table_stands_beside_the_one_it_replaced(loaded):
    known = intake.datasets(actor("clerk"), table="school_resources")
    held = next(d for d in known if d.period == "2025")
    assert (held.version, held.changes["added"], held.changes["changed"]) == (2, 1, 1)


def test_the_clerk_finds_a_workbook_to_repair_first(loaded):
    waiting = [u for u in intake.uploads(actor("clerk"), limit=99) if u.state == "read"]
    assert {u.verdict for u in waiting} == {"row_errors", "accept"}
    first = flows.first(actor("clerk"), today=TODAY)
    assert first.address.startswith("/data/upload/")
    assert first.is_mine


def test_no_task_of_those_with_an_account_is_late(loaded):
    late = [
        t for one in loaded.accounts for t in flows.tasks(actor(one.username), today=TODAY) if t.days_left < 0
    ]
    assert late == []


def test_one_run_waits_for_the_approver_and_not_for_the_clerk(loaded):
    assert [a.kind for a in flows.approvals(actor("approver"))] == ["run"]
    assert flows.approvals(actor("clerk")) == []


def test_every_other_run_is_sealed(loaded):
    states = [run.state for run in runs.runs(EVERYBODY)]
    assert states.count("computed") == 1
    assert set(states) == {"computed", "sealed"}


def test_the_balance_of_2026_is_public(loaded):
    assert "2026" in publishing.public_list(today=TODAY)[0].title["zh"]


def test_the_head_reads_what_was_published_to_schools(loaded):
    methods = {p.run.method for p in publishing.for_actor(actor("head"), today=TODAY)}
    assert methods == {"balance.standard", "exam.value_added", "exam.quality"}


def test_the_parent_has_a_child_with_results(loaded, small):
    children = [child.person.number for child in roster.children(actor("parent"), on=TODAY)]
    held = small.tables["final-2026-senior"]["id"].to_pylist()
    assert set(children) & set(held)


def test_the_class_teacher_has_the_class_that_needs_explaining(loaded):
    paths = [grant.path for grant in actor("teacher").grants if grant.role == "class_teacher"]
    own = roster.orgs(EVERYBODY, "orgs.see", kinds=["class"]).filter(path__in=paths)
    assert (2024, "1") in set(own.values_list("entered", "number"))


def test_the_chain_of_the_audit_holds(loaded):
    assert list(audit.breaks()) == []


def test_the_map_has_a_place_for_every_school(loaded, home, small):
    codes = {f["properties"].get("code") for f in town_map.read(home)["features"]}
    assert codes >= {school.code for school in small.unit.schools}


def test_the_command_prints_who_may_sign_in(loaded, capsys):
    call_command("sample", "--size=small", "--seed=test")
    said = capsys.readouterr().out
    assert all(f"{one.username.ljust(10)}  {one.password}" in said for one in loaded.accounts)


def test_the_command_refuses_another_county(loaded):
    with pytest.raises(CommandError):
        call_command("sample", "--size=county", "--seed=test")
