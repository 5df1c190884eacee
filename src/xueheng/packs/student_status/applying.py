"""照办: what the comparison found is done in the roster, written down so that it can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xueheng.apps.intake.mirroring.humans import bring_up_to_date, persons_of
from xueheng.apps.intake.mirroring.journal import BATCH, Journal, When
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Spell
from xueheng.apps.roster.services import SpellRow, enrol
from xueheng.packs.student_status.places import Room, room_of, rooms_of
from xueheng.tables.mirrors.sides import Difference, Entry, Reconciled

PLACED = ("school", "grade", "class", "status")


def apply(found: Reconciled, org: Org, journal: Journal, *, when: When, actor: Actor) -> None:
    """照办: the new are enrolled, the changed moved, who left is off the roll; doubts stay."""
    moved = [d for d in found.changed if any(c.column in PLACED for c in d.changes)]
    placed = {d.held.key: _placed(d) for d in moved}
    rooms = rooms_of([*found.new, *placed.values()], org, journal, when=when, actor=actor)
    rows = _ended(moved, found.left, journal, placed, rooms, when=when)
    persons = persons_of(found.new, journal, tie="spells", when=when, actor=actor)
    rows += [_spell(p, persons[p.key], rooms, when.day, when=when) for p in found.new]
    journal.spells = [spell.pk for spell in enrol(rows, actor=actor, now=when.now)] if rows else []
    bring_up_to_date([*found.changed, *found.same], journal)


def _ended(
    moved: Sequence[Difference],
    left: Sequence[Difference],
    journal: Journal,
    placed: Mapping[int, Entry],
    rooms: Mapping[Room, str],
    *,
    when: When,
) -> list[SpellRow]:
    """Spells of those who moved or left have ended; the spells that follow for those who moved."""
    spells = _open_spells({d.held.key for d in (*moved, *left)})
    ways = {d.held.key: d.said.state or "" for d in left} | {d.held.key: _way_out(d) for d in moved}
    _end([(spells[key], way) for key, way in ways.items()], journal, when=when)
    return [
        replace(_spell(pupil, key, rooms, when.after(spells[key]), when=when), entry_kind=_way_in(ways[key]))
        for key, pupil in placed.items()
    ]


def _placed(found: Difference) -> Entry:
    """Where the pupil is from now on: as the export says, and as the roster says where it is silent."""
    said, held = found.said, found.held
    stays = said.school == held.school
    return replace(
        said,
        grade=said.grade or (held.grade if stays else None),
        klass=said.klass or (held.klass if stays else ""),
        state=said.state or held.state,
    )


def _way_out(found: Difference) -> str:
    columns = {c.column for c in found.changes}
    if "school" in columns:
        return "transferred"
    return "suspended" if "status" in columns and found.said.state == "suspended" else "class_changed"


def _way_in(way_out: str) -> str:
    return "corrected" if way_out == "suspended" else way_out


def _open_spells(persons: set[int]) -> dict[int, Spell]:
    spells = Spell.objects.filter(valid_to=None) if persons else Spell.objects.none()
    return {spell.person_id: spell for spell in spells if spell.person_id in persons}


def _end(spells: Iterable[tuple[Spell, str]], journal: Journal, *, when: When) -> None:
    by_day: dict[tuple[date, str], list[int]] = defaultdict(list)
    for spell, way in spells:
        by_day[when.after(spell), way].append(spell.pk)
    for (day, way), keys in by_day.items():
        journal.ended += keys
        for start in range(0, len(keys), BATCH):
            Spell.objects.filter(pk__in=keys[start : start + BATCH]).update(valid_to=day, exit_kind=way)


def _spell(pupil: Entry, person: int, rooms: Mapping[Room, str], day: date, *, when: When) -> SpellRow:
    room = room_of(pupil, when)
    klass, grade = (rooms[room], "") if room else ("", str(pupil.grade or ""))
    return SpellRow(person, pupil.school, day, klass, grade, pupil.state or "enrolled")


def take_off(persons: set[int], org: Org, journal: Journal, *, when: When) -> None:
    """离籍: pupils of whom the national system knows nothing any more are off the roll."""
    _end([(spell, "missing") for spell in _open_spells(persons).values()], journal, when=when)
