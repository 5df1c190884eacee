"""Sending a file in, watching it being read, and seeing what was found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake import queries, services
from xueheng.apps.intake.mirroring.mirror import mirrors
from xueheng.apps.roster.queries import org
from xueheng.tables.schema import schema
from xueheng.web.data.forms import ExamForm, UploadForm
from xueheng.web.data.shelf import table_words, tables
from xueheng.web.data.understood import doubts, outstanding, sheets, verdict
from xueheng.web.numbers import page_of
from xueheng.web.rules import page

EXAMS = ("scores", "item_scores")
MOVING = ("waiting", "reading", "committing")
OPEN = ("read", "unreadable")
A_PAGE, FIRST_MATCHES = 50, 50
SEVERITIES = ("error", "warning", "notice")


@page("data.upload", methods=("GET", "POST"))
def upload(request: HttpRequest) -> HttpResponse:
    """上传: which table first, then the form of that table."""
    name = request.POST.get("table") or request.GET.get("table", "")
    if not name:
        return render(request, "data/choose_table.html", {"tables": tables()})
    if all(table.name != name for table in tables()):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, table=schema(name), actor=request.actor, initial=request.GET.dict())
    exam = ExamForm(sent[0]) if name in EXAMS else None
    if sent[0] is not None and form.is_valid() and (exam is None or exam.is_valid()):
        return _received(request, form, exam)
    return _form(request, form, exam)


def _received(request: HttpRequest, form: UploadForm, exam: ExamForm | None) -> HttpResponse:
    said = form.cleaned_data
    try:
        found = services.receive(
            said["file"],
            table=form.table.name,
            org=org(request.actor, "data.upload", said["org"]),
            period=said["period"],
            label=said["label"],
            exam=exam.exam() | {"name": said["label"]} if exam else None,
            actor=request.actor,
            now=timezone.now(),
        )
    except (NotReady, NotFound) as error:
        form.add_error(None, str(error))
        return _form(request, form, exam)
    return redirect("data:upload_page", found.pk)


def _form(request: HttpRequest, form: UploadForm, exam: ExamForm | None) -> HttpResponse:
    is_wrong = bool(form.errors) or bool(exam and exam.errors)
    shown = {"form": form, "exam": exam, "table": form.table}
    return render(request, "data/upload.html", shown, status=409 if is_wrong else 200)


@page("data.see")
def upload_page(request: HttpRequest, upload: UUID) -> HttpResponse:
    """上传页: being read, then what was understood, what is wrong and what will happen."""
    found = queries.upload(request.actor, upload)
    has_mirror = mirrors(request.actor, found)
    shown: dict[str, Any] = {"upload": found, "table": table_words(found.table), "has_mirror": has_mirror}
    if found.state in MOVING:
        return render(request, "data/progress.html" if request.htmx else "data/reading.html", shown)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if found.state not in OPEN:
        return render(request, "data/settled.html", shown)
    return render(request, "data/read.html", shown | _read(request, found))


def _read(request: HttpRequest, found: Any) -> dict[str, Any]:
    actor = request.actor
    matches = [one for one in queries.matches(actor, found) if not one.is_decided]
    severity = found.counts.get("severity", {})
    todo = outstanding(found, undecided=len(matches))
    return {
        "todo": todo,
        "verdict": verdict(found, todo=todo),
        "sheets": sheets(found),
        "doubts": doubts(matches[:FIRST_MATCHES]),
        "undecided": len(matches),
        "errors": severity.get("error", 0),
        "is_ready": found.state == "read" and not todo,
        "may_repair": actor.may("data.upload", found.org),
        "may_commit": actor.may("data.commit", found.org),
        "diff": queries.diff(actor, found),
        "rows": queries.rows(actor, found, limit=5),
    } | _findings(request, found, severity)


def _findings(request: HttpRequest, found: Any, severity: dict[str, int]) -> dict[str, Any]:
    """The kinds of issues; those of one kind or severity, a page at a time, where that was asked for."""
    code, level = request.GET.get("code", ""), request.GET.get("severity", "")
    if level not in SEVERITIES and code not in found.counts.get("codes", {}):
        return {"groups": queries.findings_by_code(request.actor, found), "severity": severity}
    at = page_of(request.GET.get("page", ""))
    asked = {"code": code or None, "severity": level if level in SEVERITIES else None}
    shown = queries.findings(request.actor, found, **asked, offset=(at - 1) * A_PAGE, limit=A_PAGE)
    page_ = Paginator(range(shown.total), A_PAGE).get_page(at)
    return {"findings": shown.findings, "page": page_, "asked": asked, "severity": severity}


@page("data.see", methods=("GET", "POST"))
def marked(request: HttpRequest, upload: UUID) -> HttpResponse:
    """标红的原表: the user's own workbook with every finding where it stands."""
    found = queries.upload(request.actor, upload)
    path = services.take_marked(found, actor=request.actor, now=timezone.now())
    stem = found.file_name.rpartition(".")[0] or found.file_name
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}.marked.xlsx")
