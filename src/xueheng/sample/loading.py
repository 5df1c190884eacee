"""例的装入: the whole county through public services, in one transaction: all of it or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.flows.services import open_task, open_year
from xueheng.apps.roster.actor import Actor, system
from xueheng.apps.roster.passwords import account_named
from xueheng.apps.roster.queries import actor_of
from xueheng.sample import accounts
from xueheng.sample import map as town_map
from xueheng.sample.accounts import Printed
from xueheng.sample.acts import acts
from xueheng.sample.allocations import allocations
from xueheng.sample.county import County, generate
from xueheng.sample.filings import filings
from xueheng.sample.history import Desk, History, relive
from xueheng.sample.plan import Size
from xueheng.sample.roster_loading import Placed, Told, place
from xueheng.standards.words import Words

MARK = Path("sample") / "loaded.json"
BEGUN = date(2023, 9, 4)  # when the generated bureau began to work with the platform
REPAIR = timedelta(days=2)


@dataclass(frozen=True)
class Loaded:
    """装入的结果: whether it was loaded just now, the accounts to print, and how much there is."""

    is_new: bool
    accounts: tuple[Printed, ...]
    counts: dict[str, int]


def load(size: Size, *, seed: str, home: Path, now: datetime, told: Told) -> Loaded:
    """例 of a size and seed is in the home; loaded before, nothing changes and the same accounts are told."""
    said = {"size": size, "seed": seed}
    known = _known(home)
    if known is not None:
        if {k: known[k] for k in said} != said:
            raise NotReady(_("这里已有另一份示例数据（%(size)s）。请用 --home 另选一个文件夹。") % known)
        return Loaded(False, tuple(accounts.read(home)), known["counts"])
    told(_("正在生成示例县的数据……"))
    counties = generate(size, seed=seed)
    with transaction.atomic():
        printed, counts = _loaded(counties, now=now, told=told)
        town_map.write(home, [county.unit for county in counties], seed=seed)
        accounts.write(home, printed)
        _mark(home, {**said, "counts": counts})
    return Loaded(True, tuple(printed), counts)


def _known(home: Path) -> dict[str, Any] | None:
    """What was loaded before; None when nothing was, or the database does not hold it."""
    path = home / MARK
    if not path.is_file() or account_named("leader") is None:
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _mark(home: Path, said: dict[str, Any]) -> None:
    path = home / MARK
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _loaded(
    counties: tuple[County, ...], *, now: datetime, told: Told
) -> tuple[list[Printed], dict[str, int]]:
    """Everything but the files of this room is in the platform; what is printed, and how much there is."""
    actor, year = system("sample"), timezone.localdate(now).year
    printed, counts = list[Printed](), dict[str, int]()
    for county in counties:
        told(_("正在装入%(name)s的机构、学生、家长和教师……") % {"name": county.unit.name})
        begun = _begun(now)
        placed = place(county, actor=actor, now=begun)
        desk = Desk(system("sample-clerk"), system("sample-approver"), system("sample-leader"))
        if county.unit.is_city:
            printed += accounts.open_all(county, placed.persons, actor=actor, now=begun)[0]
        elif county.unit.number == 0:
            opened, desk = _with_accounts(county, placed, actor=actor, now=now)
            printed = opened + printed
        open_year(year, actor=actor, now=begun)
        history = relive(
            History(placed, desk, now, told), filings(county), [*acts(county), *allocations(county)]
        )
        _repair_tasks(history, actor, now)
        for name, n in {**history.counts, **_sizes(county)}.items():
            counts[name] = counts.get(name, 0) + n
    open_year(year + 1, actor=actor, now=now)
    return printed, counts


def _begun(now: datetime) -> datetime:
    begun: datetime = timezone.make_aware(datetime.combine(BEGUN, time(9)))
    return min(now, begun)


def _with_accounts(
    county: County, placed: Placed, *, actor: Actor, now: datetime
) -> tuple[list[Printed], Desk]:
    printed, opened = accounts.open_all(county, placed.persons, actor=actor, now=_begun(now))
    on = timezone.localdate(now)
    actors = {name: actor_of(account, on) for name, account in opened.items()}
    clerk, approver, leader = (actors.pop(name) for name in ("clerk", "approver", "leader"))
    return printed, Desk(clerk, approver, leader, tuple(actors.values()))


def _repair_tasks(history: History, actor: Actor, now: datetime) -> None:
    """待办: each upload that waits has a task for who uploaded it."""
    for upload in history.waiting:
        name = upload.file_name
        open_task(
            f"sample:repair:{upload.pk}",
            job="repair",
            title=Words(f"修正并入库：{name}", f"Repair and commit: {name}"),
            org=upload.org,
            role="section_clerk",
            owner=history.desk.clerk.account,
            due_on=timezone.localdate(now + REPAIR),
            now=now,
            actor=actor,
            subject=("upload", upload.pk),
            address=f"/data/upload/{upload.pk}/",
        )


def _sizes(county: County) -> dict[str, int]:
    live = county.roll.spells.on(date(2026, 9, 1))
    return {
        "schools": len(county.unit.schools),
        "pupils": int(live.sum()),
        "staff": len(county.staff.school),
        "guardians": len(county.families.of_guardian),
    }
