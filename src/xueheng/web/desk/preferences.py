"""Language and size of letters."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.apps.roster import services as roster
from xueheng.web.access.adapters import speaking
from xueheng.web.context import LARGE
from xueheng.web.cookies import keep
from xueheng.web.onward import onward
from xueheng.web.rules import PUBLIC, page


@page(PUBLIC, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Pages speak the chosen language, now and at the next sign-in."""
    chosen = request.POST.get("language", "")
    chosen = {"zh": "zh-hans", "en": "en"}.get(chosen, settings.LANGUAGE_CODE)
    if request.user.is_authenticated:
        roster.set_language(request.user, chosen)
    answer: HttpResponse = speaking(redirect(onward(request, otherwise=reverse("desk:home"))), chosen)
    return answer


@page(PUBLIC, methods=("POST",))
def letters(request: HttpRequest) -> HttpResponse:
    """大字版: letters are large on this device, or usual again."""
    answer = redirect(onward(request, otherwise=reverse("desk:home")))
    size = "large" if request.POST.get("letters") == "large" else "usual"
    keep(answer, LARGE, size)
    return answer
