"""Persons and their guardians: one by one, or as many as a county has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.models import Guardian, Person, Spell
from xueheng.apps.roster.tree import BATCH
from xueheng.apps.roster.visibility import visible

PUPILS, ACCOUNTS = "pupils.manage", "accounts.manage"


@dataclass(frozen=True)
class PersonRow:
    """人员 to be added; `number` is the national student number or the teacher's number."""

    name: str
    number: str | None = None
    sex: str = ""
    born_on: date | None = None
    id_kind: str = ""
    id_number: str = ""
    phone: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    is_sample: bool = False


@dataclass(frozen=True)
class GuardianRow:
    """监护 to be tied: the ids of a child and of who answers for it."""

    child: int
    guardian: int
    relation: str = ""


@transaction.atomic
def add_persons(rows: Sequence[PersonRow], *, actor: Actor, now: datetime) -> list[Person]:
    """人员 are known, each once; what they are to whom is said by spells, posts and ties."""
    if not (actor.may(PUPILS) or actor.may(ACCOUNTS)):
        raise NotAllowed(_("您的岗位不能登记人员。"))
    try:
        with transaction.atomic():
            made = Person.objects.bulk_create([Person(**vars(row)) for row in rows], batch_size=BATCH)
    except IntegrityError as error:
        raise NotReady(_("有的学籍号或教师编号已经在册，没有登记任何人。")) from error
    audit.record(actor.label, "persons.added", subject=("persons", ""), now=now, details={"n": len(made)})
    return made


def tie_guardian(
    child: Person, guardian: Person, *, relation: str = "", actor: Actor, now: datetime
) -> Guardian:
    """监护: from now on the guardian sees this child; nobody ties a child to themselves."""
    if guardian.pk in (child.pk, actor.person):
        raise NotAllowed(_("不能把学生和自己绑定。请另一位工作人员来做。"))
    return load_guardians([GuardianRow(child.pk, guardian.pk, relation)], actor=actor, now=now)[0]


@transaction.atomic
def load_guardians(rows: Sequence[GuardianRow], *, actor: Actor, now: datetime) -> list[Guardian]:
    """监护 of a list are tied; all of them or none."""
    _require_pupils(actor, {row.child for row in rows})
    ties = [Guardian(child_id=r.child, guardian_id=r.guardian, relation=r.relation) for r in rows]
    try:
        with transaction.atomic():
            made = Guardian.objects.bulk_create(ties, batch_size=BATCH)
    except IntegrityError as error:
        raise NotReady(_("有的监护关系已经登记，没有改动。")) from error
    audit.record(actor.label, "guardians.tied", subject=("guardians", ""), now=now, details={"n": len(made)})
    return made


@transaction.atomic
def untie_guardian(child: Person, guardian: Person, *, actor: Actor, now: datetime) -> None:
    """监护 is over: the guardian no longer sees this child."""
    _require_pupils(actor, {child.pk})
    gone, _kinds = Guardian.objects.filter(child=child, guardian=guardian).delete()
    if not gone:
        raise NotFound(_("没有这项监护关系。"))
    audit.record(actor.label, "guardian.untied", subject=("person", child.pk), now=now)


def _require_pupils(actor: Actor, children: Collection[int]) -> None:
    if EVERYWHERE in actor.paths(PUPILS):
        return
    seen = visible(Spell.objects.filter(valid_to=None), actor, PUPILS, org="school")
    if not set(children) <= set(seen.values_list("person", flat=True)):
        raise NotAllowed(_("有的学生不归您管理。"))
