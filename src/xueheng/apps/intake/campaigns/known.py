"""已知的行: what the platform holds of each school for a table, so that nobody types it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import Q
from django.utils import timezone

from xueheng.apps.intake.exams import MARKS
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.intake.models import Campaign, Dataset
from xueheng.apps.intake.series import living
from xueheng.apps.intake.shown import as_text
from xueheng.apps.intake.store import home, rows_in
from xueheng.apps.intake.withheld import lawful
from xueheng.apps.roster.classes import class_name, grade_of, grade_words
from xueheng.apps.roster.consenting import withheld
from xueheng.apps.roster.models import Org, Person, Post, Spell
from xueheng.apps.roster.spans import holds
from xueheng.tables.schema import TableSchema, schema

Row = dict[str, str]
SCHOOL_COLUMNS = {"school_code": "code", "code": "code", "school": "name", "name": "name"}


def folder(campaign: Campaign) -> Path:
    """Where a campaign keeps what it sent out."""
    return home() / "intake" / "campaigns" / str(campaign.pk)


def known_path(campaign: Campaign, school: int) -> Path:
    """Where the rows lie that a school was sent."""
    return folder(campaign) / f"{school}.parquet"


def known_rows(campaign: Campaign, school: int) -> pa.Table:
    """已知的行 that a school was sent, as text."""
    path = known_path(campaign, school)
    return rows_in(path) if path.is_file() else pa.table({})


def keep_known(campaign: Campaign, asked: Sequence[Org], *, on: date) -> dict[int, int]:
    """已知的行 of each school lie in the campaign's folder; how many there are."""
    folder(campaign).mkdir(parents=True, exist_ok=True)
    found = _known(campaign, asked, on)
    for pk, table in found.items():
        pq.write_table(table, known_path(campaign, pk))
    return {pk: table.num_rows for pk, table in found.items()}


def _known(campaign: Campaign, asked: Sequence[Org], on: date) -> dict[int, pa.Table]:
    table = schema(campaign.table)
    if table.name in MARKS:
        return {}
    if table_kind(table.name).asked_anew:
        return {school.pk: _table(_own(school, table), table) for school in asked}
    roll = ROLLS.get(table.name)
    held = roll(asked, on) if roll else {}
    found = {pk: _table(rows, table) for pk, rows in held.items()}
    return {**_former(campaign, [s for s in asked if s.pk not in found]), **found}


def _table(rows: Sequence[Mapping[str, str]], table: TableSchema) -> pa.Table:
    """Rows of codes and text under the columns of the schema, with the words that a reader sees."""
    names = [c.name for c in table.columns if any(row.get(c.name) for row in rows)]
    held = {n: pa.array([row.get(n) or None for row in rows], pa.string()) for n in names}
    return as_text(pa.table(held), table) if held else pa.table({})


def _own(school: Org, table: TableSchema) -> list[Row]:
    """Whose the figures will be: a row for the school, or for each of its stages."""
    base = {"town": school.town} | {c: getattr(school, a) for c, a in SCHOOL_COLUMNS.items()}
    level = next((c for c in table.columns if c.name == "level" and c.codes), None)
    if level is None or "level" not in table.key:
        return [base]
    return [base | {"level": stage} for stage in school.stages if stage in level.codes]


def _pupils(asked: Sequence[Org], on: date) -> dict[int, list[Row]]:
    live = Spell.objects.filter(holds(on), school__in=asked).select_related("person", "school", "klass")
    found: dict[int, list[Row]] = defaultdict(list)
    hidden = withheld(on=on)
    for spell in live.order_by("klass__code", "person__number", "person_id"):
        said = _person(spell.person, spell.school, "student_number")
        row = {name: value for name, value in said.items() if name not in hidden(spell.person_id)}
        if spell.klass is not None:
            row |= {
                "grade": grade_words(grade_of(spell.klass, on)).zh,
                "class": class_name(spell.klass, on).zh,
            }
        found[spell.school_id].append(row)
    return found


def _staff(asked: Sequence[Org], on: date) -> dict[int, list[Row]]:
    below = Q(pk__in=())
    for school in asked:
        below |= Q(org__path__startswith=school.path)
    schools = {f"/{school.pk}/": school for school in asked}
    found: dict[int, dict[int, Row]] = defaultdict(dict)
    for post in (
        Post.objects.filter(below, holds(on)).select_related("person", "org").order_by("person__number")
    ):
        school = next(s for step, s in schools.items() if step in post.org.path)
        found[school.pk][post.person_id] = _person(post.person, school, "teacher_id")
    return {pk: list(rows.values()) for pk, rows in found.items()}


def _person(person: Person, school: Org, number: str) -> Row:
    facts = {name: str(value) for name, value in person.facts.items() if value not in (None, "")}
    own = {
        number: person.number,
        "name": person.name,
        "sex": person.sex,
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "id_kind": person.id_kind,
        "id_number": person.id_number,
        "school_code": school.code,
        "school": school.name,
    }
    return facts | {name: value for name, value in own.items() if value}


def _former(campaign: Campaign, asked: Iterable[Org]) -> dict[int, pa.Table]:
    """The rows of the latest Dataset of each school up to this period, else of the county's."""
    above = living(Dataset.objects.filter(table=campaign.table, period__lte=campaign.period))
    latest = above.select_related("org").order_by("period", "committed_at")
    own = {one.org_id: one for one in latest.filter(org__in=list(asked))}
    whole = latest.filter(org=campaign.org).last()
    county = _plain(whole) if whole else None
    found = {s.pk: _plain(own[s.pk]) if s.pk in own else _of(county, s) for s in asked}
    return {pk: table for pk, table in found.items() if table.num_rows}


def _plain(dataset: Dataset) -> pa.Table:
    found = schema(dataset.table)
    rows = lawful(load(dataset), dataset.table, on=timezone.localdate())
    return as_text(rows.select([n for n in rows.column_names if n in {c.name for c in found.columns}]), found)


def _of(table: pa.Table | None, school: Org) -> pa.Table:
    """The rows of one school in a county's table."""
    if table is None:
        return pa.table({})
    said = pa.array([school.code, school.name, *filter(None, [school.short_name])])
    columns = [table[c] for c in ("school_code", "code", "school") if c in table.column_names]
    masks = [pc.is_in(column, said) for column in columns]
    return table.filter(masks[0] if len(masks) == 1 else pc.or_(*masks[:2])) if masks else pa.table({})


ROLLS: Mapping[str, Callable[[Sequence[Org], date], dict[int, list[Row]]]] = {
    "students": _pupils,
    "teachers": _staff,
}
