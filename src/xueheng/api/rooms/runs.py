"""Methods, and runs of them: asked for, followed, read, taken away."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from xueheng.api.named import name_persons
from xueheng.api.routes import act, file, read, sent
from xueheng.api.shapes.rows import Listed, Name, Of, Rows, Text, listed
from xueheng.api.shapes.work import OneRun, Run
from xueheng.api.words import spoken
from xueheng.apps.roster.queries import org as org_of
from xueheng.apps.runs import queries, services
from xueheng.apps.runs.taking import names_persons
from xueheng.methods.outcome import json_value
from xueheng.standards.words import Words

router = Router()
SEE = "runs.see"
ALL = 10**7  # rows


class RunWanted(Schema):
    """A run to carry out: Datasets by input, parameters as the command line writes them."""

    method: Name
    org: Name
    title: Annotated[str, StringConstraints(max_length=160)] = ""
    inputs: dict[Name, UUID]
    params: dict[Name, Text] = Field(default_factory=dict)
    answers: dict[Name, Name] = Field(default_factory=dict)
    is_rehearsal: bool = True


class Column(Schema):
    """A column of an outcome table."""

    name: str
    kind: str
    label: Words


class TablePage(Schema):
    """Rows of an outcome table in its own order."""

    name: str
    label: Words
    columns: list[Column]
    rows: list[list[Any]]
    total: int
    offset: int


class Made(Schema):
    """The documents that stand ready, and whether more are being made."""

    files: list[str]
    is_being_made: bool


@read(router, "runs", rule=SEE, gives=Listed[Run])
def runs(request: HttpRequest, rows: Rows, method: Of = "") -> Any:
    """The latest first."""
    return listed(queries.runs(request.actor, method=method or None), rows)


@act(router, "runs", rule="runs.start", gives=OneRun)
def ask(request: HttpRequest, wanted: RunWanted) -> Any:
    """The run waits for its turn."""
    place = org_of(request.actor, "runs.start", wanted.org)
    said = wanted.dict() | {"org": place, "inputs": dict(wanted.inputs)}
    return services.ask(said.pop("method"), **said, **_by(request))


@read(router, "runs/{id}", rule=SEE, gives=OneRun)
def run(request: HttpRequest, id: UUID) -> Any:
    """How far it is, what went in, what it says."""
    return queries.run(request.actor, id)


@act(router, "runs/{id}/cancel", rule="runs.start", gives=Run)
def run_cancel(request: HttpRequest, id: UUID) -> Any:
    """It ends without a result."""
    return services.cancel(queries.run(request.actor, id), **_by(request))


@read(router, "runs/{id}/report", rule=SEE, gives=dict[str, Any])
def report(request: HttpRequest, id: UUID) -> Any:
    """The blocks of the report, as its page shows them."""
    return _told(queries.report(queries.run(request.actor, id)))


@read(router, "runs/{id}/tables/{name}", rule=SEE, gives=TablePage)
def run_table(request: HttpRequest, id: UUID, name: Name, rows: Rows) -> Any:
    """In its own order."""
    found = queries.run(request.actor, id)
    page = queries.table(request.actor, found, name, offset=rows.offset, limit=rows.limit)
    name_persons(request, len(page.rows) if names_persons(page.columns) else 0)
    return {**vars(page), "rows": [json_value(row) for row in page.rows]}


@read(router, "runs/{id}/tables/{name}/export", rule=SEE, gives=TablePage)
def run_table_export(request: HttpRequest, id: UUID, name: Name) -> Any:
    """All rows to keep; many persons need a release."""
    found = queries.run(request.actor, id)
    page = queries.table(request.actor, found, name, limit=ALL)
    services.take_table(found, page, rows=len(page.rows), **_by(request))
    return {**vars(page), "rows": [json_value(row) for row in page.rows]}


@file(router, "runs/{id}/bundle", rule=SEE)
def bundle(
    request: HttpRequest, id: UUID, kind: Annotated[Literal["full", "public"], Query()] = "public"
) -> Any:
    """The receipt; the full one holds the data and is kept in the audit."""
    path = services.take_bundle(queries.run(request.actor, id), kind, **_by(request))
    return sent(path, path.name)


@read(router, "runs/{id}/documents", rule=SEE, gives=Made)
def documents(request: HttpRequest, id: UUID) -> Any:
    """Those that stand ready in the language of the request."""
    found = queries.documents(request.actor, queries.run(request.actor, id))
    return {"files": [one.name for one in found.files], "is_being_made": found.is_being_made}


@act(router, "runs/{id}/documents", rule=SEE, gives=Made)
def make_documents(request: HttpRequest, id: UUID) -> Any:
    """Word, PDF and workbook are being made in the language of the request."""
    services.request_documents(queries.run(request.actor, id), lang=spoken(), **_by(request))
    return documents(request, id)


@file(router, "runs/{id}/documents/{path:name}", rule=SEE)
def document(request: HttpRequest, id: UUID, name: Name) -> Any:
    """One document."""
    path = services.take_document(queries.run(request.actor, id), name, **_by(request))
    return sent(path, path.name)


def _told(value: Any) -> Any:
    """A block with its kind and its parts; a word, a number or a list as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _told(getattr(value, f.name)) for f in fields(value)}
        return parts if isinstance(value, Words) else {"kind": type(value).__name__.lower(), **parts}
    return [_told(one) for one in value] if isinstance(value, list | tuple) else json_value(value)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}
