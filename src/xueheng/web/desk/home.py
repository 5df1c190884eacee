"""今天: the first page of each role, with one thing to do first; and the list of all that is to be done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.web.desk.kinds import HOMES, kind_of
from xueheng.web.desk.panels import panels
from xueheng.web.desk.sight import Sight
from xueheng.web.rules import SIGNED_IN, page


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The page of who signed in; families go to their children at once."""
    kind, sight = kind_of(request.actor), Sight(request.actor, timezone.localdate())
    if kind == "family":
        return redirect("family:children")
    held = HOMES[kind]
    shown = {
        "kind": kind,
        "today": sight.today,
        "main": list(panels(held.main, sight)),
        "aside": list(panels(held.aside, sight)),
        "below": list(panels(held.below, sight)),
    }
    return render(request, "desk/home.html", shown)


@page("desk.see")
def tasks(request: HttpRequest) -> HttpResponse:
    """待办, the most urgent first."""
    sight = Sight(request.actor, timezone.localdate())
    return render(request, "desk/tasks.html", {"tasks": sight.tasks})
