"""Datasets: what there is, its rows as the actor may read them, its versions, its file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from xueheng.api.named import name_page
from xueheng.api.routes import BINARY, SIGNED_IN, act, file, read, sent
from xueheng.api.shapes.rows import Listed, Name, Of, Rows, listed
from xueheng.api.shapes.work import Dataset
from xueheng.api.words import spoken
from xueheng.apps.errors import NotFound
from xueheng.apps.intake import queries, services
from xueheng.apps.roster.queries import org as org_of
from xueheng.standards.words import Words
from xueheng.tables.filling.template import write_template
from xueheng.tables.schema import schema, schema_names

router = Router()


class Table(Schema):
    """A table that can be uploaded."""

    name: str
    label: Words


@read(router, "tables", rule=SIGNED_IN, gives=list[Table])
def tables(request: HttpRequest) -> Any:
    """Those that can be uploaded."""
    return [schema(name) for name in schema_names() if schema(name).kind == "rows"]


@file(router, "tables/{name}/template", rule=SIGNED_IN)
def template(request: HttpRequest, name: Name) -> Any:
    """The workbook to fill in, in the language of the request."""
    if name not in schema_names() or schema(name).kind != "rows":
        raise NotFound
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        write_template(schema(name), path, lang=spoken())
        return HttpResponse(path.read_bytes(), content_type=next(iter(BINARY)))


@read(router, "datasets", rule="data.see", gives=Listed[Dataset])
def datasets(request: HttpRequest, rows: Rows, table: Of = "", org: Of = "", period: Of = "") -> Any:
    """Those in force, the latest first."""
    place = org_of(request.actor, "data.see", org) if org else None
    found = queries.datasets(request.actor, table=table or None, org=place)
    return listed(found.filter(period__startswith=period), rows)


@read(router, "datasets/{id}", rule="data.see", gives=Dataset)
def dataset(request: HttpRequest, id: UUID) -> Any:
    """One Dataset."""
    return queries.dataset(request.actor, id)


@read(router, "datasets/{id}/rows", rule="data.see", gives=queries.Page)
def dataset_rows(request: HttpRequest, id: UUID, rows: Rows, search: Of = "") -> Any:
    """As text, without the columns that the actor may not read."""
    found = queries.dataset(request.actor, id)
    page = queries.page_of(request.actor, found, offset=rows.offset, limit=rows.limit, search=search)
    return name_page(request, found.table, page)


@read(router, "datasets/{id}/history", rule="data.see", gives=list[Dataset])
def dataset_history(request: HttpRequest, id: UUID) -> Any:
    """Every version, the latest first."""
    return queries.history(request.actor, queries.dataset(request.actor, id))


@file(router, "datasets/{id}/export", rule="data.see")
def dataset_export(
    request: HttpRequest, id: UUID, format: Annotated[Literal["csv", "xlsx", "parquet"], Query()] = "csv"
) -> Any:
    """The whole Dataset, which the audit keeps; nothing in it can become a formula."""
    found = queries.dataset(request.actor, id)
    path = services.take_out(found, format, actor=request.actor, now=request.now)
    return sent(path, f"{found.table}-{found.period}-v{found.version}.{format}")


@act(router, "datasets/{id}/undo", rule="data.commit", gives=Dataset)
def dataset_undo(request: HttpRequest, id: UUID) -> Any:
    """Taken back within a day, while nothing rests on it."""
    found = queries.dataset(request.actor, id)
    return services.undo(found, actor=request.actor, now=request.now)
