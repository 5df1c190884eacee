"""同意: guardians decide about the optional uses of a child's data; refusing closes nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.consenting import answered, standing
from xueheng.apps.roster.models import Consent, Guardian, Org, Person, Spell
from xueheng.apps.roster.purposes import Purpose, optional, purpose
from xueheng.apps.roster.reach import BY_NAME, spells
from xueheng.apps.roster.visibility import visible

DECISIONS = ("given", "refused", "withdrawn")


@dataclass(frozen=True)
class Asked:
    """一项用途 and what this guardian has last decided about it, as far as it still counts."""

    purpose: Purpose
    decision: str  # "" when nothing has been answered
    decided_at: datetime | None


@dataclass(frozen=True)
class Answers:
    """答复情况 of a school or a class: how many families have answered, how many have not."""

    org: Org
    pupils: int
    answered: int

    @property
    def open(self) -> int:
        """How many have not answered."""
        return self.pupils - self.answered


@transaction.atomic
def decide(
    child: int, purpose_id: str, decision: str, *, notice: str, actor: Actor, now: datetime
) -> Consent:
    """同意、不同意或撤回: the guardian's decision holds at once, for the notice that was read."""
    if actor.person is None or child not in actor.children:
        raise NotFound(_("没有找到这个孩子，或者他没有和您的账号绑定。"))
    return _decided(child, actor.person, purpose_id, decision, notice=notice, actor=actor, now=now)


@transaction.atomic
def enter(
    child: int, guardian: int, purpose_id: str, decision: str, *, notice: str, actor: Actor, now: datetime
) -> Consent:
    """代录: what a guardian has signed on paper, entered by the class's teachers or who keeps the roll."""
    place = Spell.objects.filter(valid_to=None, person=child)
    kept, taught = (
        visible(place, actor, "pupils.manage", org="school"),
        visible(place, actor, "class.see", org="klass"),
    )
    is_near = kept | taught
    if not is_near.exists() or not Guardian.objects.filter(child=child, guardian=guardian).exists():
        raise NotFound(_("没有找到这名学生和监护人，或者不在您能办理的范围内。"))
    return _decided(child, guardian, purpose_id, decision, notice=notice, actor=actor, now=now)


def _decided(
    child: int, guardian: int, purpose_id: str, decision: str, *, notice: str, actor: Actor, now: datetime
) -> Consent:
    meant = purpose(purpose_id)
    if not meant.is_optional or decision not in DECISIONS:
        raise NotFound(_("没有这项可以选择的用途。"))
    if notice != meant.version:
        raise NotReady(_("说明已经更新，请重新读一遍再决定。"))
    held = {"child_id": child, "guardian_id": guardian, "purpose": purpose_id, "notice": notice}
    made = Consent.objects.create(**held, decision=decision, decided_at=now)
    told = {"purpose": purpose_id, "notice": notice, "on_paper": actor.person != guardian}
    audit.record(actor.label, f"consent.{decision}", subject=("person", child), now=now, details=told)
    return made


def asked_of(actor: Actor, child: int) -> list[Asked]:
    """可选用途 with what this guardian has decided for an own child; NotFound for another's."""
    if actor.person is None or child not in actor.children:
        raise NotFound(_("没有找到这个孩子，或者他没有和您的账号绑定。"))
    own = Consent.objects.filter(child=child, guardian=actor.person).order_by("decided_at", "pk")
    last = {one.purpose: one for one in own}
    return [_asked(one, last.get(one.id)) for one in optional()]


def _asked(meant: Purpose, last: Consent | None) -> Asked:
    holds = standing(last) if last else ""
    return Asked(meant, holds, last.decided_at if last and holds else None)


def answers_by_school(actor: Actor, purpose_id: str, *, on: date) -> list[Answers]:
    """答复情况 of each school where the actor sees totals, by code; nothing is said of what was answered."""
    done = answered(purpose_id, on=on)
    counts: dict[Org, list[int]] = {}
    for spell in spells(actor, "orgs.see", on=on).select_related(None).values_list("school", "person"):
        counts.setdefault(spell[0], [0, 0])
        counts[spell[0]][0] += 1
        counts[spell[0]][1] += spell[1] in done
    places = Org.objects.filter(pk__in=counts).order_by("code")
    return [Answers(place, *counts[place.pk]) for place in places]


def not_answered(actor: Actor, klass: Org, purpose_id: str, *, on: date) -> list[Person]:
    """还没有答复的 pupils of an own class, by name; who refused is not told."""
    done = answered(purpose_id, on=on)
    held = spells(actor, *BY_NAME, on=on).filter(klass=klass).order_by("person__name", "person")
    return [spell.person for spell in held if spell.person_id not in done]
