"""A page of this room, with the tabs that the reader may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def answer(request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of this room."""
    may = request.actor.may
    tabs = {"sees_shredding": may("privacy.manage"), "sees_answers": may("orgs.see")}
    return render(request, f"privacy/{name}.html", tabs | shown)
