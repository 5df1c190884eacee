"""The tree of organisations as it is built: one by one, or a whole county at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.standards.class_years import class_years
from xueheng.standards.org_kinds import org_kinds

MANAGE = "orgs.manage"
BATCH = 5000


@dataclass(frozen=True)
class OrgRow:
    """机构 to be added; `parent` is the code of one that stands or is in the same list, "" for none."""

    code: str
    kind: str
    name: str
    parent: str = ""
    short_name: str = ""
    town: str = ""
    ownership: str = ""
    setting: str = ""
    stages: tuple[str, ...] = ()
    stage: str = ""
    entered: int | None = None
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_sample: bool = False


def add_org(
    parent: Org | None, *, code: str, kind: str, name: str, actor: Actor, now: datetime, **fields: Any
) -> Org:
    """机构 stands below its parent."""
    row = OrgRow(code, kind, name, parent.code if parent else "", **fields)
    return load_orgs([row], actor=actor, now=now)[0]


@transaction.atomic
def load_orgs(rows: Sequence[OrgRow], *, actor: Actor, now: datetime) -> list[Org]:
    """机构 of a list stand in the tree, parents before children; all of them or none."""
    known = {
        o.code: o for o in Org.objects.filter(code__in={r.code for r in rows} | {r.parent for r in rows})
    }
    _check(rows, known, actor)
    standing = len(known)
    for level in _levels(rows, known):
        made = Org.objects.bulk_create([_org(row, known) for row in level], batch_size=BATCH)
        for org in made:
            org.path = f"{org.parent.path if org.parent else '/'}{org.pk}/"
            known[org.code] = org
        Org.objects.bulk_update(made, ["path"], batch_size=400)
    top = known[rows[0].code] if rows else None
    added = len(known) - standing
    audit.record(
        actor.label, "orgs.added", subject=("org", top.pk if top else ""), org=top.pk if top else None,
        now=now, details={"n": added},
    )  # fmt: skip
    return [known[row.code] for row in rows]


def _check(rows: Sequence[OrgRow], known: Mapping[str, Org], actor: Actor) -> None:
    codes = [row.code for row in rows]
    taken = [code for code in codes if code in known] or (codes if len(set(codes)) < len(codes) else [])
    if taken:
        raise NotReady(_("机构代码“%(code)s”已经有了。") % {"code": taken[0]})
    for parent in {row.parent for row in rows} - set(codes):
        if not parent:
            actor.require_everywhere(MANAGE)
        elif parent in known:
            actor.require(MANAGE, known[parent])
    for row in rows:
        _check_row(row)


def _check_row(row: OrgRow) -> None:
    kinds = org_kinds()
    if row.kind not in kinds:
        raise NotReady(_("没有“%(kind)s”这种机构。") % {"kind": row.kind})
    if row.kind == "class" and (row.stage not in class_years().stages or row.entered is None):
        raise NotReady(_("班级“%(name)s”要写明学段和入学年份。") % {"name": row.name})
    if not set(row.stages) <= set(kinds[row.kind].stages):
        raise NotReady(_("“%(name)s”的学段与它的办学类型不符。") % {"name": row.name})


def _levels(rows: Iterable[OrgRow], known: Mapping[str, Org]) -> Iterator[list[OrgRow]]:
    waiting = list(rows)
    while waiting:
        level = [row for row in waiting if not row.parent or row.parent in known]
        if not level:
            raise NotReady(_("没有找到上级机构“%(code)s”。") % {"code": waiting[0].parent})
        yield level
        waiting = [row for row in waiting if row not in level]


def _org(row: OrgRow, known: Mapping[str, Org]) -> Org:
    fields = vars(row) | {"parent": known.get(row.parent), "path": ""}
    return Org(**fields | {"stages": list(row.stages or org_kinds()[row.kind].stages)})
