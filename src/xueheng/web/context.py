"""What every page needs around its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from xueheng.apps.notices.queries import unread
from xueheng.apps.roster.actor import NOBODY, Actor
from xueheng.apps.roster.queries import orgs
from xueheng.apps.roster.roles import roles
from xueheng.standards.words import Lang, Words
from xueheng.web.cookies import kept

LARGE = "letters"  # the cookie of who wants large letters
POSTS = 8  # shown in the bar
PLACES = (  # words, address, any of these permissions
    (_("今天"), "desk:home", ("desk.see",)),
    (_("数据"), "data:index", ("data.see", "data.upload")),
    (_("结果"), "results:index", ("runs.see",)),
    (_("学校与学生"), "people:index", ("orgs.see",)),
    (_("复核"), "desk:approvals", ("runs.approve", "publish.approve", "exports.approve", "privacy.approve")),
    (_("账号管理"), "desk:accounts", ("accounts.manage",)),
    (_("岗位"), "access:posts", ("posts.manage",)),
    (_("个人信息"), "privacy:index", ("privacy.manage",)),
    (_("留痕"), "desk:audit", ("audit.see",)),
)


@dataclass(frozen=True)
class Place:
    """A place of the bar: its source word, its address, and whether the reader is there."""

    word: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Post:
    """A post of the reader, the widest first."""

    role: Words
    place: str


def around(request: HttpRequest) -> dict[str, Any]:
    """The actor and what it may open, the language as `Words.say` names it, and how large letters are."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "lang": spoken(),
        "is_large": kept(request, LARGE) == "large",
        "places": SimpleLazyObject(lambda: list(_places(request, actor))),
        "posts": SimpleLazyObject(lambda: _posts(actor)),
        "unread": SimpleLazyObject(lambda: unread(request.user) if actor.account else 0),
        "may_search": SimpleLazyObject(lambda: actor.may("desk.see")),
    }


def spoken() -> Lang:
    """zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def _places(request: HttpRequest, actor: Actor) -> Iterator[Place]:
    own = ((_("我的孩子"), "family:children", ()),) if actor.children else ()
    for word, name, permissions in (*PLACES, *own):
        if permissions and not any(actor.may(p) for p in permissions):
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        yield Place(word, address, _is_here(request.path, address))


def _is_here(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


def _posts(actor: Actor) -> list[Post]:
    order = list(roles())
    held = sorted({(order.index(g.role), g.org) for g in actor.grants if g.role in roles()})[:POSTS]
    places = {
        place.pk: place.name for place in orgs(actor, "desk.see").filter(pk__in=[org for _n, org in held])
    }
    return [Post(roles()[order[n]].label, places.get(org, "")) for n, org in held]
