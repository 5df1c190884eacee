"""What the owner of the token was told, and where the owner is signed in; for tokens that list it."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from ninja import Router

from xueheng.api.problems import Problem
from xueheng.api.routes import SIGNED_IN, act, read
from xueheng.api.shapes.mirrors import Done
from xueheng.api.shapes.privacy import Note, SignIn
from xueheng.api.shapes.rows import Listed, Number, Rows, listed
from xueheng.apps.errors import NotFound
from xueheng.apps.notices import queries, services
from xueheng.apps.roster.tokens import OWN

router = Router()


@read(router, "notices", rule=SIGNED_IN, gives=Listed[Note])
def notices(request: HttpRequest, rows: Rows) -> Any:
    """The newest first."""
    return listed(queries.notices(_owner(request)), rows)


@act(router, "notices/read", rule=SIGNED_IN, gives=Done)
def notices_read(request: HttpRequest) -> Any:
    """All are read."""
    return {"n": services.mark_read(_owner(request), now=request.now)}


@read(router, "sessions", rule=SIGNED_IN, gives=list[SignIn])
def sessions(request: HttpRequest) -> Any:
    """The browsers in which the owner is signed in."""
    return UserSession.objects.purge_and_list(_owner(request))


@act(router, "sessions/{number}/end", rule=SIGNED_IN, gives=Done)
def session_end(request: HttpRequest, number: Number) -> Any:
    """The owner is signed in there no more."""
    found = UserSession.objects.filter(user=_owner(request), pk=number).first()
    if found is None:
        raise NotFound
    found.end()
    return {"n": 1}


def _owner(request: HttpRequest) -> Any:
    token = request.bearer.token
    if OWN not in token.permissions:
        raise Problem(403)
    return token.account
