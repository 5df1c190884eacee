"""通知 of whoever is signed in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.apps.notices import queries, services
from xueheng.standards.words import Words
from xueheng.web.rules import SIGNED_IN, page

SHOWN = 30


@page(SIGNED_IN)
def notices(request: HttpRequest) -> HttpResponse:
    """通知, the newest first; what was not read before is marked."""
    shown = Paginator(queries.notices(request.user), SHOWN).get_page(request.GET.get("page"))
    told = [(one, Words(**one.words)) for one in shown]
    return render(request, "access/notices.html", {"page": shown, "notices": told})


@page(SIGNED_IN, methods=("POST",))
def read(request: HttpRequest) -> HttpResponse:
    """All notices are read."""
    services.mark_read(request.user, now=timezone.now())
    return redirect("access:notices")
