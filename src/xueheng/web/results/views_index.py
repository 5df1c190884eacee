"""What has been computed and published, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueheng.apps.publish import queries as publishing
from xueheng.apps.runs import queries
from xueheng.methods.registry import method, method_names
from xueheng.standards.words import Words
from xueheng.web.rules import page

A_PAGE = 50
WORDS = 60


@dataclass(frozen=True)
class State:
    """到哪一步: a state as the list is narrowed by it."""

    id: str
    words: str


@page("runs.see")
def index(request: HttpRequest) -> HttpResponse:
    """结果: the runs that the actor may see, by method, state and words, and what was published of them."""
    asked = {name: request.GET.get(name, "").strip()[:WORDS] for name in ("method", "state", "q")}
    found = [run for run in queries.runs(request.actor, method=asked["method"] or None) if _fits(run, asked)]
    page_ = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for run in page_:
        run.method_words = method_words(run.method)
    shown = {
        "asked": asked,
        "page": page_,
        "methods": [method(name) for name in method_names()],
        "states": _states(),
        "publications": publishing.for_actor(request.actor),
        "may_start": request.actor.may("runs.start"),
    }
    return render(request, "results/index.html", shown)


def method_words(name: str) -> Words:
    """What a method is called; one that is no more stands for itself."""
    return method(name).label if name in method_names() else Words(name, name)


def _fits(run: Any, asked: dict[str, str]) -> bool:
    words = f"{run.title} {run.org.name}".casefold()
    return (not asked["state"] or run.state == asked["state"]) and asked["q"].casefold() in words


def _states() -> list[State]:
    return [
        State("running", _("正在算")),
        State("computed", _("待复核")),
        State("sealed", _("已封存")),
        State("refused", _("没有算成")),
        State("cancelled", _("已取消")),
    ]
