"""The report of a run, and the tables from which its numbers come."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from xueheng.apps.audit.services import record
from xueheng.apps.runs import queries, services
from xueheng.apps.runs.documents import mark_of, report_of
from xueheng.apps.runs.queries import TablePage
from xueheng.methods.declare import Out
from xueheng.reports.blocks import Chart, Report
from xueheng.reports.pages.html import fragment
from xueheng.web.context import spoken
from xueheng.web.results.drill import addresses, linked
from xueheng.web.results.files import as_csv, as_workbook
from xueheng.web.results.outcome import Row, block, by_value, filters, lines, narrowed, sortable, telling
from xueheng.web.results.shown import tables, used
from xueheng.web.rules import page

A_PAGE, ALL = 100, 1_000_000
FILES = {"csv": as_csv, "xlsx": as_workbook}


@page("runs.see")
def report(request: HttpRequest, run: UUID) -> HttpResponse:
    """报告: what a run says, with its charts, table twins and 口径; every number leads to its table."""
    found = queries.run(request.actor, run)
    computed = queries.loaded(found)
    composed = report_of(found, computed)
    shown = {
        "run": found,
        "fragment": as_read(composed, addresses(found, computed)),
        "has_charts": has_charts(composed),
        "tables": tables(found),
    }
    return render(request, "results/report.html", shown)


def as_read(composed: Report, leads: Mapping[str, str] | None = None) -> SafeString:
    """The report as a part of a page; names lead to the outcome's rows where addresses are given."""
    made = linked(fragment(composed, lang=spoken()), leads or {})
    return mark_safe(made)  # its renderer escapes every text


def has_charts(composed: Report) -> bool:
    """True when something of the report is drawn."""
    return any(isinstance(one, Chart) for section in composed.sections for one in section.blocks)


@page("runs.see", methods=("GET", "POST"))
def run_table(request: HttpRequest, run: UUID, name: str) -> HttpResponse:
    """明细表: the rows in their own order; by value only when asked for, and that is kept."""
    found = queries.run(request.actor, run)
    table = queries.table(request.actor, found, name, limit=ALL)
    offered = filters(table, request.GET, spoken())
    rows = narrowed(table, offered)
    by = _asked_order(request, found, table)
    if by is not None:
        rows = by_value(rows, table.columns.index(by))
    if request.GET.get("format") in FILES:
        services.take_table(found, table, rows=len(rows), actor=request.actor, now=timezone.now())
        return _file(found, table, rows, request.GET["format"])
    inputs = used(found, request.actor)
    page_ = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "run": found,
        "table": table,
        "columns": [table.columns[at] for at in telling(table)],
        "filters": offered,
        "page": page_,
        "lines": lines(page_.object_list, table, inputs, spoken()),
        "sortable": sortable(table.columns),
        "sorted_by": by.label if by else None,
    }
    return render(request, "results/run_table.html", shown)


def _asked_order(request: HttpRequest, found: Any, table: TablePage) -> Out | None:
    """The column by whose values somebody wants the rows; the audit knows of it before they see them."""
    wanted = next((c for c in sortable(table.columns) if c.name == request.POST.get("sort")), None)
    if wanted is not None:
        said = {"table": table.name, "column": wanted.name}
        record(
            request.actor.label,
            "results.sorted_by_value",
            subject=("run", found.pk),
            org=found.org_id,
            now=timezone.now(),
            details=said,
        )
    return wanted


def _file(found: Any, table: TablePage, rows: list[Row], suffix: str) -> HttpResponse:
    name = f"{found.title} {table.label.say(spoken())}.{suffix}"
    made = FILES[suffix](block(table, rows, spoken()), title=found.title, stamp=mark_of(found))
    return FileResponse(BytesIO(made), as_attachment=True, filename=name)
