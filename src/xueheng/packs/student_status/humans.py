"""人员: whom the export names, new ones added and known ones brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.services import PersonRow, add_persons
from xueheng.packs.student_status.journal import BATCH, Journal, When
from xueheng.packs.student_status.reconciled import Difference, Pupil

PERSONAL = ("name", "number", "sex", "born_on", "id_number", "facts")


def persons_of(pupils: Iterable[Pupil], journal: Journal, *, when: When, actor: Actor) -> dict[int, int]:
    """The person of each new pupil, by row; who is known by the number comes back."""
    new = list(pupils)
    numbers = {p.number for p in new if p.number}
    known = dict(Person.objects.filter(spells__isnull=False).values_list("number", "pk")) if numbers else {}
    unknown = [p for p in new if p.number not in known]
    rows = [
        PersonRow(p.name, p.number or None, p.sex, p.born_on, "", p.id_number, "", dict(p.facts))
        for p in unknown
    ]
    made = add_persons(rows, actor=actor, now=when.now) if rows else []
    journal.persons = [person.pk for person in made]
    ids = {p.key: person.pk for p, person in zip(unknown, made, strict=True)}
    return ids | {p.key: known[p.number] for p in new if p.number in known}


def bring_up_to_date(found: Iterable[Difference], journal: Journal) -> None:
    """What the export says of a person holds; blanks leave what we had."""
    wanted = {d.held.key: fields for d in found if (fields := _new_fields(d))}
    persons = [p for p in Person.objects.filter(spells__valid_to=None) if p.pk in wanted] if wanted else []
    for person in persons:
        journal.changed[person.pk] = {name: getattr(person, name) for name in wanted[person.pk]}
        for name, value in wanted[person.pk].items():
            setattr(person, name, value)
    write(persons)


def write(persons: list[Person]) -> None:
    """The persons are written as they stand, thousands at once."""
    Person.objects.bulk_create(
        persons, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=list(PERSONAL)
    )


def _new_fields(found: Difference) -> dict[str, Any]:
    said, held = found.said, found.held
    facts = {**held.facts, **said.facts}
    fields = {name: getattr(said, name) for name in PERSONAL[:-1]}
    new = {name: value for name, value in fields.items() if value and value != getattr(held, name)}
    return {**new, "facts": facts} if facts != held.facts else new
