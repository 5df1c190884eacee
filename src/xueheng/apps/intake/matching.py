"""人员比对: which persons of the roster the rows of an upload are, and which of them a person must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from xueheng.apps.intake.kinds import TIES, TableKind
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.models import Person as Known
from xueheng.tables.persons.persons import Candidate, Person, match_persons

PROOF = {"SAME_ID", "SAME_STUDENT_NUMBER"}
IMPORTANT = {"name", "id_number", "born_on"}
FIELDS = {"id_number": "id_number", "student_number": "number", "name": "name", "born_on": "born_on"}


@dataclass(frozen=True)
class Matched:
    """比对结果: the person of each row where that is sure, and the rows that must be decided."""

    persons: pa.Array
    asked: tuple[Mapping[str, Any], ...] = ()  # {at: index of the row, name, candidates}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are sure, asked and new."""
        sure = len(self.persons) - self.persons.null_count
        return {"sure": sure, "asked": len(self.asked), "new": self.persons.null_count - len(self.asked)}


def matched(table: pa.Table, kind: TableKind, org: Org) -> Matched | None:
    """人员比对 of a table with the roster of its organisation; None where it holds no persons."""
    if not kind.persons or not any(column in table.column_names for column in kind.persons.values()):
        return None
    rows = _rows(table, kind)
    offered = match_persons(rows, _known(org.path, kind.among, rows))
    strange = [at for at, candidates in enumerate(offered) if not candidates] if kind.beyond else []
    if strange and (wide := county_path(org)) != org.path:
        further = match_persons([rows[at] for at in strange], _known(wide, kind.among, rows))
        offered = list(offered)
        for at, candidates in zip(strange, further, strict=True):
            offered[at] = candidates
    return _decided(rows, offered)


def county_path(org: Org) -> str:
    """The path of the county that an organisation belongs to; of the whole tree's top where none is."""
    above = {o.pk: o for o in Org.objects.filter(pk__in=org.path.strip("/").split("/"))}
    county = next((o for o in above.values() if o.kind == "county"), None)
    return county.path if county else f"/{org.path.strip('/').split('/')[0]}/"


def _decided(rows: Sequence[Person], offered: Sequence[tuple[Candidate, ...]]) -> Matched:
    claims = Counter(c[0].key for c in offered if c and _is_proven(c[0]))
    persons: list[int | None] = []
    asked: list[Mapping[str, Any]] = []
    for at, candidates in enumerate(offered):
        best = candidates[0] if candidates else None
        sure = best if best and claims[best.key] == 1 and not IMPORTANT.intersection(best.differs) else None
        persons.append(int(sure.key) if sure else None)
        if candidates and sure is None:
            asked.append({"at": at, "name": rows[at].name, "candidates": [_said(c) for c in candidates]})
    return Matched(pa.array(persons, pa.int64()), tuple(asked))


def _is_proven(candidate: Candidate) -> bool:
    return bool(PROOF.intersection(candidate.reasons))


def _said(candidate: Candidate) -> dict[str, Any]:
    reasons, differs = list(candidate.reasons), list(candidate.differs)
    return {"person": int(candidate.key), "score": candidate.score, "reasons": reasons, "differs": differs}


def _rows(table: pa.Table, kind: TableKind) -> list[Person]:
    held = {f: table[c].to_pylist() for f, c in kind.persons.items() if c in table.column_names}
    names, columns = tuple(held), tuple(held.values())
    cells = zip(*columns, strict=True)
    return [Person(str(at), **dict(zip(names, said, strict=True))) for at, said in enumerate(cells)]


def _known(path: str, among: str, rows: Sequence[Person]) -> list[Person]:
    """The persons tied to a place, with no more than the rows themselves say of anybody."""
    said = {own: name for name, own in FIELDS.items() if any(getattr(row, name) for row in rows)}
    near = Known.objects.filter(**{TIES[among]: path}).values("pk")
    found = Known.objects.filter(pk__in=near).values_list("pk", *said)
    return [
        Person(str(pk), **dict(zip(said.values(), cells, strict=True))) for pk, *cells in found.iterator()
    ]
