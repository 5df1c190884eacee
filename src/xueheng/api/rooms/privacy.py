"""Personal data: consents, releases of many persons, what is past its term, erasing on request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from xueheng.api.named import name_class
from xueheng.api.routes import SIGNED_IN, act, read
from xueheng.api.shapes import privacy as shapes
from xueheng.api.shapes.rows import Listed, Name, Number, Rows, Text, listed
from xueheng.api.shapes.work import Approval
from xueheng.apps.errors import NotFound
from xueheng.apps.intake import releases as leaving
from xueheng.apps.intake.shredding import carrying, erasure
from xueheng.apps.roster import consents as consenting
from xueheng.apps.roster.purposes import purposes as uses
from xueheng.apps.roster.queries import org as org_of

router = Router()
MANAGE = "privacy.manage"


class Answer(Schema):
    """A decision about a use, for the version of the notice that was read."""

    purpose: Name
    decision: Literal["given", "refused", "withdrawn"]
    notice: Name


class OnPaper(Answer):
    """What a guardian has signed on paper."""

    guardian: Number


class Why(Schema):
    """Why it is asked for."""

    reason: Text


class Shred(Why):
    """Which kind of personal data is to go, and why."""

    kind: Name


class Erase(Why):
    """Whose data are to go: the number of the pupil, the teacher or the record; and who asked for it, how."""

    number: Name


@read(router, "purposes", rule=SIGNED_IN, gives=list[shapes.Use])
def purposes(request: HttpRequest) -> Any:
    """What personal data of pupils is used for."""
    return list(uses())


@read(router, "children/{number}/consents", rule=SIGNED_IN, gives=list[shapes.Decided])
def consents(request: HttpRequest, number: Number) -> Any:
    """What the guardian has decided for an own child."""
    return consenting.asked_of(request.actor, number)


@act(router, "children/{number}/consents", rule=SIGNED_IN, gives=list[shapes.Decided])
def consent(request: HttpRequest, number: Number, said: Answer) -> Any:
    """Agreed, refused or taken back: it holds at once."""
    told = {"notice": said.notice, "actor": request.actor, "now": request.now}
    consenting.decide(number, said.purpose, said.decision, **told)
    return consents(request, number)


@act(router, "pupils/{number}/consents", rule=SIGNED_IN, gives=Answer)
def consent_on_paper(request: HttpRequest, number: Number, said: OnPaper) -> Any:
    """What a guardian has signed is entered by the school."""
    told = {"notice": said.notice, "actor": request.actor, "now": request.now}
    return consenting.enter(number, said.guardian, said.purpose, said.decision, **told)


@read(router, "answers", rule="orgs.see", gives=Listed[shapes.Answered])
def answers(request: HttpRequest, rows: Rows, purpose: Annotated[Name, Query()]) -> Any:
    """How many families of each school have answered."""
    return listed(consenting.answers_by_school(request.actor, purpose, on=timezone.localdate()), rows)


@read(router, "classes/{code}/unanswered", rule="class.see", gives=list[shapes.Pending])
def unanswered(request: HttpRequest, code: Name, purpose: Annotated[Name, Query()]) -> Any:
    """Whose family in the own class has not answered."""
    klass = org_of(request.actor, "class.see", code)
    if klass.kind != "class":
        raise NotFound
    found = consenting.not_answered(request.actor, klass, purpose, on=timezone.localdate())
    name_class(request, klass, found)
    return found


@read(router, "releases", rule=SIGNED_IN, gives=Listed[shapes.Leaving])
def releases(request: HttpRequest, rows: Rows) -> Any:
    """The owner's own, and those over which it watches."""
    return listed(leaving.releases(request.actor), rows)


@read(router, "releases/{number}", rule=SIGNED_IN, gives=shapes.Leaving)
def release(request: HttpRequest, number: Number) -> Any:
    """One, and how it stands; once it is open, the export that was refused is asked for again."""
    return leaving.release(request.actor, number)


@act(router, "releases/{number}/ask", rule=SIGNED_IN, gives=shapes.Leaving)
def ask_release(request: HttpRequest, number: Number, why: Why) -> Any:
    """It waits for a second person, who agrees on the page alone."""
    found = leaving.release(request.actor, number)
    leaving.ask_release(found, reason=why.reason, actor=request.actor, now=request.now)
    return found


@read(router, "shredding", rule=MANAGE, gives=list[shapes.Term])
def shredding(request: HttpRequest) -> Any:
    """How much of each kind is past its term; nothing is named."""
    return carrying.preview(request.actor, now=request.now)


@act(router, "shredding", rule=MANAGE, gives=Approval)
def ask_shredding(request: HttpRequest, said: Shred) -> Any:
    """What is past its term waits for a second person."""
    return carrying.ask(said.kind, reason=said.reason, actor=request.actor, now=request.now)


@read(router, "erasure", rule=MANAGE, gives=shapes.Erasure)
def erasure_plan(request: HttpRequest, number: Annotated[Name, Query()]) -> Any:
    """What of a person would go, and what law keeps."""
    person = erasure.person_of(request.actor, number)
    return {"person": person.pk, "parts": erasure.plan(person, on=timezone.localdate())}


@act(router, "erasure", rule=MANAGE, gives=Approval)
def ask_erasure(request: HttpRequest, said: Erase) -> Any:
    """It waits for a second person."""
    person = erasure.person_of(request.actor, said.number)
    return erasure.ask_erasure(person, reason=said.reason, actor=request.actor, now=request.now)
