"""Exports of the national systems beside what is kept here, by name, and what is settled."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from xueheng.api.named import name_rows
from xueheng.api.routes import act, read
from xueheng.api.shapes.mirrors import Done, Finding, MirrorLine, Sheet
from xueheng.api.shapes.rows import Listed, Number, Rows, listed
from xueheng.apps.intake.mirroring import mirror, taking, telling
from xueheng.apps.intake.mirroring.overview import overview

router = Router()
SEE = "data.see"
Part = Literal["contradicting", "missing", "changed", "new", "left", "gone", "same"]
Ticked = Annotated[list[Number], Field(max_length=5000)]


class Leavers(Schema):
    """Who of those missing has left, by the key of the finding."""

    persons: Ticked


class Adopted(Schema):
    """Of which findings the national name and birth are taken over, by their keys."""

    rows: Ticked


@read(router, "mirrors", rule=SEE, gives=list[MirrorLine])
def mirrors(request: HttpRequest) -> Any:
    """Of each national system, the last export and what it found."""
    return overview(request.actor)


@read(router, "mirrors/{id}", rule=SEE, gives=Listed[Finding])
def mirror_findings(request: HttpRequest, id: UUID, rows: Rows, part: Annotated[Part, Query()]) -> Any:
    """The rows of one part by name; the id is that of the upload."""
    shown = mirror.mirror(request.actor, id, now=request.now)
    found = telling.told(shown.found, part, taking.names(request.actor, shown), shown.side.system)
    page = listed(found, rows)
    name_rows(request, shown.side.table, len(page["items"]))
    return page


@read(router, "mirrors/{id}/export", rule=SEE, gives=Sheet)
def mirror_export(
    request: HttpRequest, id: UUID, part: Annotated[Part | Literal["settle", "file"], Query()]
) -> Any:
    """One part, all that is to be settled, or the file for the system; many persons need a release."""
    wanted = "" if part == "settle" else part
    return taking.take(request.actor, id, wanted, format="xlsx", now=request.now)


@act(router, "mirrors/{id}/leave", rule=SEE, gives=Done)
def mirror_leave(request: HttpRequest, id: UUID, ticked: Leavers) -> Any:
    """Those of the missing have left."""
    return {"n": mirror.leave(request.actor, id, ticked.persons, now=request.now)}


@act(router, "mirrors/{id}/adopt", rule=SEE, gives=Done)
def mirror_adopt(request: HttpRequest, id: UUID, ticked: Adopted) -> Any:
    """Names and births become what the national system says."""
    return {"n": mirror.adopt(request.actor, id, ticked.rows, now=request.now)}
