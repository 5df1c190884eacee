"""Spells: a pupil is in one place at a time, and nothing of the past is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.apps.roster.conftest import SINCE, SYSTEM, Life
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import DomainError, NotAllowed, NotFound, NotReady
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.models import Org, Person, Spell
from xueheng.apps.roster.services import PersonRow, SpellRow

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 8)


def moved(life: Life, **more: Any) -> Spell:
    values = {"on": OCTOBER, "actor": SYSTEM, "now": NOW} | more
    return services.transfer(life.an, life.places.south, klass=life.places.south_class, **values)


def test_a_transfer_leaves_one_place_and_begins_at_the_other_on_the_same_day(life: Life) -> None:
    new = moved(life)
    old = Spell.objects.get(person=life.an, school=life.places.north)
    assert (old.valid_to, old.exit_kind) == (new.valid_from, new.entry_kind) == (OCTOBER, "transferred")
    assert queries.place_of(SYSTEM, life.an.pk, on=date(2026, 10, 7)).school == life.places.north
    assert queries.place_of(SYSTEM, life.an.pk, on=OCTOBER).school == life.places.south


def test_who_sees_the_pupil_changes_with_the_transfer(life: Life) -> None:
    moved(life)
    north = life.places.actor("head", life.places.north)
    assert queries.pupil(north, life.an.pk, on=TODAY) == life.an
    with pytest.raises(NotFound):
        queries.pupil(north, life.an.pk, on=OCTOBER)


@pytest.mark.parametrize("place", ["north", "south"])
def test_a_transfer_needs_the_right_at_both_ends(life: Life, place: str) -> None:
    one_end = life.places.actor("section_clerk", getattr(life.places, place))
    with pytest.raises(NotAllowed):
        moved(life, actor=one_end)
    assert Spell.objects.get(person=life.an).valid_to is None
    assert not Entry.objects.filter(action="pupil.transferred").exists()


def test_a_child_who_has_left_is_at_no_school(life: Life) -> None:
    services.leave(life.an, on=OCTOBER, exit_kind="transferred", actor=SYSTEM, now=NOW)
    assert [child.school for child in queries.children(life.parent(), on=OCTOBER)] == [None]


def test_a_class_is_of_one_school_though_another_s_number_begins_alike(life: Life, alike: Any) -> None:
    one, other = alike
    klass = {"code": "c", "kind": "class", "name": "1班", "path": f"{other.path}9/"}
    Org.objects.create(pk=90_000_000, parent=other, **klass)
    with pytest.raises(NotReady, match="不是"):
        services.enrol([SpellRow(life.mother.pk, one.code, SINCE, "c")], actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("on", [SINCE, date(2026, 8, 1)])
def test_a_move_before_the_pupil_came_is_refused(life: Life, on: date) -> None:
    with pytest.raises(NotReady, match="2026-09-01"):
        moved(life, on=on)


def test_a_class_of_another_school_is_refused_and_nothing_has_happened(life: Life) -> None:
    with pytest.raises(NotReady, match="不是"):
        services.transfer(
            life.an, life.places.south, klass=life.places.north_class, on=OCTOBER, actor=SYSTEM, now=NOW
        )
    assert Spell.objects.get(person=life.an).valid_to is None


def test_a_move_to_where_the_pupil_is_already_is_refused(life: Life) -> None:
    place = life.places
    with pytest.raises(NotReady, match="已经在"):
        services.transfer(life.an, place.north, klass=place.north_class, on=OCTOBER, actor=SYSTEM, now=NOW)


def test_a_change_of_class_within_the_school_is_called_so(life: Life) -> None:
    spell = services.transfer(life.dan, life.places.south, klass=life.places.south_class, on=OCTOBER,
                              actor=SYSTEM, now=NOW)  # fmt: skip
    assert spell.entry_kind == "class_changed"
    assert [s.klass for s in queries.spells_of(SYSTEM, life.dan.pk, on=OCTOBER)] == [
        life.places.south_class,
        None,
    ]


def test_who_leaves_is_nowhere_from_that_day_on_and_may_come_back(life: Life) -> None:
    services.leave(life.an, on=OCTOBER, exit_kind="left_county", actor=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        moved(life, on=date(2026, 11, 1))
    back = [SpellRow(life.an.pk, life.places.south.code, date(2027, 2, 20))]
    assert services.enrol(back, actor=SYSTEM, now=NOW)[0].valid_to is None


def test_leaving_needs_a_known_reason_and_the_right(life: Life) -> None:
    with pytest.raises(NotReady, match="离校方式"):
        services.leave(life.an, on=OCTOBER, exit_kind="gone", actor=SYSTEM, now=NOW)
    with pytest.raises(NotAllowed):
        services.leave(life.an, on=OCTOBER, exit_kind="left_county",
                       actor=life.places.actor("head", life.places.north), now=NOW)  # fmt: skip


def test_nobody_is_in_two_places_at_once(life: Life) -> None:
    twice = [SpellRow(life.an.pk, life.places.south.code, SINCE)]
    with pytest.raises(NotReady, match="已经在别处"):
        services.enrol(twice, actor=SYSTEM, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.create(person=life.an, school=life.places.south, valid_from=SINCE)


def test_a_list_is_enrolled_whole_or_not_at_all(life: Life) -> None:
    eva = services.add_persons([PersonRow("新生")], actor=SYSTEM, now=NOW)[0]
    rows = [SpellRow(p.pk, life.places.south.code, SINCE) for p in (eva, life.an)]
    with pytest.raises(NotReady):
        services.enrol(rows, actor=SYSTEM, now=NOW)
    assert not Spell.objects.filter(person=eva).exists()


BAD_ROWS = {
    "school": {"school": "0000000000"},
    "class": {"klass": "0000000000"},
    "status": {"status": "sleeping"},
    "days": {"valid_to": SINCE},
}


@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_spell_that_cannot_be_is_refused(life: Life, bad: dict[str, Any]) -> None:
    row = {"person": life.an.pk, "school": life.places.north.code, "valid_from": SINCE} | bad
    with pytest.raises(DomainError):
        services.enrol([SpellRow(**row)], actor=SYSTEM, now=NOW)


def test_a_clerk_of_one_school_enrols_nobody_at_another(life: Life) -> None:
    rows = [SpellRow(life.an.pk, life.places.south.code, SINCE)]
    with pytest.raises(NotAllowed):
        services.enrol(rows, actor=life.places.actor("section_clerk", life.places.north), now=NOW)


def test_a_number_belongs_to_one_person(life: Life) -> None:
    with pytest.raises(NotReady, match="没有登记任何人"):
        services.add_persons([PersonRow("甲", "N1"), PersonRow("乙", "G1")], actor=SYSTEM, now=NOW)
    assert not Person.objects.filter(number="N1").exists()


@pytest.mark.parametrize(("role", "may"), [("administrator", True), ("section_clerk", True), ("head", False)])
def test_only_who_keeps_pupils_or_accounts_registers_persons(life: Life, role: str, may: bool) -> None:
    actor = life.places.actor(role, life.places.county)
    if may:
        assert services.add_persons([PersonRow("甲")], actor=actor, now=NOW)[0].pk
    else:
        with pytest.raises(NotAllowed):
            services.add_persons([PersonRow("甲")], actor=actor, now=NOW)


def test_the_audit_of_a_list_holds_counts_and_no_names(life: Life) -> None:
    entry = Entry.objects.get(action="pupils.enrolled")
    assert entry.details == {"n": 4, "schools": 2}
    assert "林小安" not in str(list(Entry.objects.values()))
