"""人员认定: the rows of which a person must say who they are, with those that they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xueheng.apps.intake.kinds import TIES, table_kind
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.shown import sees_persons
from xueheng.apps.intake.staging import MATCHES, document_in
from xueheng.apps.intake.store import stage_path
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.visibility import visible


@dataclass(frozen=True)
class Offered:
    """候选人: a known person that a row may be; of one whom the actor may not see, only the reasons."""

    person: int
    name: str
    number: str
    school: str
    score: float
    reasons: tuple[str, ...]
    differs: tuple[str, ...]
    is_visible: bool


@dataclass(frozen=True)
class Match:
    """A row of which a person must say who it is; `row` names it to choose_person."""

    row: str
    sheet: str | None
    line: int
    name: str | None
    candidates: tuple[Offered, ...]
    is_decided: bool
    chosen: int | None


def matches(actor: Actor, upload: Upload) -> list[Match]:
    """人员比对 that a person must decide, with the candidates of each row."""
    actor.require("data.see", upload.org)
    asked = document_in(stage_path(upload.pk, upload.attempt) / MATCHES) or []
    kind = table_kind(upload.table)
    persons = {c["person"] for one in asked for c in one["candidates"]}
    known = _known(persons, actor, kind.permission, kind.among) if persons else {}
    is_named = sees_persons(actor, upload.table, upload.org)
    return [_match(one if is_named else one | {"name": None}, upload, known) for one in asked]


def _known(persons: set[int], actor: Actor, permission: str, among: str) -> dict[int, tuple[str, str, str]]:
    """Name, number and school of those whom the actor may see."""
    tie = TIES[among].removesuffix("__path__startswith")
    found = visible(Person.objects.filter(pk__in=persons), actor, permission, org=tie)
    told = found.values_list("pk", "name", "number", f"{tie}__name")
    return {pk: (name, number or "", school or "") for pk, name, number, school in told}


def _match(one: dict[str, Any], upload: Upload, known: dict[int, tuple[str, str, str]]) -> Match:
    offered = tuple(_offered(c, known.get(c["person"])) for c in one["candidates"])
    chosen = upload.matches.get(one["key"])
    is_decided = one["key"] in upload.matches
    return Match(one["key"], one["sheet"], one["row"], one["name"], offered, is_decided, chosen)


def _offered(said: dict[str, Any], known: tuple[str, str, str] | None) -> Offered:
    name, number, school = known or ("", "", "")
    reasons, differs = tuple(said["reasons"]), tuple(said["differs"])
    return Offered(said["person"], name, number, school, said["score"], reasons, differs, known is not None)
