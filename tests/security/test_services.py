"""Attacks 1 and 2 below the pages: a service asks for every permission that it needs, where the thing is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from tests.platform_home import NOW, TODAY
from tests.security.things import dataset, holder, one, other, received, run, staff, upload, whole
from tests.web.matrix_world import A, Side

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.intake import findings, matches, shelf, staged
from xueheng.apps.intake import queries as data
from xueheng.apps.intake import services as intake
from xueheng.apps.intake.campaigns import queries as boards
from xueheng.apps.intake.campaigns import services as campaigns
from xueheng.apps.intake.exporting import export, marked
from xueheng.apps.intake.mirroring.mirror import leave, mirror
from xueheng.apps.publish import services as publish
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster import services as roster
from xueheng.apps.roster.models import Person, Post
from xueheng.apps.roster.roles import all_permissions
from xueheng.apps.runs import queries as results
from xueheng.apps.runs import services as runs
from xueheng.standards.words import Words

pytestmark = pytest.mark.django_db
COLLECT, UPLOAD, SEE, COMMIT, STAFF = (
    "campaigns.manage", "data.upload", "data.see", "data.commit", "staff.see",
)  # fmt: skip
SAID = {
    "table": "teachers", "period": "2027", "label": "", "title": "x", "basis": "x", "minutes": 9,
    "due_on": TODAY,
}  # fmt: skip


Call = Callable[[Side, Any], Any]
CALLS: dict[str, tuple[tuple[str, ...], Call]] = {  # what it needs, and how it is called
    "open": ((COLLECT,), lambda s, by: campaigns.open_campaign(s.org, [s.org], said=SAID, **by)),
    "open for others": ((COLLECT,), lambda s, by: campaigns.open_campaign(s.org, [other()], said=SAID, **by)),
    "open elsewhere": ((COLLECT,), lambda s, by: campaigns.open_campaign(other(), [s.org], said=SAID, **by)),
    "cancel": ((COLLECT,), lambda s, by: campaigns.cancel(whole(s), **by)),
    "remind": ((COLLECT,), lambda s, by: campaigns.remind(whole(s), **by)),
    "accept": ((COLLECT,), lambda s, by: campaigns.accept_clean(whole(s), **by)),
    "accept one": ((COLLECT,), lambda s, by: campaigns.accept(one(s), **by)),
    "send back": ((COLLECT,), lambda s, by: campaigns.send_back_wrong(whole(s), **by)),
    "send one back": ((COLLECT,), lambda s, by: campaigns.send_back(one(s), reason="x", **by)),
    "reopen": ((COLLECT,), lambda s, by: campaigns.reopen(whole(s), **by)),
    "take in": ((COLLECT,), lambda s, by: campaigns.take_in(whole(s), [], **by)),
    "reds": ((COLLECT,), lambda s, by: campaigns.take_reds(whole(s), **by)),
    "freeze": ((COLLECT, COMMIT), lambda s, by: campaigns.freeze(whole(s), excused={}, **by)),
    "workbooks": ((COLLECT, STAFF, SEE), lambda s, by: campaigns.take_workbooks(whole(s), **by)),
    "workbook": ((UPLOAD, STAFF, SEE), lambda s, by: campaigns.take_workbook(one(s), **by)),
    "nothing": ((UPLOAD,), lambda s, by: campaigns.nothing(one(s), note="x", **by)),
    "checks": ((STAFF, SEE), lambda s, by: boards.checks_of(by["actor"], whole(s))),
    "receive": ((UPLOAD, SEE, "pupils.see"), lambda s, by: received(s, "students", "学籍号", **by)),
    "commit": ((COMMIT,), lambda s, by: intake.commit(upload(s), **by)),
    "undo": ((COMMIT,), lambda s, by: intake.undo(dataset(s), **by)),
    "stop": ((UPLOAD,), lambda s, by: intake.cancel(upload(s), **by)),
    "export": ((SEE, "marks.see"), lambda s, by: export(by["actor"], dataset(s), "csv")),
    "take out": ((SEE, "marks.see"), lambda s, by: intake.take_out(dataset(s), "csv", **by)),
    "marked": ((SEE, "pupils.see"), lambda s, by: marked(by["actor"], upload(s))),
    "take marked": ((SEE, "pupils.see"), lambda s, by: intake.take_marked(upload(s), **by)),
    "findings": ((SEE,), lambda s, by: findings.findings(by["actor"], upload(s))),
    "groups": ((SEE,), lambda s, by: findings.findings_by_code(by["actor"], upload(s))),
    "rows": ((SEE,), lambda s, by: staged.rows(by["actor"], upload(s))),
    "diff": ((SEE,), lambda s, by: staged.diff(by["actor"], upload(s))),
    "matches": ((SEE,), lambda s, by: matches.matches(by["actor"], upload(s))),
    "mirror": ((SEE, "pupils.manage"), lambda s, by: mirror(by["actor"], s.things["upload"], now=NOW)),
    "take off": (
        (SEE, STAFF, "staff.manage"),
        lambda s, by: leave(by["actor"], staff(s).pk, [], now=NOW),
    ),
    "page": ((SEE,), lambda s, by: shelf.page_of(by["actor"], dataset(s))),
    "dataset": ((SEE,), lambda s, by: data.dataset(by["actor"], s.things["dataset"])),
    "run": (("runs.see",), lambda s, by: results.run(by["actor"], s.things["run"])),
    "bundle": (("runs.see", SEE, "marks.see"), lambda s, by: results.bundle_path(by["actor"], run(s))),
    "documents": (("runs.see",), lambda s, by: results.documents(by["actor"], run(s))),
    "table": (("runs.see",), lambda s, by: results.table(by["actor"], run(s), "groups")),
    "make": (("runs.see",), lambda s, by: runs.request_documents(run(s), **by)),
    "stop a run": (("runs.start",), lambda s, by: runs.cancel(run(s), **by)),
    "publish": (
        ("publish.ask",),
        lambda s, by: publish.ask(run(s), audience="schools", title=Words("x", "x"), **by),
    ),
    "take down": (
        ("publish.take_down",),
        lambda s, by: publish.take_down(
            Publication.objects.get(pk=s.things["publication"]), reason="x", **by
        ),
    ),
    "end a post": (
        ("posts.manage",),
        lambda s, by: roster.end_post(Post.objects.get(pk=s.things["post"]), on=TODAY, **by),
    ),
    "leave": (
        ("pupils.manage",),
        lambda s, by: roster.leave(
            Person.objects.get(pk=s.things["pupil"]), on=TODAY, exit_kind="transferred", **by
        ),
    ),
}
NEEDED = [(name, permission) for name, (needs, _call) in CALLS.items() for permission in needs]


@pytest.mark.parametrize(("name", "permission"), NEEDED)
def test_a_service_refuses_who_holds_it_elsewhere_only(world, name, permission):
    with pytest.raises((NotAllowed, NotFound)):
        CALLS[name][1](world.sides[A], holder(world, permission))


@pytest.mark.parametrize("name", CALLS)
def test_a_service_admits_who_holds_all_that_it_needs(world, name):
    missing = frozenset(all_permissions()) - {*CALLS[name][0], SEE, STAFF}
    with suppress(NotReady):
        CALLS[name][1](world.sides[A], holder(world, *missing))
