"""到期销毁: what is kept how long on what basis, what is past its term, and asking to destroy it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.intake.shredding import carrying
from xueheng.web.privacy.pages import answer
from xueheng.web.rules import page

LONGEST = 500


@page("privacy.manage")
def shredding(request: HttpRequest) -> HttpResponse:
    """到期一览, kind by kind: what has to be decided first, what is not due, what stays."""
    lines = carrying.preview(request.actor, now=timezone.now())
    shown = {
        "due": [line for line in lines if line.n or line.waiting],
        "rest": [line for line in lines if line.kind.shredded and not (line.n or line.waiting)],
        "kept": [line for line in lines if not line.kind.shredded],
    }
    return answer(request, "shredding", shown)


@page("privacy.manage", methods=("POST",))
def ask(request: HttpRequest) -> HttpResponse:
    """申请销毁 of one kind."""
    told = {"reason": request.POST.get("reason", "")[:LONGEST], "actor": request.actor, "now": timezone.now()}
    carrying.ask(request.POST.get("kind", ""), **told)
    messages.success(request, _("已提出，等另一位有权的人同意后，由系统在后台销毁。"))
    return redirect("privacy:shredding")
