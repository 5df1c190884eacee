"""One Dataset: its rows, what they mean, where they come from, who used them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.apps.intake import queries, services
from xueheng.apps.intake.exams import names_stay_out
from xueheng.apps.intake.shown import sees_persons
from xueheng.apps.intake.undoing import WITHIN, why_not
from xueheng.apps.runs.documents import GENERATED
from xueheng.web.data.shelf import table_words
from xueheng.web.numbers import page_of
from xueheng.web.rules import page

A_PAGE, LONGEST = 50, 60


@page("data.see")
def dataset(request: HttpRequest, dataset: UUID) -> HttpResponse:
    """数据集: its facts, rows, columns, versions, lineage, and the runs that used it."""
    actor, now = request.actor, timezone.now()
    found = queries.dataset(actor, dataset)
    search = request.GET.get("search", "").strip()[:LONGEST]
    at = page_of(request.GET.get("page", ""))
    rows = queries.page_of(actor, found, offset=(at - 1) * A_PAGE, limit=A_PAGE, search=search)
    versions = queries.history(actor, found)
    shown = {
        "dataset": found,
        "table": table_words(found.table),
        "rows": rows,
        "page": Paginator(range(rows.total), A_PAGE).get_page(at),
        "search": search,
        "versions": versions,
        "newer": next((v for v in versions if v.version > found.version and not v.undone_at), None),
        "upload": found.uploads.select_related("uploaded_by__person").first(),
        "runs": _runs(actor, found),
        "may_undo": actor.may("data.commit", found.org) and not why_not(found, now=now),
        "undo_until": found.committed_at + WITHIN,
        "may_start": actor.may("runs.start", found.org),
        "formats": queries.FORMATS if sees_persons(actor, found.table, found.org) else (),
        "corrections": _corrections(actor, found),
    }
    return render(request, "data/dataset.html", shown)


def _corrections(actor: Any, found: Any) -> list[Any]:
    """The cells that were changed by hand, for who may read the persons in them here."""
    upload = found.uploads.first()
    is_open = sees_persons(actor, found.table, found.org) and not names_stay_out(
        found.table, found.org, found.exam
    )
    return upload.corrections if upload and is_open else []


def _runs(actor: Any, found: Any) -> list[Any]:
    """The runs that used it, as far as the actor may see them."""
    used = found.runs.select_related("run__org").order_by("-run__asked_at")
    return [one.run for one in used if actor.may("runs.see", one.run.org)]


@page("data.see", methods=("GET", "POST"))
def dataset_export(request: HttpRequest, dataset: UUID, format: str) -> HttpResponse:
    """导出: the Dataset as a file; nothing in it can become a formula."""
    found = queries.dataset(request.actor, dataset)
    path = services.take_out(found, format, actor=request.actor, now=timezone.now())
    said = (table_words(found.table).zh, found.org.name, found.period, found.label)
    name = " ".join(filter(None, (*said, GENERATED.zh if found.is_sample else "")))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.{format}")


@page("data.commit", methods=("POST",))
def undo(request: HttpRequest, dataset: UUID) -> HttpResponse:
    """撤销: the version before holds again."""
    found = queries.dataset(request.actor, dataset)
    services.undo(found, actor=request.actor, now=timezone.now())
    return redirect("data:dataset", found.pk)
