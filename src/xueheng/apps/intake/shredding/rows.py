"""数据库里的: rows and values about persons that are past their term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from xueheng.apps.intake.shredding.retention import SHREDDERS, Due, Shredder
from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.consenting import NO, last_decisions
from xueheng.apps.roster.models import Account, Answered, Person, Post, Spell, Token
from xueheng.apps.roster.purposes import optional

ENDED = ("posts__valid_to", "spells__valid_to", "children__child__spells__valid_to")


def rows(model: type[Model], *, since: str) -> Shredder:
    """办法 for rows that go whole: `since` names the column that says when they were last needed."""

    def found(before: datetime) -> Iterator[Due]:
        past = model._default_manager.filter(**{f"{since}__lt": before}).values_list("pk", since)
        yield from (Due(str(key), at) for key, at in past)

    return Shredder(found, lambda key: _delete(model, key))


def _delete(model: type[Model], key: str) -> None:
    model._default_manager.filter(pk=key).delete()


def _tokens(before: datetime) -> Iterator[Due]:
    past = Token.objects.filter(Q(closed_at__lt=before) | Q(until__lt=before))
    yield from (Due(str(token.pk), token.closed_at or token.until) for token in past)


def left(before: datetime) -> QuerySet[Person]:
    """离开的人: all posts and stays, theirs and their children's, have ended; `end_` says when."""
    day = timezone.localdate(before)
    live = Q(valid_to=None) | Q(valid_to__gt=day)
    near = Spell.objects.filter(live).values("person")
    here = Q(pk__in=Post.objects.filter(live).values("person")) | Q(pk__in=near) | Q(children__child__in=near)
    gone = Person.objects.exclude(pk__in=Person.objects.filter(here).values("pk"))
    ends = {f"end_{n}": Max(path) for n, path in enumerate(ENDED)}
    return gone.annotate(**ends).filter(Q(*((f"{name}__lte", day) for name in ends), _connector=Q.OR))


def _last_day(person: Person) -> datetime:
    ends = [day for n in range(len(ENDED)) if (day := getattr(person, f"end_{n}"))]
    return timezone.make_aware(datetime.combine(max(ends), time()))


def _accounts(before: datetime) -> Iterator[Due]:
    persons = {person.pk: _last_day(person) for person in _bare(left(before).filter(accounts__isnull=False))}
    for key, person in Account.objects.filter(person__in=persons).values_list("pk", "person"):
        yield Due(str(key), persons[person])


def _contacts(before: datetime) -> Iterator[Due]:
    for person in _bare(left(before)).exclude(phone="", facts=""):
        if person.phone or roll_only(person) != person.facts:
            yield Due(str(person.pk), _last_day(person))


def _bare(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.defer("id_number")


def _forget_contacts(key: str) -> None:
    person = Person.objects.select_for_update().get(pk=key)
    person.phone, person.facts = "", roll_only(person)
    person.save(update_fields=["phone", "facts"])


def roll_only(person: Person) -> dict[str, str]:
    """登记情况 that the roll must keep."""
    dropped = {column for one in optional() for column in one.columns}
    return {name: value for name, value in person.facts.items() if name not in dropped}


def _refused(before: datetime) -> Iterator[Due]:
    for purpose in optional():
        said = {
            one.child_id: one
            for one in last_decisions(purpose.id, timezone.localdate(before))
            if one.decision in NO and one.decided_at <= before
        }
        for person in Person.objects.filter(pk__in=said).only("facts"):
            if person.facts.keys() & set(purpose.columns):
                yield Due(f"{purpose.id}:{person.pk}", said[person.pk].decided_at)


def _forget_refused(key: str) -> None:
    id_, _colon, number = key.partition(":")
    columns = {column for one in optional() if one.id == id_ for column in one.columns}
    person = Person.objects.select_for_update().get(pk=number)
    person.facts = {name: value for name, value in person.facts.items() if name not in columns}
    person.save(update_fields=["facts"])


SHREDDERS["refused_facts"] = Shredder(_refused, _forget_refused)
SHREDDERS["leaver_contacts"] = Shredder(_contacts, _forget_contacts)
SHREDDERS["leaver_accounts"] = Shredder(_accounts, lambda key: _delete(Account, key))
SHREDDERS["tokens"] = Shredder(_tokens, lambda key: _delete(Token, key))
SHREDDERS["answers_kept"] = rows(Answered, since="at")
SHREDDERS["notices"] = rows(Notice, since="at")
