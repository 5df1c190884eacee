"""班级: the classes that the pupils of an export need; those that nobody knew are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xueheng.apps.intake.mirroring.humans import keeper
from xueheng.apps.intake.mirroring.journal import Journal, When
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.services import OrgRow, load_orgs
from xueheng.standards.class_years import class_years, school_year
from xueheng.tables.mirrors.reading import class_number
from xueheng.tables.mirrors.sides import Entry

Room = tuple[str, str, int, str]  # school, stage, year of entry, number


def rooms_of(
    pupils: Iterable[Entry], org: Org, journal: Journal, *, when: When, actor: Actor
) -> Mapping[Room, str]:
    """The code of every class that the pupils need; those that nobody knew stand now."""
    known = Org.objects.filter(kind="class", path__startswith=org.path).select_related("parent")
    codes = {
        (o.parent.code, o.stage, o.entered or 0, class_number(o.number)): o.code for o in known if o.parent
    }
    needed = dict.fromkeys(room for p in pupils if (room := room_of(p, when)) and room not in codes)
    rows = [_class(room, when.day) for room in needed]
    made = load_orgs(rows, actor=keeper(actor), now=when.now) if rows else []
    journal.classes = [o.pk for o in made]
    return codes | {room: row.code for room, row in zip(needed, rows, strict=True)}


def room_of(pupil: Entry, when: When) -> Room | None:
    """班级 in which a pupil sits, by what the export says; None when it does not say enough."""
    stages = class_years().stages.items()
    stage = next(((n, s.grades) for n, s in stages if pupil.grade in s.grades), None)
    if stage is None or pupil.grade is None or not pupil.klass:
        return None
    return pupil.school, stage[0], school_year(when.day) - stage[1].index(pupil.grade), pupil.klass


def _class(room: Room, day: date) -> OrgRow:
    school, stage, entered, number = room
    code = f"{school}-{stage}-{entered}-{number.replace('/', '-')}"[:64]
    name = f"{entered}级{number}班"
    return OrgRow(code, "class", name, school, stage=stage, entered=entered, number=number, valid_from=day)
