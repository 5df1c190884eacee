"""Persons, their posts and their guardians: one by one, or as many as a county has."""

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
from xueheng.apps.roster.models import Guardian, Org, Person, Post, Spell
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.spans import holds
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
class PostRow:
    """任职 to be added: the person's id, the organisation's code, the role."""

    person: int
    org: str
    role: str
    valid_from: date
    valid_to: date | None = None
    subject: str = ""


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


def appoint(
    person: Person,
    org: Org,
    role: str,
    *,
    since: date,
    actor: Actor,
    now: datetime,
    subject: str = "",
    until: date | None = None,
) -> Post:
    """任职: the person holds the role at the organisation; nobody appoints themselves."""
    if actor.person == person.pk:
        raise NotAllowed(_("不能给自己安排岗位。请另一位管理员来做。"))
    held = Post.objects.filter(holds(since), person=person, org=org, role=role, subject=subject)
    if held.exists():
        raise NotReady(_("%(name)s已经在任这个岗位。") % {"name": person.name})
    row = PostRow(person.pk, org.code, role, since, until, subject)
    return load_posts([row], actor=actor, now=now)[0]


@transaction.atomic
def load_posts(rows: Sequence[PostRow], *, actor: Actor, now: datetime) -> list[Post]:
    """任职 of a list are held; all of them or none."""
    places = {place.code: place for place in Org.objects.filter(code__in={row.org for row in rows})}
    for code in {row.org for row in rows}:
        if code not in places:
            raise NotFound(_("没有找到机构“%(code)s”。") % {"code": code})
        actor.require(ACCOUNTS, places[code])
    posts = [_post(row, places[row.org]) for row in rows]
    made = Post.objects.bulk_create(posts, batch_size=BATCH)
    subject = ("post", made[0].pk) if len(made) == 1 else ("posts", "")
    org = made[0].org_id if len(made) == 1 else None
    details = {"n": len(made), "roles": sorted({row.role for row in rows})}
    audit.record(actor.label, "posts.held", subject=subject, org=org, now=now, details=details)
    return made


def _post(row: PostRow, place: Org) -> Post:
    role = roles().get(row.role)
    if role is None:
        raise NotReady(_("没有“%(role)s”这个岗位。") % {"role": row.role})
    if row.valid_to and row.valid_to <= row.valid_from:
        raise NotReady(_("任职的结束日期要晚于开始日期。"))
    fields = {
        "role": row.role,
        "subject": row.subject,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
    return Post(person_id=row.person, org=place, **fields)


@transaction.atomic
def end_post(post: Post, *, on: date, actor: Actor, now: datetime) -> Post:
    """任职 ends: from that day on the role opens nothing."""
    actor.require(ACCOUNTS, post.org)
    if on < post.valid_from:
        raise NotReady(_("任职的结束日期要晚于开始日期。"))
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    audit.record(actor.label, "post.ended", subject=("post", post.pk), org=post.org_id, now=now)
    return post


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
