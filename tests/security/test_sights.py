"""Attacks 1 and 2 below the pages: what is shown where a permission is missing, and what leaves."""

from __future__ import annotations

from typing import Any

import pytest
from tests.platform_home import NOW, TODAY
from tests.security.test_services import CALLS, SEE, STAFF, Call
from tests.security.things import dataset, holder, run, staff, upload
from tests.web.matrix_world import A

from xueheng.apps.audit.queries import entries
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.queries import may_decide
from xueheng.apps.intake import findings, matches, shelf, staged
from xueheng.apps.intake.campaigns import sending
from xueheng.apps.intake.mirroring.mirror import mirrors
from xueheng.apps.intake.mirroring.overview import overview
from xueheng.apps.intake.mirroring.taking import take
from xueheng.apps.intake.releasing import NeedsRelease
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.queries import actor_of, posts_of_persons
from xueheng.apps.runs.starting import startable
from xueheng.apps.runs.taking import take_bundle
from xueheng.packs.student_status.roll import Asked
from xueheng.packs.student_status.roll_export import taken_out

pytestmark = pytest.mark.django_db
START, PUPILS = "runs.start", "pupils.see"


def fitting(side: Any, actor: Any) -> list[Any]:
    """What of a school a run may be started on."""
    inputs = [given for method in startable(actor) for given in method.inputs]
    return [one for given in inputs for one in given.datasets if one.org_id == side.org.pk]


def waiting(side: Any, actor: Any) -> list[Any]:
    """The exports of national systems that wait at a school, one of its staff among them."""
    new = staff(side)
    return [line for line in overview(actor) if line.waiting == new]


def tutor(side: Any) -> Any:
    """The teacher of the school's class."""
    return Person.objects.get(pk=side.things["tutor"])


def asked(side: Any) -> Any:
    """What waits for a second person at the school."""
    return Approval.objects.get(pk=side.things["approval"])


def workbook(side: Any, by: Any) -> Any:
    """The school's workbook, which lies ready."""
    sending.prepare(side.things["campaign"])
    return CALLS["workbook"][1](side, by)


SIGHTS: dict[str, tuple[tuple[str, ...], Call]] = {  # what it needs, and what is then shown of the school
    "uploads": ((SEE,), lambda s, by: [u for u in staged.uploads(by) if u.org_id == s.org.pk]),
    "datasets": ((SEE,), lambda s, by: shelf.datasets(by, org=s.org)),
    "versions": ((SEE,), lambda s, by: shelf.history(by, dataset(s))),
    "findings": ((PUPILS,), lambda s, by: findings.findings(by, upload(s)).findings),
    "groups": ((PUPILS,), lambda s, by: findings.findings_by_code(by, upload(s))),
    "names": ((PUPILS,), lambda s, by: [m for m in matches.matches(by, upload(s)) if m.name]),
    "fitting": ((START, SEE), fitting),
    "decision": (("publish.approve",), lambda s, by: may_decide(by, asked(s))),
    "audit": (("audit.see",), lambda s, by: [e for e in entries(by, limit=9999) if e.org == s.org.pk]),
    "comparable": (("pupils.manage",), lambda s, by: mirrors(by, upload(s))),
    "waiting": ((SEE, STAFF), waiting),
    "posts": (("posts.manage",), lambda s, by: posts_of_persons(by, [tutor(s)], on=TODAY)),
}
NEEDED = [(name, permission) for name, (needs, _call) in SIGHTS.items() for permission in needs]


@pytest.mark.parametrize(("name", "permission"), NEEDED)
def test_who_holds_it_elsewhere_only_is_shown_nothing(world, name, permission):
    assert not SIGHTS[name][1](world.sides[A], holder(world, permission)["actor"])


@pytest.mark.parametrize("name", SIGHTS)
def test_who_holds_it_there_is_shown_something(world, name):
    assert SIGHTS[name][1](world.sides[A], holder(world)["actor"])


TAKINGS: dict[str, Call] = {
    "dataset": CALLS["take out"][1],
    "marked": CALLS["take marked"][1],
    "workbook": workbook,
    "mirror": lambda s, by: take(by["actor"], staff(s).pk, "new", format="csv", now=NOW),
    "bundle": lambda s, by: take_bundle(run(s), "full", **by),
    "roll": lambda s, by: taken_out(by["actor"], Asked(school=s.org.code), on=TODAY, now=NOW),
}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("name", TAKINGS)
def test_whom_it_names_leaves_only_when_two_agree(world, name):
    with pytest.raises(NeedsRelease):
        TAKINGS[name](world.sides[A], holder(world))


@pytest.mark.usefixtures("few")
def test_a_school_has_its_own_rows_back_freely(world):
    side = world.sides[A]
    assert workbook(side, {"actor": actor_of(world.accounts["head", A], TODAY), "now": NOW}).is_file()
