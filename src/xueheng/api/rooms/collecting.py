"""Acts on a campaign: handing in, accepting, sending back, reminding, freezing, calling off."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from xueheng.api.rooms.campaigns import MANAGE, line_of
from xueheng.api.routes import act, long_act
from xueheng.api.shapes.collecting import Campaign, JudgedSchools, SchoolReturn, TakenIn
from xueheng.api.shapes.rows import Name, Text
from xueheng.api.shapes.work import Dataset
from xueheng.apps.intake.campaigns import queries, services

router = Router()
FILL = "data.upload"
ALL = {
    "accept": services.accept_clean,
    "return": services.send_back_wrong,
    "remind": services.remind,
}


class ToAll(Schema):
    """What is done to every school to which it applies."""

    answer: Literal["accept", "return", "remind"]


class ToOne(ToAll):
    """What is done to one school; sending back needs a reason."""

    reason: Text = ""


class Nothing(Schema):
    """Why there is nothing to hand in."""

    note: Text = ""


class Excuses(Schema):
    """Why schools without an accepted answer are left out, by code; why persons may stand twice."""

    excused: dict[Name, Text] = Field(default_factory=dict)
    doubles: Text = ""


@long_act(router, "campaigns/{id}/files", rule=MANAGE, gives=TakenIn)
def campaign_files(request: HttpRequest, id: UUID, file: Annotated[list[UploadedFile], File()]) -> Any:
    """A pile of files, each for the school that stands inside it."""
    return services.take_in(queries.campaign(request.actor, id), file, **_by(request))


@long_act(router, "campaigns/{id}/judge", rule=MANAGE, gives=JudgedSchools)
def campaign_judge_all(request: HttpRequest, id: UUID, said: ToAll) -> Any:
    """All that is clean is accepted, all that is wrong sent back, or all that is owed asked for again."""
    return ALL[said.answer](queries.campaign(request.actor, id), **_by(request))


@long_act(router, "campaigns/{id}/freeze", rule=MANAGE, gives=Dataset)
def campaign_freeze(request: HttpRequest, id: UUID, said: Excuses) -> Any:
    """All that was accepted becomes one Dataset."""
    return services.freeze(queries.campaign(request.actor, id), **said.dict(), **_by(request))


@act(router, "campaigns/{id}/cancel", rule=MANAGE, gives=Campaign)
def campaign_cancel(request: HttpRequest, id: UUID) -> Any:
    """Nobody is asked any more."""
    return services.cancel(queries.campaign(request.actor, id), **_by(request))


@act(router, "campaigns/{id}/reopen", rule=MANAGE, gives=Campaign)
def campaign_reopen(request: HttpRequest, id: UUID) -> Any:
    """Open again, once its Dataset was undone."""
    return services.reopen(queries.campaign(request.actor, id), **_by(request))


@long_act(router, "campaigns/{id}/schools/{code}/file", rule=FILL, gives=SchoolReturn)
def campaign_file(request: HttpRequest, id: UUID, code: Name, file: Annotated[UploadedFile, File()]) -> Any:
    """The answer of a school comes in; what came before is replaced."""
    one = queries.return_of(request.actor, id, code)
    services.file(one, file, **_by(request))
    return line_of(request, one)


@act(router, "campaigns/{id}/schools/{code}/nothing", rule=FILL, gives=SchoolReturn)
def campaign_nothing(request: HttpRequest, id: UUID, code: Name, said: Nothing) -> Any:
    """The school has no such rows."""
    one = queries.return_of(request.actor, id, code)
    services.nothing(one, note=said.note, **_by(request))
    return line_of(request, one)


@long_act(router, "campaigns/{id}/schools/{code}/judge", rule=MANAGE, gives=SchoolReturn)
def campaign_judge(request: HttpRequest, id: UUID, code: Name, said: ToOne) -> Any:
    """The answer of one school is accepted or sent back, or it is asked for again."""
    one = queries.return_of(request.actor, id, code)
    if said.answer == "accept":
        services.accept(one, **_by(request))
    elif said.answer == "return":
        services.send_back(one, reason=said.reason, **_by(request))
    else:
        services.remind(one.campaign, only=[code], **_by(request))
    return line_of(request, one)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}
