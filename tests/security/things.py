"""What of a school the services are asked about, and who asks: somebody who lacks a few permissions there."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform_home import NOW
from tests.web.matrix_world import SYSTEM, TOP, B, Side, World

from xueheng.apps.intake import services as intake
from xueheng.apps.intake.models import Campaign, Dataset, Return, Upload
from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.roles import all_permissions
from xueheng.apps.runs.models import Run

STAFF_FILE = "学校标识码,教师编号,姓名,性别,出生日期,在岗状态\n{},T9001,师新,女,19871024,在岗\n"


def whole(side: Side) -> Any:
    """The campaign of a school."""
    return Campaign.objects.get(pk=side.things["campaign"])


def one(side: Side) -> Any:
    """The school's own part of its campaign."""
    return Return.objects.get(campaign=side.things["campaign"], org=side.org)


def upload(side: Side) -> Any:
    """A roster of pupils that was read."""
    return Upload.objects.get(pk=side.things["upload"])


def dataset(side: Side) -> Any:
    """The marks of the school."""
    return Dataset.objects.get(pk=side.things["dataset"])


def run(side: Side) -> Any:
    """What was worked out from the marks."""
    return Run.objects.get(pk=side.things["run"])


def received(side: Side, table: str, text: str, *, actor: Any, now: Any) -> Any:
    """A file of a school, kept."""
    file, period = SimpleUploadedFile("表.csv", text.encode("utf-8-sig")), "2026-09-01"
    return intake.receive(file, table=table, org=side.org, period=period, actor=actor, now=now)


def staff(side: Side) -> Any:
    """The national export of a school's staff, read."""
    brought = received(side, "teachers", STAFF_FILE.format(side.org.code), actor=SYSTEM, now=NOW)
    intake.read(brought.pk, now=NOW)
    return Upload.objects.get(pk=brought.pk)


def other() -> Org:
    """Another school."""
    return Org.objects.get(name=f"{B}校")


def holder(world: World, *missing: str) -> dict[str, Any]:
    """Who holds everything in the county but these, and at the other school these too."""
    account, every = world.accounts["reviewer", TOP], frozenset(all_permissions())
    grants = [
        Grant("x", org.pk, org.path, held)
        for org, held in ((world.sides[TOP].org, every - {*missing}), (world.sides[B].org, every))
    ]
    actor = Actor(f"account:{account.pk}", "谁", account.pk, account.person_id, tuple(grants))
    return {"actor": actor, "now": NOW}
