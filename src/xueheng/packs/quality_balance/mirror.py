"""教基一方: schools as the roster and the last table of resources know them, by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from django.utils.timezone import localdate

from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.mirroring.side import Asked, Ours
from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.series import living
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.queries import Count, census_counts, schools
from xueheng.standards.code_lists import code_list
from xueheng.standards.org_kinds import org_kind
from xueheng.standards.words import comparable
from xueheng.tables.mirrors.reading import as_text
from xueheng.tables.mirrors.sides import Entry

COUNTED = ("classes", "pupils", "boys", "girls")
POINT = (9, 1)  # 教基统计时点
Stages = Mapping[str, Sequence[str]]


def of_schools(asked: Asked) -> Ours:
    """学校: a row for each school and stage as the roster has it on the day of the statistics."""
    on = _day(asked)
    counts, resources = _counts(asked.org, on), _resources(asked.org)
    below = schools(system("mirror"), on=on).filter(path__startswith=asked.org.path)
    said: dict[str, set[str]] = defaultdict(set)
    for row in asked.rows:
        said[row.number].add(row.about)
    found = [
        (school, level, stages)
        for school in below
        for level, stages in _levels(school, said[school.code]).items()
    ]
    return Ours(
        [
            Entry(
                key=n,
                name=school.name,
                number=school.code,
                school=asked.org.code,
                state="",
                facts=_facts(school, stages, counts, resources),
                about=level,
            )
            for n, (school, level, stages) in enumerate(found, start=1)
        ]
    )


def _day(asked: Asked) -> date:
    """The first of September of the year that the export is of, else the day that it speaks of."""
    year = asked.period[:4] if len(asked.period) == len("2026") else ""
    return min(date(int(year), *POINT), localdate(asked.when.now)) if year.isdecimal() else asked.when.day


def _levels(school: Org, said: set[str]) -> Stages:
    """The rows that a school has: one for each stage, or one for all where the export has it so."""
    stages = list(school.stages)
    if said and said.isdisjoint(stages):
        return {min(said): stages}
    return {stage: [stage] for stage in stages}


def _counts(org: Org, on: date) -> Mapping[tuple[str, str], Sequence[Count]]:
    found: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in census_counts(system("mirror"), org, on=on):
        if count.klass is not None:
            found[count.school.code, count.klass.stage].append(count)
    return found


def _resources(org: Org) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """办学条件 of each school and stage in the last table, by code and by name."""
    held = living(Dataset.objects.filter(table="school_resources", org=org)).order_by("-committed_at").first()
    rows = load(held).to_pylist() if held else []
    return {(row["school"], row["level"]): {c: as_text(v) for c, v in row.items()} for row in rows}


def _facts(
    school: Org,
    stages: Iterable[str],
    counts: Mapping[tuple[str, str], Sequence[Count]],
    resources: Mapping[tuple[str, str], Mapping[str, str]],
) -> dict[str, str]:
    held = [count for stage in stages for count in counts.get((school.code, stage), ())]
    totals = {name: str(sum(getattr(count, name) for count in held)) for name in COUNTED} if held else {}
    own = {"town": school.town, "ownership": school.ownership, "urban_rural": school.setting}
    tables = list(_of(school, stages, resources))
    bound = (
        {c: v for c, v in tables[0].items() if c not in ("school", "level", "county", "kind")}
        if tables
        else {}
    )
    return {**bound, **own, "kind": _kind(school.kind), **totals}


def _of(
    school: Org, stages: Iterable[str], resources: Mapping[tuple[str, str], Mapping[str, str]]
) -> Iterator[Mapping[str, str]]:
    """The resources of a school of one stage; of several together there is no figure."""
    only = list(stages)
    for name in (school.code, school.name, school.short_name):
        if len(only) == 1 and (name, only[0]) in resources:
            yield resources[name, only[0]]


@cache
def _kind(kind: str) -> str:
    """办学类型代码 of a kind of organisation, by its name."""
    wanted = comparable(org_kind(kind).label.zh)
    codes = code_list("school_kind").items()
    return next((code for code, words in codes if wanted in map(comparable, words)), "")
