"""Acts on a file on its way in: each is one service call, then the upload again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xueheng.api.routes import act, long_act
from xueheng.api.shapes.rows import Name, Number, Text
from xueheng.api.shapes.work import Dataset, Upload
from xueheng.apps.intake import queries, services

router = Router()
REPAIR = "data.upload"


class Reply(Schema):
    """The option chosen for a question."""

    code: Name
    option: Name


class Correction(Schema):
    """One cell and what it should say; null takes the correction back."""

    sheet: Name | None = None
    row: Number
    column: Name
    value: Text | None


class Code(Schema):
    """The code of findings whose repairs are taken."""

    code: Name


class Chosen(Schema):
    """Who a row is; null for somebody new."""

    row: Name
    person: Number | None


class How(Schema):
    """What becomes of rows with errors, and of rows that are no longer there."""

    only_good: bool = False
    remove_missing: bool = False


@act(router, "uploads/{id}/answers", rule=REPAIR, gives=Upload)
def answer(request: HttpRequest, id: UUID, reply: Reply) -> Any:
    """A question is answered; the file is read again."""
    return services.answer(queries.upload(request.actor, id), **reply.dict(), **_by(request))


@act(router, "uploads/{id}/corrections", rule=REPAIR, gives=Upload)
def correct(request: HttpRequest, id: UUID, cell: Correction) -> Any:
    """A cell is corrected; the file is read again."""
    place = (cell.sheet, cell.row, cell.column)
    found = queries.upload(request.actor, id)
    return services.correct(found, place=place, value=cell.value, **_by(request))


@act(router, "uploads/{id}/corrections/all", rule=REPAIR, gives=Upload)
def correct_all(request: HttpRequest, id: UUID, chosen: Code) -> Any:
    """Every offered repair of one kind is taken."""
    return services.correct_all(queries.upload(request.actor, id), code=chosen.code, **_by(request))


@act(router, "uploads/{id}/persons", rule=REPAIR, gives=Upload)
def choose_person(request: HttpRequest, id: UUID, chosen: Chosen) -> Any:
    """It is said who a row is."""
    return services.choose_person(queries.upload(request.actor, id), **chosen.dict(), **_by(request))


@long_act(router, "uploads/{id}/commit", rule="data.commit", gives=Dataset)
def commit(request: HttpRequest, id: UUID, how: How) -> Any:
    """All rows become a Dataset, or none."""
    return services.commit(queries.upload(request.actor, id), **how.dict(), **_by(request))


@act(router, "uploads/{id}/cancel", rule=REPAIR, gives=Upload)
def upload_cancel(request: HttpRequest, id: UUID) -> Any:
    """Nothing of it is committed."""
    return services.cancel(queries.upload(request.actor, id), **_by(request))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}
