"""任职: given and ended by the security administrator, who keeps no accounts; the holder is told at once."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.roles import roles
from xueheng.standards.words import Words, plain
from xueheng.web.access import sessions, told
from xueheng.web.access.confirm import confirmed
from xueheng.web.access.forms import Appointment
from xueheng.web.rules import page

MANAGE = "posts.manage"
LONGEST = 60


@page(MANAGE)
def posts(request: HttpRequest) -> HttpResponse:
    """Persons of that name or number with their posts, each to be given another or to have one ended."""
    asked, on = request.GET.get("q", "").strip()[:LONGEST], timezone.localdate()
    found = queries.appointable(request.actor, asked, on=on)
    known = queries.posts_of_persons(request.actor, found, on=on)
    shown = {
        "asked": asked,
        "people": [(person, _worded(known.get(person.pk, []))) for person in found],
        "roles": [(role.id, role.label) for role in roles().values()],
        "orgs": queries.orgs(request.actor, MANAGE, on=on).exclude(kind="class"),
        "today": on,
    }
    return render(request, "access/posts.html", shown)


@page(MANAGE, methods=("POST",))
@confirmed
def appoint(request: HttpRequest) -> HttpResponse:
    """The person holds the post from the day on, and is told of it."""
    form = Appointment(request.POST)
    if not form.is_valid():
        raise NotReady(_("请选岗位和机构，填开始日期。"))
    said, now = form.cleaned_data, timezone.now()
    person = _person(request, said["person"])
    place = queries.org(request.actor, MANAGE, said["org"])
    days = {"since": said["since"], "until": said["until"]}
    post = services.appoint(person, place, said["role"], **days, actor=request.actor, now=now)
    told.tell(queries.accounts_of([person.pk]), "post_given", now=now, what=_what(post))
    messages.success(request, _("%(name)s有了新岗位，本人已收到通知。") % {"name": person.name})
    return _back(person.name)


@page(MANAGE, methods=("POST",))
@confirmed
def end(request: HttpRequest) -> HttpResponse:
    """The post ends today, and its holder is told of it."""
    post, now = queries.post_to_end(request.actor, _id(request, "post")), timezone.now()
    services.end_post(post, on=max(timezone.localdate(), post.valid_from), actor=request.actor, now=now)
    told.tell(queries.accounts_of([post.person_id]), "post_ended", now=now, what=_what(post))
    messages.success(request, _("%(name)s的这个岗位已经结束。") % {"name": post.person.name})
    return _back(post.person.name)


@page(MANAGE, methods=("POST",))
@confirmed
def clear(request: HttpRequest) -> HttpResponse:
    """The second factors of a person who has lost them are gone, and every browser is signed out."""
    person, now = _person(request, _id(request, "person")), timezone.now()
    for account in queries.accounts_of([person.pk]):
        if account.pk == request.user.pk:
            raise NotReady(_("自己的验证办法在“账号安全”里改。"))
        Authenticator.objects.filter(user=account).delete()
        sessions.end(account)
        services.note_by(request.actor, account, "factors_cleared", now=now)
        told.tell([account], "factors_cleared", now=now)
    messages.success(request, _("已清除%(name)s的第二重验证。") % {"name": person.name})
    return _back(person.name)


def _person(request: HttpRequest, number: int) -> Any:
    found = queries.appointable_one(request.actor, number, on=timezone.localdate())
    if found is None:
        raise NotFound(_("没有找到这个人，或者他的岗位不归您管理。"))
    return found


def _worded(held: list[Any]) -> list[tuple[Any, Words]]:
    return [(post, _label(post.role)) for post in held]


def _what(post: Any) -> Words:
    label = _label(post.role)
    return Words(f"{post.org.name}，{label.zh}", f"{post.org.name}, {label.en}")


def _label(role: str) -> Words:
    return roles()[role].label if role in roles() else plain(role)


def _back(name: str) -> HttpResponse:
    return redirect(f"{reverse('access:posts')}?{urlencode({'q': name})}")


def _id(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
