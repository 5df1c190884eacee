"""答复情况: how many families have answered, whom to ask in the own class, and what was signed on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.roster import consents
from xueheng.apps.roster.purposes import optional
from xueheng.apps.roster.queries import class_name, org, place_of
from xueheng.packs.student_status.roll import guardians
from xueheng.web.numbers import number_of
from xueheng.web.privacy.pages import answer
from xueheng.web.rules import SIGNED_IN, page


@page("orgs.see")
def answers(request: HttpRequest) -> HttpResponse:
    """答复情况 by school code; it says who has answered, never what."""
    on = timezone.localdate()
    held = [(one, consents.answers_by_school(request.actor, one.id, on=on)) for one in optional()]
    return answer(request, "answers", {"held": held, "on": on})


@page("class.see")
def klass(request: HttpRequest, code: str) -> HttpResponse:
    """本班还没有答复的, by name."""
    on, place = timezone.localdate(), org(request.actor, "class.see", code)
    if place.kind != "class":
        raise NotFound(_("没有找到这个班，或者它不在您能看到的范围内。"))
    held = [(one, consents.not_answered(request.actor, place, one.id, on=on)) for one in optional()]
    shown = {"klass": place, "name": class_name(place, on), "held": held}
    return answer(request, "klass", shown)


@page(SIGNED_IN, methods=("GET", "POST"))
def entry(request: HttpRequest, id: int) -> HttpResponse:
    """代录 of what a guardian has signed on paper."""
    on = timezone.localdate()
    place = place_of(request.actor, id, on=on)
    if request.method == "POST":
        return _entered(request, id)
    ties = guardians(request.actor, place.person, on=on)
    klass = place.klass if place.klass and request.actor.may("class.see", place.klass) else None
    shown = {"place": place, "klass": klass, "ties": ties, "asked": optional()}
    return answer(request, "entry", shown)


def _entered(request: HttpRequest, child: int) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("purpose", "decision", "notice")}
    guardian = number_of(request.POST.get("guardian", "")) or 0
    told = {"notice": said["notice"], "actor": request.actor, "now": timezone.now()}
    consents.enter(child, guardian, said["purpose"], said["decision"], **told)
    messages.success(request, _("已按家长签字的纸质告知书录入。请把原件存档。"))
    return redirect("privacy:entry", child)
