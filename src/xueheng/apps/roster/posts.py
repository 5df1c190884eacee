"""任职: who holds which role where, from which day on; given and ended by whom posts are entrusted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person, Post
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.tree import BATCH

MANAGE = "posts.manage"


@dataclass(frozen=True)
class PostRow:
    """任职 to be added: the person's id, the organisation's code, the role."""

    person: int
    org: str
    role: str
    valid_from: date
    valid_to: date | None = None
    subject: str = ""


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
    held = Post.objects.filter(holds(since), person=person, org=org, role=role, subject=subject)
    if held.exists():
        raise NotReady(_("%(name)s已经在任这个岗位。") % {"name": person.name})
    row = PostRow(person.pk, org.code, role, since, until, subject)
    return load_posts([row], actor=actor, now=now)[0]


@transaction.atomic
def load_posts(rows: Sequence[PostRow], *, actor: Actor, now: datetime) -> list[Post]:
    """任职 of a list are held; all of them or none. Nobody appoints themselves."""
    if actor.person in {row.person for row in rows}:
        raise NotAllowed(_("不能给自己安排岗位。请另一位安全管理员来做。"))
    places = {place.code: place for place in Org.objects.filter(code__in={row.org for row in rows})}
    for code in {row.org for row in rows}:
        if code not in places:
            raise NotFound(_("没有找到机构“%(code)s”。") % {"code": code})
        actor.require(MANAGE, places[code])
    posts = [_post(row, places[row.org]) for row in rows]
    _require_apart(posts)
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


def _require_apart(posts: Sequence[Post]) -> None:
    """三权分立: of the roles that watch each other, a person holds one at most, now and later."""
    apart = {name for name, role in roles().items() if role.is_apart}
    given = {(post.person_id, post.role) for post in posts if post.role in apart}
    people = {person for person, _role in given}
    list(
        Person.objects.select_for_update().filter(pk__in=people)
    )  # two who appoint at once wait for each other
    known = Post.objects.filter(_not_over(posts), person__in=people, role__in=apart)
    held = given | set(known.values_list("person", "role"))
    if len(held) > len({person for person, _role in held}):
        raise NotReady(_("系统管理员、安全管理员、审计管理员要由不同的人担任，一个人不能兼两个。"))


def _not_over(posts: Sequence[Post]) -> Q:
    first = min((post.valid_from for post in posts), default=date.max)
    return Q(valid_to=None) | Q(valid_to__gt=first)


@transaction.atomic
def end_post(post: Post, *, on: date, actor: Actor, now: datetime) -> Post:
    """任职 ends: from that day on the role opens nothing."""
    actor.require(MANAGE, post.org)
    if on < post.valid_from:
        raise NotReady(_("任职的结束日期要晚于开始日期。"))
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    audit.record(actor.label, "post.ended", subject=("post", post.pk), org=post.org_id, now=now)
    return post
