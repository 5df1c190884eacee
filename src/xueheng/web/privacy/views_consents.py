"""家长的告知与同意: what a child's data are used for; agreeing, refusing and withdrawing are equally easy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.roster import consents as services
from xueheng.apps.roster.holders import posts_with
from xueheng.apps.roster.purposes import purposes
from xueheng.apps.roster.queries import children, place_of
from xueheng.web.numbers import number_of
from xueheng.web.rules import SIGNED_IN, page

CHILD = 14  # 儿童: whose guardian decides


@page(SIGNED_IN)
def consents(request: HttpRequest) -> HttpResponse:
    """告知与同意 of the own children: what is duty, what the guardian decides, and who answers for it."""
    on = timezone.localdate()
    own = children(request.actor, on=on)
    shown = {
        "children": [(c, age_of(c.person, on), services.asked_of(request.actor, c.person.pk)) for c in own],
        "duties": duties(),
        "answerable": [
            post for c in own if c.school for post in posts_with("privacy.manage", c.school, on=on)
        ],
    }
    return render(request, "privacy/consents.html", shown)


@page(SIGNED_IN, methods=("POST",))
def decide(request: HttpRequest) -> HttpResponse:
    """同意、不同意或撤回."""
    said = {name: request.POST.get(name, "") for name in ("purpose", "decision", "notice")}
    child = number_of(request.POST.get("child", "")) or 0
    told = {"notice": said["notice"], "actor": request.actor, "now": timezone.now()}
    services.decide(child, said["purpose"], said["decision"], **told)
    messages.success(request, _("您的决定已经记下，马上生效。以后随时可以改。"))
    return redirect("privacy:consents")


@page(SIGNED_IN)
def paper(request: HttpRequest, child: int) -> HttpResponse:
    """告知书 to print, read and sign: for a guardian, or for the teachers of the class."""
    on = timezone.localdate()
    place = place_of(request.actor, child, on=on)
    if place.school is None:
        raise NotFound(_("没有找到这名学生，或者他不在您能看到的范围内。"))
    shown = {
        "place": place,
        "age": age_of(place.person, on),
        "duties": duties(),
        "asked": [one for one in purposes() if one.is_optional],
        "answerable": posts_with("privacy.manage", place.school, on=on),
        "today": on,
    }
    return render(request, "privacy/paper.html", shown)


def duties() -> list[Any]:
    """The purposes that rest on law: told, not asked."""
    return [one for one in purposes() if not one.is_optional]


def age_of(person: Any, on: date) -> str:
    """child (under 14), older, or "" where nobody knows the day of birth."""
    born = person.born_on
    if born is None:
        return ""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "child" if years < CHILD else "older"
