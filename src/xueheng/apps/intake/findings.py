"""问题清单: what is wrong with an upload, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.shown import sees_persons
from xueheng.apps.intake.staging import issues_in
from xueheng.apps.intake.store import stage_path
from xueheng.apps.roster.actor import Actor
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Finding:
    """问题: one issue of the reading, with its number in the list."""

    n: int
    code: str
    severity: str
    words: Words
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    repair: str | None


@dataclass(frozen=True)
class FindingPage:
    """Some of the findings, and how many there are."""

    findings: tuple[Finding, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one code: how many, how many can be repaired at once, and the first of them."""

    code: str
    severity: str
    count: int
    repairs: int
    first: Finding


ORDER = {"error": 0, "warning": 1, "notice": 2}


def findings(
    actor: Actor,
    upload: Upload,
    *,
    severity: str | None = None,
    code: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> FindingPage:
    """问题 of an upload in the order of its file; for who may see the persons whose values they quote."""
    actor.require("data.see", upload.org)
    if not sees_persons(actor, upload.table, upload.org):
        return FindingPage((), 0, offset, limit)
    groups = upload.counts.get("codes", {})
    total = upload.counts.get("severity", {}).get(severity, 0) if severity else 0
    if code is not None or severity is None:
        total = sum(said["count"] for name, said in groups.items() if code in (None, name))
    found = issues_in(stage_path(upload.pk, upload.attempt), code=code)
    wanted = (i for i in found if severity in (None, i["severity"]))
    shown = tuple(_finding(i) for i in islice(wanted, offset, offset + limit))
    return FindingPage(shown, total, offset, limit)


def findings_by_code(actor: Actor, upload: Upload) -> list[FindingGroup]:
    """问题 of an upload by kind, the gravest first; for who may see the persons whose values they quote."""
    actor.require("data.see", upload.org)
    if not sees_persons(actor, upload.table, upload.org):
        return []
    groups = upload.counts.get("codes", {})
    firsts: dict[str, Finding] = {}
    for said in issues_in(stage_path(upload.pk, upload.attempt)):
        if said["code"] not in firsts:
            firsts[said["code"]] = _finding(said)
            if len(firsts) == len(groups):
                break
    held = [(firsts[code], said) for code, said in groups.items() if code in firsts]
    found = [FindingGroup(f.code, s["severity"], s["count"], s["repairs"], f) for f, s in held]
    return sorted(found, key=lambda g: (ORDER[g.severity], -g.count, g.code))


def _finding(said: dict[str, Any]) -> Finding:
    words = Words(said.pop("zh"), said.pop("en"))
    return Finding(words=words, **said)
