"""Who one is, what is to be done, what waits for a second person, and what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from xueheng.api.named import name_persons
from xueheng.api.routes import SIGNED_IN, act, read
from xueheng.api.shapes.rows import Listed, Name, Number, Of, Rows, Text, listed
from xueheng.api.shapes.work import Account, Approval, Entry
from xueheng.apps.audit import queries as trail
from xueheng.apps.audit.chain import Head
from xueheng.apps.errors import NotFound
from xueheng.apps.flows import queries, services
from xueheng.apps.roster import queries as roster
from xueheng.apps.roster import services as keeping
from xueheng.apps.roster.search import Hit

router = Router()
TRAIL = 1000  # entries that can be paged through


class Held(Schema):
    """A permission and the tops of the trees in which it is held."""

    permission: str
    orgs: list[str]


class Me(Schema):
    """Who acts with this token, and how far it reaches."""

    name: str
    account: int
    token: str
    until: datetime
    permissions: list[Held]


class Decision(Schema):
    """Agreed or not, and why."""

    answer: Literal["agree", "refuse", "withdraw"]
    remark: Text = ""


@read(router, "me", rule=SIGNED_IN, gives=Me)
def me(request: HttpRequest) -> Any:
    """The account, and each permission that the token holds, with the codes of where."""
    actor, token = request.actor, request.bearer.token
    names = sorted({name for grant in actor.grants for name in grant.permissions})
    held = [
        {"permission": n, "orgs": [o.code for o in roster.orgs(actor, n).filter(path__in=actor.paths(n))]}
        for n in names
    ]
    told = {"name": actor.name, "account": actor.account, "permissions": held}
    return told | {"token": token.name, "until": token.until}


@read(router, "tasks", rule="desk.see", gives=list[queries.TaskView])
def tasks(request: HttpRequest) -> Any:
    """The most urgent first."""
    return queries.tasks(request.actor, today=timezone.localdate())


@read(router, "search", rule="desk.see", gives=list[Hit])
def search(request: HttpRequest, q: Annotated[Name, Query()]) -> Any:
    """Schools, classes, pupils and staff."""
    found = roster.search(request.actor, q, on=timezone.localdate())
    name_persons(request, sum(hit.kind == "pupil" for hit in found))
    return found


@read(router, "approvals", rule="desk.see", gives=list[Approval])
def approvals(request: HttpRequest) -> Any:
    """Those that wait for this actor."""
    return queries.approvals(request.actor)


@read(router, "approvals/{number}", rule=SIGNED_IN, gives=Approval)
def approval(request: HttpRequest, number: Number) -> Any:
    """One that the actor may decide or has asked for."""
    return queries.approval(request.actor, number)


@act(router, "approvals/{number}/decision", rule=SIGNED_IN, gives=Approval)
def decide(request: HttpRequest, number: Number, decision: Decision) -> Any:
    """Decided by a second person, or taken back by who asked."""
    found = queries.approval(request.actor, number)
    by = {"actor": request.actor, "now": request.now, "remark": decision.remark}
    if decision.answer == "withdraw":
        return services.withdraw(found.pk, **by)
    return services.decide(found.pk, agreed=decision.answer == "agree", **by)


@read(router, "audit", rule="audit.see", gives=Listed[Entry])
def audit(request: HttpRequest, rows: Rows, kind: Of = "", id: Of = "") -> Any:
    """The latest first; of one subject if asked."""
    subject = (kind, id) if kind and id else None
    return listed(trail.entries(request.actor, subject=subject, limit=TRAIL), rows)


@read(router, "audit/head", rule="audit.see", gives=Head)
def audit_head(request: HttpRequest) -> Any:
    """The last entry, to be kept elsewhere."""
    return trail.head()


@read(router, "accounts", rule="accounts.manage", gives=Listed[Account])
def accounts(request: HttpRequest, rows: Rows, q: Of = "") -> Any:
    """Those that the actor manages. They are opened and reset on the page alone: a code opens everything."""
    return listed(roster.accounts(request.actor, text=q), rows)


@act(router, "accounts/{number}/close", rule="accounts.manage", gives=Account)
def account_close(request: HttpRequest, number: Number) -> Any:
    """It signs nobody in any more."""
    found = roster.accounts(request.actor).filter(pk=number).first()
    if found is None:
        raise NotFound
    return keeping.close_account(found, actor=request.actor, now=request.now)
