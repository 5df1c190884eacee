"""同意与否: for which children a consent holds on a day, and what may be shown of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Exists, OuterRef

from xueheng.apps.roster.models import Consent, Guardian, Person
from xueheng.apps.roster.purposes import optional, purpose

NO = {"refused", "withdrawn"}


def consented(child: int, purpose_id: str, on: date) -> bool:
    """同意在先: True when a statutory purpose needs none, or a guardian has given and none refused it."""
    return not purpose(purpose_id).is_optional or child in consenting(purpose_id, on=on, among=[child])


def consenting(purpose_id: str, *, on: date, among: Collection[int] | None = None) -> frozenset[int]:
    """The children for whom a guardian's consent holds on a day, while no guardian says no."""
    said: dict[int, set[str]] = {}
    for one in last_decisions(purpose_id, on, among):
        said.setdefault(one.child_id, set()).add(standing(one))
    return frozenset(child for child, held in said.items() if "given" in held and not NO & held)


def refusing(purpose_id: str, *, on: date) -> frozenset[int]:
    """The children for whom a guardian has said no, or has taken a consent back, by a day."""
    return frozenset(one.child_id for one in last_decisions(purpose_id, on) if one.decision in NO)


def answered(purpose_id: str, *, on: date) -> frozenset[int]:
    """The children for whom some guardian has answered the notice, whatever the answer."""
    return frozenset(one.child_id for one in last_decisions(purpose_id, on) if standing(one))


def standing(one: Consent) -> str:
    """What a decision says today: a consent to an older notice says nothing any more, a refusal stays."""
    is_old = one.decision == "given" and one.notice != purpose(one.purpose).version
    return "" if is_old else one.decision


def last_decisions(purpose_id: str, on: date, among: Collection[int] | None = None) -> list[Consent]:
    """The last decision of each guardian who still answers for the child."""
    tied = Exists(Guardian.objects.filter(child=OuterRef("child"), guardian=OuterRef("guardian")))
    known = Consent.objects.filter(tied, purpose=purpose(purpose_id).id, decided_at__date__lte=on)
    if among is not None:
        known = known.filter(child__in=among)
    return list({(one.child_id, one.guardian_id): one for one in known.order_by("decided_at", "pk")}.values())


def withheld(*, on: date, among: Collection[int] | None = None) -> Callable[[int], frozenset[str]]:
    """不得使用的项: of each child, the columns that need a consent which does not hold on a day."""
    held = [(one.columns, consenting(one.id, on=on, among=among)) for one in optional()]
    return lambda child: frozenset(c for columns, agreed in held if child not in agreed for c in columns)


def lawful_facts(person: Person, *, on: date) -> dict[str, str]:
    """登记情况 of a pupil without what a guardian has not consented to."""
    hidden = withheld(on=on, among=[person.pk])(person.pk)
    return {name: value for name, value in person.facts.items() if name not in hidden}
