"""Acts on an upload: each is one service call, then the page again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake import queries, services
from xueheng.web.numbers import number_of
from xueheng.web.rules import page
from xueheng.web.templatetags.shown import grouped

Act = Callable[[HttpRequest, Any, dict[str, Any]], Any]


def act(permission: str) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A POST on an upload that the actor may see; what it gives back is shown next, else the upload."""

    def made(done: Act) -> Callable[..., HttpResponse]:
        @wraps(done)
        def view(request: HttpRequest, upload: UUID) -> HttpResponse:
            found = queries.upload(request.actor, upload)
            target = done(request, found, {"actor": request.actor, "now": timezone.now()})
            return target or redirect("data:upload_page", found.pk)

        return page(permission, methods=("POST",))(view)

    return made


@act("data.upload")
def answer(request: HttpRequest, upload: Any, by: dict[str, Any]) -> None:
    """回答 a question of the reading."""
    services.answer(upload, code=request.POST.get("code", ""), option=request.POST.get("option", ""), **by)


@act("data.upload")
def correct(request: HttpRequest, upload: Any, by: dict[str, Any]) -> None:
    """更正 one cell."""
    said = request.POST
    row, column = number_of(said.get("row", "")), said.get("column", "")
    if row is None or not column:
        raise NotReady(_("没有说明改哪一格。"))
    place = (said.get("sheet") or None, row, column)
    services.correct(upload, place=place, value=said.get("value", ""), **by)


@act("data.upload")
def correct_all(request: HttpRequest, upload: Any, by: dict[str, Any]) -> None:
    """更正 every cell of one kind as was offered."""
    services.correct_all(upload, code=request.POST.get("code", ""), **by)


@act("data.upload")
def choose_person(request: HttpRequest, upload: Any, by: dict[str, Any]) -> None:
    """认定 who a row is; no person means somebody new."""
    person = request.POST.get("person", "")
    chosen = (number_of(person) or 0) if person else None  # nobody is 0, so that it is no candidate
    services.choose_person(upload, row=request.POST.get("row", ""), person=chosen, **by)


@act("data.commit")
def commit(request: HttpRequest, upload: Any, by: dict[str, Any]) -> HttpResponse:
    """入库: the rows become a Dataset."""
    said = {name: request.POST.get(name) == "1" for name in ("only_good", "remove_missing")}
    dataset = services.commit(upload, **said, **by)
    messages.success(request, _("%(n)s 行已入库。") % {"n": grouped(dataset.rows)})
    return redirect("data:dataset", dataset.pk)


@act("data.upload")
def cancel(request: HttpRequest, upload: Any, by: dict[str, Any]) -> HttpResponse:
    """放弃 the upload."""
    services.cancel(upload, **by)
    return redirect("data:index")
