"""本人可读: what published results say of an own child or an own class, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.intake.store import frozen_path
from xueheng.apps.packs import Showing, packs
from xueheng.apps.publish.models import Publication
from xueheng.apps.publish.own import Own, Place, Row, Told
from xueheng.apps.publish.queries import above, as_of, school_paths
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person, Spell
from xueheng.apps.roster.spans import holds
from xueheng.apps.runs import store
from xueheng.apps.runs.models import Run
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words

CHILD, CLASS = "child", "class"  # audiences of packs' functions (own) -> told, (own, place) -> numbers
ROLL_NUMBERS = ("student_number", "全国学籍号", "学籍号")  # columns that tie a number to one of the roll
LATEST = 4  # publications of a method that are looked through


@dataclass(frozen=True)
class PersonResult:
    """What one published result says of a child."""

    label: Words
    publication: UUID
    title: Words
    as_of: date
    told: Told


@dataclass(frozen=True)
class ClassResult:
    """编班名单: whom a published placement has put into a class, by name where the school's roll has it."""

    title: Words
    as_of: date
    pupils: tuple[str, ...]


def child_results(actor: Actor, child: int, *, today: date | None = None) -> list[PersonResult]:
    """What results published for families say of the actor's own child; NotFound for any other child."""
    if child not in actor.children:
        raise NotFound(_("没有找到这个孩子，或者他没有和您的账号绑定。"))
    day = today or timezone.localdate()
    number = Person.objects.values_list("number", flat=True).get(pk=child)
    found = _published(CHILD, school_paths([child], day), ("families",), day)
    said = ((s, p, _said(s, p.run, number)) for s, p in found if number)
    return [PersonResult(s.label, p.pk, Words(**p.title), as_of(p), told) for s, p, told in said if told]


def class_results(actor: Actor, klass: Org, *, today: date | None = None) -> list[ClassResult]:
    """编班名单 of a class from published placements of its own school and year, for who sees the class."""
    actor.require("class.see", klass)
    school, day = klass.parent, today or timezone.localdate()
    if school is None or klass.kind != "class":
        return []
    names = frozenset({klass.name, klass.short_name, klass.code} - {""})
    place = Place(klass.number, names, klass.stage, set(school.stages) <= {klass.stage})
    made = []
    for showing, found in _published(CLASS, [school.path], ("families", "schools"), day):
        if _is_of(found.run, school, klass.entered):
            ids = showing.function()(_own(found.run), place)
            made.append(ClassResult(Words(**found.title), as_of(found), _names(ids, school, day)))
    return [result for result in made if result.pupils]


def _published(
    kind: str, schools: Iterable[str], audiences: Iterable[str], day: date
) -> Iterator[tuple[Showing, Publication]]:
    """Each pack's showing of a kind with the latest publications that reach the schools, a run once."""
    live = Publication.objects.filter(org__in=above(schools), audience__in=audiences, state="published")
    latest = live.exclude(until__lte=day).select_related("run__org").order_by("-run__sealed_at", "audience")
    for showing in (s for pack in packs() for s in pack.showings if s.audience == kind):
        found = {p.run_id: p for p in latest.filter(run__method=showing.method)[:LATEST]}
        yield from ((showing, publication) for publication in found.values())


def _said(showing: Showing, run: Run, number: str) -> Told | None:
    ids = _ids(run, number)
    told: Told | None = showing.function()(_own(run, ids)) if ids else None
    return told


def _own(run: Run, ids: frozenset[str] = frozenset()) -> Own:
    places = Org.objects.filter(path__startswith=run.org.path, kind__in=kinds_of("school"))
    params = parse_params(method(run.method).params, [], document=run.params)
    names = dict(places.values_list("code", "name"))
    return Own(params, run.figures, names, partial(_rows, run), ids)


def _rows(run: Run, table: str, column: str, values: Collection[str]) -> list[Row]:
    path = store.folder(run) / store.OUTCOME / f"{table}.parquet"
    return _where(path, column, values) if path.is_file() else []


def _where(
    path: Path, column: str, values: Collection[str], wanted: Sequence[str] | None = None
) -> list[Row]:
    """The rows of a file whose column has one of the values; no more of it is read than can hold them."""
    asked = [(column, "in", sorted(values))]
    rows: list[Row] = pq.read_table(path, columns=wanted, filters=asked, use_threads=False).to_pylist()
    return rows


def _ids(run: Run, number: str) -> frozenset[str]:
    """Under which numbers a pupil of the roll stands in a run: as the given list ties them, else the same."""
    first = method(run.method).inputs[0].name
    path = frozen_path(run.inputs.select_related("dataset").get(name=first).dataset.sha256)
    if not path.is_file():
        return frozenset({number})
    heads = pq.read_schema(path).names
    tie = next((name for name in ROLL_NUMBERS if name in heads), None)
    if tie is None:
        return frozenset({number})
    return frozenset(row["id"] for row in _where(path, tie, {number}, ["id"]))


def _is_of(run: Run, school: Org, entered: int | None) -> bool:
    """True where what was placed are the pupils of that school and year."""
    first = method(run.method).inputs[0].name
    given = run.inputs.select_related("dataset").get(name=first).dataset
    return given.org_id == school.pk and given.period[:4] == str(entered)


def _names(ids: Collection[str], school: Org, day: date) -> tuple[str, ...]:
    live = Spell.objects.filter(holds(day), school=school, person__number__in=ids)
    names = dict(live.values_list("person__number", "person__name"))
    return tuple(names.get(one, one) for one in sorted(ids))
