"""接口说明: every operation on one page, made from the same description, without a script."""

from __future__ import annotations

from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xueheng.api.limits import limits


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be asked, room by room, in the reader's language."""
    reading = import_module("xueheng.api.reading")
    return render(request, "api/index.html", {"rooms": reading.rooms(), "limits": limits()})


index.rule = "public"
index.methods = ("GET",)
