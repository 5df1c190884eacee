"""Schools, class sizes and pupils, on any day."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from xueheng.api.named import name_class, name_persons
from xueheng.api.routes import SIGNED_IN, read
from xueheng.api.shapes.places import (
    Child,
    ClassResult,
    ClassSize,
    Named,
    OnePupil,
    Org,
    OwnResult,
    Pupil,
    RollLine,
    School,
)
from xueheng.api.shapes.rows import Day, Listed, Name, Number, Of, Rows, Text, listed
from xueheng.apps.publish.persons import child_results, class_results
from xueheng.apps.roster import queries
from xueheng.packs.student_status.registry import school_lines
from xueheng.packs.student_status.roll import Asked, lines, roll, stays
from xueheng.packs.student_status.roll_export import taken_out

router = Router()

On = Annotated[Day | None, Query()]


class PupilsWanted(Schema):
    """Which pupils are wanted; empty says nothing."""

    text: Text = ""
    school: Text = ""
    klass: Text = ""
    status: Text = ""
    grade: int | None = None


@read(router, "orgs", rule="orgs.see", gives=Listed[Org])
def orgs(request: HttpRequest, rows: Rows, kind: Of = "", on: On = None) -> Any:
    """By code; of one kind only, as they stood on a day."""
    kinds = [kind] if kind else None
    return listed(queries.orgs(request.actor, "orgs.see", kinds=kinds, on=_day(on)), rows)


@read(router, "orgs/{code}", rule="orgs.see", gives=Org)
def org(request: HttpRequest, code: Name) -> Any:
    """One organisation."""
    return queries.org(request.actor, "orgs.see", code)


@read(router, "schools", rule="orgs.see", gives=Listed[School])
def schools(request: HttpRequest, rows: Rows, on: On = None) -> Any:
    """By code, each with its pupils, classes and grades."""
    return listed(school_lines(request.actor, on=_day(on)), rows)


@read(router, "class-sizes", rule="orgs.see", gives=Listed[ClassSize])
def class_sizes(request: HttpRequest, rows: Rows, org: Of = "", on: On = None) -> Any:
    """By school and class, each with the band of its size."""
    widest = queries.orgs(request.actor, "orgs.see")
    found = widest.filter(code=org) if org else widest.filter(path__in=request.actor.paths("orgs.see"))
    sizes = (queries.class_sizes(request.actor, place, on=_day(on)) for place in found)
    return listed([size for each in sizes for size in each], rows)


@read(router, "pupils", rule="pupils.see", gives=Listed[Pupil])
def pupils(request: HttpRequest, rows: Rows, wanted: Annotated[PupilsWanted, Query()], on: On = None) -> Any:
    """By school, class and name, without numbers and births; no more in a day than one may take alone."""
    page = listed(roll(request.actor, _asked(wanted), on=_day(on)), rows, partial(lines, on=_day(on)))
    name_persons(request, len(page["items"]))
    return page


@read(router, "pupils/export", rule="pupils.see", gives=list[RollLine])
def pupils_export(request: HttpRequest, wanted: Annotated[PupilsWanted, Query()]) -> Any:
    """The roll to keep, which the audit knows; many persons need a release."""
    return taken_out(request.actor, _asked(wanted), on=timezone.localdate(), now=request.now)


@read(router, "classes/{code}/pupils", rule="class.see", gives=list[Named])
def class_pupils(request: HttpRequest, code: Name, on: On = None) -> Any:
    """By name, for the class's own teachers."""
    klass = queries.org(request.actor, "class.see", code)
    found = queries.pupils_of_class(request.actor, klass, on=_day(on))
    name_class(request, klass, found)
    return found


@read(router, "classes/{code}/results", rule="class.see", gives=list[ClassResult])
def class_result(request: HttpRequest, code: Name) -> Any:
    """Whom published placements have put into a class, for its own teachers."""
    klass = queries.org(request.actor, "class.see", code)
    found = class_results(request.actor, klass)
    name_class(request, klass, [name for result in found for name in result.pupils])
    return found


@read(router, "pupils/{number}", rule=SIGNED_IN, gives=OnePupil)
def pupil(request: HttpRequest, number: Number, on: On = None) -> Any:
    """One pupil whom the actor sees by name, with its way through the schools."""
    place = queries.place_of(request.actor, number, on=_day(on))
    name_persons(request, 0 if number in request.actor.children else 1)
    way = stays(queries.spells_of(request.actor, number, on=_day(on)), on=_day(on))
    return {**_flat(place), "stays": way}


@read(router, "children", rule=SIGNED_IN, gives=list[Child])
def children(request: HttpRequest, on: On = None) -> Any:
    """Of a guardian, where the token lists them."""
    return queries.children(request.actor, on=_day(on))


@read(router, "children/{number}/results", rule=SIGNED_IN, gives=list[OwnResult])
def child_result(request: HttpRequest, number: Number) -> Any:
    """What results published for families say of one's own child."""
    return child_results(request.actor, number)


def _asked(wanted: PupilsWanted) -> Asked:
    return Asked(wanted.text, wanted.school, wanted.grade, wanted.klass, wanted.status)


def _flat(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("person", "school", "klass", "grade")}


def _day(on: date | None) -> date:
    return on or timezone.localdate()
