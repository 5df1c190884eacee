"""人员: whom the export names, new ones added and known ones brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from xueheng.apps.intake.mirroring.journal import BATCH, Journal, When
from xueheng.apps.roster.actor import Actor, system
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.services import PersonRow, add_persons
from xueheng.tables.mirrors.sides import Difference, Entry

Tie = Literal["spells", "posts"]  # what makes somebody a pupil, or one of the staff
OTHER = {"spells": "posts", "posts": "spells"}  # a pupil's number never finds one of the staff
PERSONAL = ("name", "number", "sex", "born_on", "id_number", "facts")
INDEXED = ("id_digest",)


def persons_of(
    entries: Iterable[Entry], journal: Journal, *, tie: Tie, when: When, actor: Actor
) -> dict[int, int]:
    """The person of each new entry, by row; who is known by the number comes back."""
    new = list(entries)
    numbers = {one.number for one in new if one.number}
    kin = Q(**{f"{tie}__isnull": False}) | Q(**{OTHER[tie]: None})
    held = Person.objects.filter(kin, number__isnull=False).values_list("number", "pk")
    known = dict(held) if numbers else {}
    unknown = [one for one in new if one.number not in known]
    rows = [
        PersonRow(one.name, one.number or None, one.sex, one.born_on, "", one.id_number, "", dict(one.facts))
        for one in unknown
    ]
    made = add_persons(rows, actor=keeper(actor), now=when.now) if rows else []
    journal.persons += [person.pk for person in made]
    ids = {one.key: person.pk for one, person in zip(unknown, made, strict=True)}
    return ids | {one.key: known[one.number] for one in new if one.number in known}


def keeper(actor: Actor) -> Actor:
    """The platform itself, in the name of who commits an export whose right the mirror has checked."""
    return replace(system("mirror"), label=actor.label, account=actor.account)


def bring_up_to_date(found: Iterable[Difference], journal: Journal) -> int:
    """What the export says of a person holds; blanks leave what we had. How many have changed."""
    wanted = {d.held.key: fields for d in found if (fields := _new_fields(d))}
    persons = [person for part in parts(Person.objects.all(), list(wanted)) for person in part]
    for person in persons:
        before = {name: getattr(person, name) for name in wanted[person.pk]}
        journal.changed[person.pk] = before | journal.changed.get(person.pk, {})
        for name, value in wanted[person.pk].items():
            setattr(person, name, value)
    write(persons)
    return len(persons)


def restore(journal: Journal) -> None:
    """人员 are as they were before, and those whom nothing else holds are gone."""
    persons = [person for part in parts(Person.objects.all(), list(journal.changed)) for person in part]
    for person in persons:
        for name, value in journal.changed[person.pk].items():
            setattr(person, name, date.fromisoformat(value) if name == "born_on" and value else value)
    write(persons)
    unused = Person.objects.filter(spells=None, posts=None, accounts=None, guardians=None)
    for part in parts(unused, journal.persons):
        part.delete()


def parts(rows: QuerySet[Any], keys: list[int]) -> Iterable[QuerySet[Any]]:
    """The rows of these keys, some hundreds at a time."""
    for start in range(0, len(keys), BATCH):
        yield rows.filter(pk__in=keys[start : start + BATCH])


def write(persons: list[Person]) -> None:
    """The persons are written as they stand, thousands at once."""
    Person.objects.bulk_create(
        persons,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*PERSONAL, *INDEXED],
    )


def _new_fields(found: Difference) -> dict[str, Any]:
    said, held = found.said, found.held
    facts = {**held.facts, **said.facts}
    fields = {name: getattr(said, name) for name in PERSONAL[:-1]}
    new = {name: value for name, value in fields.items() if value and value != getattr(held, name)}
    return {**new, "facts": facts} if facts != held.facts else new
