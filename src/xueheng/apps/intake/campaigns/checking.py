"""互核: what only shows when all schools are laid side by side: a person twice, a row of another school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from xueheng.apps.intake.campaigns.board import standing
from xueheng.apps.intake.campaigns.known import known_rows
from xueheng.apps.intake.differing import difference
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.intake.models import Campaign, Return, Upload
from xueheng.apps.intake.series import series_of
from xueheng.apps.intake.shown import as_text, require_rows, sees_persons
from xueheng.apps.intake.staged import Diff, diff_row
from xueheng.apps.intake.staging import ASIDE, ROW, ROWS, SHEET
from xueheng.apps.intake.store import rows_in, stage_path
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.tables.schema import schema

NUMBERS = ("student_number", "id_number", "teacher_id", "id")
AT_SCHOOL = ("school_code", "code", "school")
SHOWN = 200


@dataclass(frozen=True)
class Claim:
    """一处: a row in which a school names a person."""

    school: Org
    name: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Twice:
    """一人两校: a number under which several schools name somebody."""

    column: str
    number: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Balance:
    """发出和收回: of the rows that a school was sent, what it confirmed, changed, left out; what it added."""

    school: Org
    sent: int
    confirmed: int = 0
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()  # rows that name another school


@dataclass(frozen=True)
class Checks:
    """互核 of a campaign: persons that two schools name, and each school's balance."""

    twice: tuple[Twice, ...] = ()
    balances: tuple[Balance, ...] = ()
    is_of_pupils: bool = False  # who can only be at one school at a time

    def of(self, school: int) -> tuple[Twice, ...]:
        """The persons whom this school and another name."""
        return tuple(one for one in self.twice if any(c.school.pk == school for c in one.claims))

    @property
    def sums(self) -> dict[str, int]:
        """The county's balance."""
        names = ("changed", "left_out", "added")
        plain = {name: sum(getattr(b, name) for b in self.balances) for name in ("sent", "confirmed")}
        return plain | {name: sum(len(getattr(b, name)) for b in self.balances) for name in names}


def checks_of(actor: Actor, campaign: Campaign) -> Checks:
    """互核 of all that has come back, for who may see the persons in it."""
    require_rows(actor, campaign.table, campaign.org)
    found, asked = list(_back(campaign)), asked_of(campaign)
    balances = tuple(_balance(one, rows, asked) for one, rows in found)
    return replace(_doubles(campaign, found), balances=balances)


def twice(campaign: Campaign) -> Checks:
    """一人两校 alone."""
    return _doubles(campaign, _back(campaign))


def since_last(actor: Actor, one: Return) -> Diff | None:
    """差异 of what a school handed in against what it handed in before; None for a first answer."""
    if one.upload is None or not sees_persons(actor, one.campaign.table, one.org):
        return None
    before = Upload.objects.filter(**series_of(one.upload)).exclude(pk=one.upload_id)
    last = before.order_by("-uploaded_at").first()
    old, new = (_data(_staged(upload)) for upload in (last, one.upload))
    if old is None or new is None:
        return None
    found = difference(new, old, key=table_kind(one.campaign.table).key)
    labels = {c.name: c.label for c in schema(one.campaign.table).columns}
    return Diff(**found.counts, rows=tuple(diff_row(row, labels) for row in found.rows))


def rows_of(one: Return) -> pa.Table | None:
    """The rows that a school handed in, as they were read, with where each stands; None where none were."""
    return _staged(one.upload)


def asked_of(campaign: Campaign) -> list[Org]:
    """The schools of a campaign, by code."""
    return list(Org.objects.filter(return__campaign=campaign).order_by("code"))


def strangers(school: Org, asked: Iterable[Org], rows: pa.Table) -> tuple[str, ...]:
    """The rows that name another school of the campaign than the one that handed them in."""
    others = {said for o in asked if o != school for said in (o.code, o.name, o.short_name) if said}
    columns = [rows[c].to_pylist() for c in AT_SCHOOL if c in rows.column_names]
    return tuple(
        f"{row}：{cell}"
        for column in columns
        for row, cell in zip(rows[ROW].to_pylist(), column, strict=True)
        if cell in others
    )[:SHOWN]


def _staged(upload: Upload | None) -> pa.Table | None:
    if upload is None:
        return None
    attempt = upload.attempt - (upload.state == "cancelled")  # giving up overtakes the reading that was
    path = stage_path(upload.pk, attempt) / ROWS
    return rows_in(path) if path.is_file() else None


def _data(rows: pa.Table | None) -> pa.Table | None:
    return None if rows is None else rows.drop_columns([c for c in ASIDE if c in rows.column_names])


def _back(campaign: Campaign) -> Iterator[tuple[Return, pa.Table]]:
    found = campaign.returns.select_related("campaign", "org", "upload").order_by("org__code")
    for one in (one for one in found if standing(one) in ("filed", "returned", "accepted")):
        if (rows := rows_of(one)) is not None:
            yield one, rows


def _doubles(campaign: Campaign, found: Iterable[tuple[Return, pa.Table]]) -> Checks:
    return Checks(tuple(_twice(found)), is_of_pupils=table_kind(campaign.table).among == "pupils")


def _twice(found: Iterable[tuple[Return, pa.Table]]) -> Iterator[Twice]:
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one, rows in found:
        school, kind = one.org, table_kind(one.campaign.table)
        columns = [c for c in NUMBERS if c in rows.column_names and c in kind.persons.values()]
        names = rows["name"].to_pylist() if "name" in rows.column_names else [""] * rows.num_rows
        places = list(zip(names, rows[SHEET].to_pylist(), rows[ROW].to_pylist(), strict=True))
        for column in columns:
            for number, (name, sheet, row) in zip(rows[column].to_pylist(), places, strict=True):
                if number:
                    claims[column, str(number)].append(Claim(school, name or "", sheet or "", row))
    seen: set[tuple[tuple[int, int], ...]] = set()
    for (column, number), held in (one for one in claims.items() if len(one[1]) > 1):
        rows_named = tuple(sorted((c.school.pk, c.row) for c in held))
        if len({c.school.pk for c in held}) > 1 and rows_named not in seen:
            seen.add(rows_named)
            yield Twice(column, number, tuple(held))


def _balance(one: Return, rows: pa.Table, asked: Sequence[Org]) -> Balance:
    table = schema(one.campaign.table)
    sent = known_rows(one.campaign, one.org_id)
    back = as_text(_data(rows), table)
    groups = table_kind(table.name).key
    here, there = _by_key(sent, groups), _by_key(back, groups)
    both = [key for key in here if key in there]
    changed = [key for key in both if any(there[key].get(n, v) != v for n, v in here[key].items() if v)]
    return Balance(
        one.org,
        len(here),
        len(both) - len(changed),
        tuple(_named(here[key], key) for key in changed),
        tuple(_named(here[key], key) for key in here if key not in there),
        tuple(_named(there[key], key) for key in there if key not in here),
        strangers(one.org, asked, rows),
    )


def _by_key(table: pa.Table, groups: Sequence[Sequence[str]]) -> dict[tuple[Any, ...], Mapping[str, str]]:
    """The rows by the first group of key columns that they fill."""
    usable = [g for g in groups if all(name in table.column_names for name in g)]
    found: dict[tuple[Any, ...], Mapping[str, str]] = {}
    for at, row in enumerate(table.to_pylist()):
        own = next((tuple(row[n] for n in g) for g in usable if all(row[n] for n in g)), (at,))
        found[own] = row
    return found


def _named(row: Mapping[str, str], key: tuple[Any, ...]) -> str:
    return row.get("name") or " ".join(map(str, key))
