"""照办: posts at schools follow the national system; a new one says where somebody is, and opens nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.mirroring import humans
from xueheng.apps.intake.mirroring.humans import bring_up_to_date, keeper, parts, persons_of
from xueheng.apps.intake.mirroring.journal import BATCH, Journal, When
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Post
from xueheng.apps.roster.services import PostRow, load_posts
from xueheng.standards.org_kinds import kinds_of
from xueheng.tables.mirrors.sides import Reconciled

ROLE = "teacher"  # outside a class it opens the desk and nothing else


def apply(found: Reconciled, org: Org, journal: Journal, *, when: When, actor: Actor) -> None:
    """照办: newcomers have a post at their school, who moved at the new one, who left none; doubts stay."""
    moved = [d for d in found.changed if any(c.column == "school" for c in d.changes)]
    _end({d.held.key for d in (*moved, *found.left)}, org, journal, when=when)
    persons = persons_of(found.new, journal, tie="posts", when=when, actor=actor)
    placed = [(d.held.key, d.said.school) for d in moved] + [(persons[e.key], e.school) for e in found.new]
    rows = [PostRow(person, school, ROLE, when.day) for person, school in placed]
    journal.posts = [post.pk for post in load_posts(rows, actor=keeper(actor), now=when.now)] if rows else []
    bring_up_to_date([*found.changed, *found.same], journal)


def take_off(persons: set[int], org: Org, journal: Journal, *, when: When) -> None:
    """离岗: those of whom the national system knows nothing any more hold no post here."""
    _end(persons, org, journal, when=when)


def restore(journal: Journal) -> None:
    """撤销: posts and persons are as they were before; refused once a new post has ended again."""
    made = Post.objects.filter(pk__in=journal.posts, valid_to=None)
    if made.count() != len(journal.posts):
        raise NotReady(_("入库以后，其中有教师的岗位又有了变动，不能撤销。请导入更正后的导出表。"))
    made.delete()
    for part in parts(Post.objects.all(), journal.ended):
        part.update(valid_to=None)
    for post, day in journal.until.items():
        Post.objects.filter(pk=post).update(valid_to=date.fromisoformat(day))
    humans.restore(journal)


def _end(persons: Collection[int], org: Org, journal: Journal, *, when: When) -> None:
    """Every post of these persons at schools has ended, also one with an end of its own."""
    live = Q(valid_to=None) | Q(valid_to__gt=when.day)
    held = Post.objects.filter(live, org__path__startswith=org.path, org__kind__in=_kinds())
    posts = [post for post in held if post.person_id in persons]
    journal.ended += [post.pk for post in posts]
    journal.until |= {post.pk: post.valid_to.isoformat() for post in posts if post.valid_to}
    _write(posts, when)


def _kinds() -> tuple[str, ...]:
    return (*kinds_of("school"), *kinds_of("campus"), *kinds_of("class"))


def _write(posts: Iterable[Post], when: When) -> None:
    ended = list(posts)
    for post in ended:
        post.valid_to = when.after(post)
    Post.objects.bulk_update(ended, ["valid_to"], batch_size=BATCH)
