"""名单限量: by lists and pages no more persons leave than one may take alone; for more there are releases."""

from __future__ import annotations

from collections.abc import Sized
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.queries import Page
from xueheng.apps.intake.releasing import limits, persons_in
from xueheng.apps.roster import tallies
from xueheng.packs.student_status.roll_export import OWN
from xueheng.tables.schema import schema

DAY = timedelta(days=1)


@transaction.atomic
def name_persons(request: HttpRequest, n: int) -> None:
    """So many persons more are named to the programs of an account today; refused beyond the limit."""
    if not n:
        return
    key, most = f"api:persons:{request.actor.account}", limits().persons
    if tallies.count(key, window=DAY, now=request.now, by=n) > most:
        said = _("一个账号的程序一天最多逐页看 %(n)s 人。要更多请用导出，由另一位有权的人同意后再取。")
        raise NotReady(said % {"n": most})


def name_page(request: HttpRequest, table: str, page: Page) -> Page:
    """The page, with as many persons named as it has rows, where it shows a column about them."""
    shown = [c for c in schema(table).columns if c.sensitivity == "personal" and c.label in page.columns]
    name_persons(request, len(page.rows) if shown else 0)
    return page


def name_class(request: HttpRequest, klass: Any, pupils: Sized) -> None:
    """So many pupils of a class are named; to its own class teacher they are no news, as in exports."""
    is_own = any(g.role == OWN and klass.path.startswith(g.path) for g in request.actor.grants)
    name_persons(request, 0 if is_own else len(pupils))


def name_rows(request: HttpRequest, table: str, rows: int) -> None:
    """As many persons are named as so many rows of a table are about."""
    name_persons(request, persons_in(table, rows))
