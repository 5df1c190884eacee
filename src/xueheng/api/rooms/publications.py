"""Publications: what everybody may read without a token, and what an actor may read beside it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xueheng.api.routes import PUBLIC, act, file, read, sent
from xueheng.api.shapes.rows import Day, Listed, Name, Of, Rows, listed
from xueheng.api.shapes.work import Publication
from xueheng.api.words import spoken
from xueheng.apps.publish import content, queries, services
from xueheng.apps.runs import queries as runs
from xueheng.standards.words import Words

router = Router()


class OnePublication(Publication):
    """A publication with the names of its tables."""

    tables: list[str]


class Html(Schema):
    """A part of a page."""

    html: str


class Announcement(Schema):
    """What is to be shown to whom, under which title, until when."""

    run: UUID
    audience: Literal["public", "schools", "families"]
    title: Name
    title_en: Name
    until: Day | None = None


class Reason(Schema):
    """Why it is taken down."""

    reason: Name


@read(router, "publications", rule=PUBLIC, gives=Listed[Publication])
def publications(request: HttpRequest, rows: Rows) -> Any:
    """The public ones, and those that the actor may read beside them."""
    every = {p.pk: p for p in (*queries.public_list(), *queries.for_actor(request.actor))}
    return listed(list(every.values()), rows)


@act(router, "publications", rule="publish.ask", gives=Publication)
def ask_publication(request: HttpRequest, wanted: Announcement) -> Any:
    """A second person is asked."""
    found = runs.run(request.actor, wanted.run)
    return services.ask(
        found,
        audience=wanted.audience,
        title=Words(wanted.title, wanted.title_en),
        until=wanted.until,
        actor=request.actor,
        now=request.now,
    )


@read(router, "publications/{id}", rule=PUBLIC, gives=OnePublication)
def publication(request: HttpRequest, id: UUID) -> Any:
    """One that is public or that the actor may read."""
    found = queries.publication(request.actor, id)
    found.tables = [] if found.state in content.GONE else queries.tables(found)
    return found


@read(router, "publications/{id}/page", rule=PUBLIC, gives=Html)
def publication_page(request: HttpRequest, id: UUID, school: Of = "") -> Any:
    """The report as it was approved; of one school where there is a page for each."""
    found = queries.publication(request.actor, id)
    if school:
        return {"html": queries.school_fragment(request.actor, found, school, spoken())}
    return {"html": queries.report_fragment(found, spoken())}


@file(router, "publications/{id}/tables/{name}", rule=PUBLIC)
def publication_table(request: HttpRequest, id: UUID, name: Name) -> Any:
    """A table as CSV."""
    return sent(queries.table_path(queries.publication(request.actor, id), name), name)


@file(router, "publications/{id}/bundle", rule=PUBLIC)
def publication_bundle(request: HttpRequest, id: UUID) -> Any:
    """The public receipt."""
    path = queries.bundle(queries.publication(request.actor, id))
    return sent(path, path.name)


@act(router, "publications/{id}/take-down", rule="publish.take_down", gives=Publication)
def take_down(request: HttpRequest, id: UUID, why: Reason) -> Any:
    """Nobody reads it any more; the reason is kept."""
    found = queries.publication(request.actor, id)
    return services.take_down(found, reason=why.reason, actor=request.actor, now=request.now)
