"""Posts: given and ended by whom they are entrusted to; the holder is told at once."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from xueheng.api.routes import act, read
from xueheng.api.shapes.privacy import Appointee, HeldPost
from xueheng.api.shapes.rows import Day, Name, Number
from xueheng.apps.errors import NotFound
from xueheng.apps.notices.services import tell
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.roles import roles
from xueheng.standards.words import Words, catalogue, plain

router = Router()
MANAGE = "posts.manage"


class Appointment(Schema):
    """Who holds which role where, from which day until before which."""

    person: Number
    org: Name
    role: Name
    since: Day
    until: Day | None = None


@read(router, "posts", rule=MANAGE, gives=list[Appointee])
def posts(request: HttpRequest, q: Annotated[Name, Query()]) -> Any:
    """Persons of that name or number with their posts."""
    on = timezone.localdate()
    found = queries.appointable(request.actor, q, on=on)
    held = queries.posts_of_persons(request.actor, found, on=on)
    return [{"id": one.pk, "name": one.name, "posts": held.get(one.pk, [])} for one in found]


@act(router, "posts", rule=MANAGE, gives=HeldPost)
def appoint(request: HttpRequest, said: Appointment) -> Any:
    """The person holds the post from the day on."""
    person = queries.appointable_one(request.actor, said.person, on=timezone.localdate())
    if person is None:
        raise NotFound
    place = queries.org(request.actor, MANAGE, said.org)
    days: dict[str, Any] = {"since": said.since, "until": said.until}
    post = services.appoint(person, place, said.role, **days, actor=request.actor, now=request.now)
    return _told(request, post, "told_given")


@act(router, "posts/{number}/end", rule=MANAGE, gives=HeldPost)
def post_end(request: HttpRequest, number: Number) -> Any:
    """The post ends today."""
    post = queries.post_to_end(request.actor, number)
    day = max(timezone.localdate(), post.valid_from)
    return _told(request, services.end_post(post, on=day, actor=request.actor, now=request.now), "told_ended")


def _told(request: HttpRequest, post: Any, code: str) -> Any:
    """The post, of which its holder has a notice."""
    label = roles()[post.role].label if post.role in roles() else plain(post.role)
    what = {"who": request.actor.name, "place": post.org.name, "role": label}
    words: Words = catalogue("xueheng.api")[code].fill(**what)
    said = {"kind": "security", "key": f"post:{uuid4()}", "address": "/security/"}
    tell(queries.accounts_of([post.person_id]), words, now=request.now, **said)
    return post
