"""Files on their way in: sent, read, repaired, committed."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from xueheng.api.limits import refuse_deep
from xueheng.api.named import name_page, name_rows
from xueheng.api.problems import not_understood
from xueheng.api.routes import file, long_act, read, sent
from xueheng.api.shapes.rows import Listed, Name, Rows, Text, listed
from xueheng.api.shapes.work import Upload
from xueheng.apps.intake import queries, services
from xueheng.apps.roster.queries import org as org_of

router = Router()
LOOK, REPAIR = "data.see", "data.upload"
NUL = "\\u0000"  # as JSON writes it
RECENT = 1000  # uploads that can be paged through


class Sent(Schema):
    """What is said of a file beside it; `exam` is a JSON object with the declared exam of marks."""

    table: Name
    org: Name
    period: Name
    label: Text = ""
    exam: Annotated[str, Form(max_length=5000)] = "{}"


class Asked(Schema):
    """Which findings are wanted."""

    severity: Literal["error", "warning", "notice"] | None = None
    code: Name | None = None


@read(router, "uploads", rule=LOOK, gives=Listed[Upload])
def uploads(request: HttpRequest, rows: Rows) -> Any:
    """The latest first."""
    return listed(queries.uploads(request.actor, limit=RECENT), rows)


@long_act(router, "uploads", rule=REPAIR, gives=Upload)
def receive(
    request: HttpRequest, said: Annotated[Sent, Form()], file: Annotated[UploadedFile, File()]
) -> Any:
    """A file comes in and waits to be read; the same bytes again are the same upload."""
    told: dict[str, Any] = {
        "table": said.table,
        "period": said.period,
        "label": said.label,
        "exam": exam_of(said.exam),
    }
    place = org_of(request.actor, REPAIR, said.org)
    return services.receive(file, org=place, **told, **_by(request))


@read(router, "uploads/{id}", rule=LOOK, gives=Upload)
def upload(request: HttpRequest, id: UUID) -> Any:
    """How far it is, and what it asks."""
    return queries.upload(request.actor, id)


@read(router, "uploads/{id}/findings", rule=LOOK, gives=queries.FindingPage)
def findings(request: HttpRequest, id: UUID, rows: Rows, asked: Annotated[Asked, Query()]) -> Any:
    """In the order of the file."""
    wanted: dict[str, Any] = {
        "severity": asked.severity,
        "code": asked.code,
        "offset": rows.offset,
        "limit": rows.limit,
    }
    found = queries.upload(request.actor, id)
    page = queries.findings(request.actor, found, **wanted)
    _name(request, found, len(page.findings))
    return page


@read(router, "uploads/{id}/findings/codes", rule=LOOK, gives=list[queries.FindingGroup])
def findings_by_code(request: HttpRequest, id: UUID) -> Any:
    """By kind, the gravest first."""
    return queries.findings_by_code(request.actor, queries.upload(request.actor, id))


@read(router, "uploads/{id}/rows", rule=LOOK, gives=queries.Page)
def upload_rows(request: HttpRequest, id: UUID, rows: Rows) -> Any:
    """As they were read."""
    found = queries.upload(request.actor, id)
    page = queries.rows(request.actor, found, offset=rows.offset, limit=rows.limit)
    return page if _is_own(request, found) else name_page(request, found.table, page)


@read(router, "uploads/{id}/diff", rule=LOOK, gives=queries.Diff)
def diff(request: HttpRequest, id: UUID) -> Any:
    """Against the version in force."""
    found = queries.upload(request.actor, id)
    told = queries.diff(request.actor, found)
    _name(request, found, len(told.rows))
    return told


@read(router, "uploads/{id}/matches", rule=LOOK, gives=list[queries.Match])
def matches(request: HttpRequest, id: UUID) -> Any:
    """The rows of which somebody must say who they are."""
    found = queries.upload(request.actor, id)
    told = queries.matches(request.actor, found)
    _name(request, found, len(told))
    return told


@file(router, "uploads/{id}/marked", rule=LOOK)
def marked(request: HttpRequest, id: UUID) -> Any:
    """The user's own workbook with red cells, which the audit keeps."""
    path = services.take_marked(queries.upload(request.actor, id), **_by(request))
    return sent(path, "marked.xlsx")


def _is_own(request: HttpRequest, found: Any) -> bool:
    """True for who brought the file, and so knows who is in it."""
    return request.actor.account is not None and found.uploaded_by_id == request.actor.account


def _name(request: HttpRequest, found: Any, rows: int) -> None:
    name_rows(request, found.table, 0 if _is_own(request, found) else rows)


def exam_of(text: str) -> dict[str, Any]:
    """The declared exam: an object of texts, with its full marks by subject."""
    refuse_deep(text.encode("utf-8", "surrogatepass"))
    try:
        found = json.loads(text)
    except ValueError as error:
        raise not_understood(["exam"]) from error
    if not isinstance(found, dict) or NUL in json.dumps(found):
        raise not_understood(["exam"])
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}
