"""What may be read of the roster, always by an actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.roster.accounts import (
    account_of_number,
    accounts,
    accounts_of,
    person_to_manage,
)
from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.appointees import appointable, appointable_one, post_to_end, posts_of_persons
from xueheng.apps.roster.census import (
    ClassSize,
    Count,
    by_grade,
    by_school,
    census,
    census_counts,
    class_sizes,
)
from xueheng.apps.roster.classes import class_name, grade_of, grade_of_spell, grade_words
from xueheng.apps.roster.models import Account, Guardian, Org, Person, Post, Spell
from xueheng.apps.roster.openings import without_account
from xueheng.apps.roster.passwords import account_named
from xueheng.apps.roster.reach import BY_NAME, persons, posts, spells
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.search import Hit, search
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.visibility import visible
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words

__all__ = [
    "Child", "ClassSize", "Count", "Hit", "account_named", "account_of_number", "accounts",
    "accounts_of", "actor_of", "ancestors", "appointable", "appointable_one", "by_grade", "by_school",
    "census", "census_counts", "children", "class_name", "class_sizes", "grade_of", "grade_words", "org",
    "orgs", "person_to_manage", "persons", "place_of", "post_to_end", "posts_of", "posts_of_persons",
    "pupil", "pupils_of_class", "schools", "search", "spells", "spells_of", "staff_of",
    "without_account",
]  # fmt: skip


@dataclass(frozen=True)
class Child:
    """在读的孩子: a pupil and where it is on a day."""

    person: Person
    school: Org | None
    klass: Org | None
    grade: Words


def actor_of(account: Account, on: date) -> Actor:
    """操作人 behind an account, with the posts that its person holds on a day."""
    label = f"account:{account.pk}"
    if account.person_id is None or not account.is_active:
        return Actor(label, account.username, account.pk)
    held = Post.objects.filter(holds(on), person=account.person_id).select_related("org__parent__parent")
    children = Guardian.objects.filter(guardian=account.person_id).values_list("child", flat=True)
    grants = tuple(_grant(post) for post in held if post.role in roles())
    return Actor(label, account.person.name, account.pk, account.person_id, grants, frozenset(children))


def _grant(post: Post) -> Grant:
    place = post.org
    while place.kind in kinds_of("office") and place.parent is not None:
        place = place.parent
    return Grant(post.role, post.org_id, place.path, roles()[post.role].may_at(post.org.kind))


def orgs(
    actor: Actor, permission: str, *, kinds: Iterable[str] | None = None, on: date | None = None
) -> QuerySet[Org]:
    """机构 where the actor holds a permission, by code; of some kinds only, as they stood on a day."""
    found = visible(Org.objects.all(), actor, permission, org="").order_by("code")
    found = found if kinds is None else found.filter(kind__in=tuple(kinds))
    return found if on is None else found.filter(holds(on))


def org(actor: Actor, permission: str, code: str) -> Org:
    """机构 of that code, where the actor holds the permission."""
    found: Org | None = orgs(actor, permission).filter(code=code).select_related("parent").first()
    if found is None:
        raise NotFound(_("没有找到这个机构，或者它不在您能看到的范围内。"))
    return found


def schools(actor: Actor, permission: str = "orgs.see", *, on: date | None = None) -> QuerySet[Org]:
    """学校 of every kind, kindergartens too, where the actor holds a permission."""
    return orgs(actor, permission, kinds=kinds_of("school"), on=on)


def ancestors(place: Org) -> list[Org]:
    """上级机构 from the top down to the parent."""
    above = [int(step) for step in place.path.strip("/").split("/")[:-1]]
    return list(Org.objects.filter(pk__in=above).order_by("path")) if above else []


def pupil(actor: Actor, person_id: int, *, on: date) -> Person:
    """学生 whom the actor sees by name on a day: in its schools, its class, or its own child."""
    seen = spells(actor, *BY_NAME, on=on).order_by().values("person")
    found: Person | None = (
        Person.objects.filter(pk=person_id).filter(Q(pk__in=seen) | Q(pk__in=actor.children)).first()
    )
    if found is None:
        raise NotFound(_("没有找到这名学生，或者他不在您能看到的范围内。"))
    return found


def place_of(actor: Actor, person_id: int, *, on: date) -> Child:
    """学生 and the school, class and grade on a day, for an actor who sees the pupil."""
    person = pupil(actor, person_id, on=on)
    live = Spell.objects.filter(holds(on), person=person).select_related("school", "klass").first()
    return _child(person, live, on)


def spells_of(actor: Actor, person_id: int, *, on: date) -> list[Spell]:
    """在读经历 of a pupil whom the actor sees on a day, the latest first."""
    known = Spell.objects.filter(person=pupil(actor, person_id, on=on), valid_from__lte=on)
    return list(known.select_related("school", "klass").order_by("-valid_from", "-pk"))


def pupils_of_class(actor: Actor, klass: Org, *, on: date) -> list[Person]:
    """班里的学生 by name, for those who see the class by name; NotFound for all others."""
    if not any(actor.may(permission, klass) for permission in BY_NAME):
        raise NotFound(_("没有找到这个班，或者它不在您能看到的范围内。"))
    live = spells(actor, *BY_NAME, on=on).filter(klass=klass).order_by("person__name", "person")
    return [spell.person for spell in live]


def children(actor: Actor, *, on: date) -> list[Child]:
    """自己的孩子: whom the actor answers for, with school, class and grade on a day."""
    own = Person.objects.filter(pk__in=actor.children).order_by("born_on", "pk")
    live = Spell.objects.filter(holds(on), person__in=actor.children).select_related("school", "klass")
    places = {spell.person_id: spell for spell in live}
    return [_child(person, places.get(person.pk), on) for person in own]


def _child(person: Person, spell: Spell | None, on: date) -> Child:
    if spell is None:
        return Child(person, None, None, grade_words(0))
    return Child(person, spell.school, spell.klass, grade_words(grade_of_spell(spell, on)))


def posts_of(place: Org, on: date) -> list[Post]:
    """任职 at an organisation itself on a day, for mechanisms that must reach its people."""
    held = Post.objects.filter(holds(on), org=place).select_related("person", "org")
    return list(held.order_by("role", "person__name", "pk"))


def staff_of(actor: Actor, place: Org, *, on: date) -> list[Post]:
    """任职 at an organisation and below it on a day, where the actor sees the staff."""
    return list(posts(actor, on=on).filter(org__path__startswith=place.path))
