"""保存期限: every kind of personal data, and what finds and destroys what is past its term."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, load_list


@dataclass(frozen=True)
class Kind:
    """一类个人信息: where it lies, how long it stays, and on what that rests."""

    id: str
    label: Words
    where: Words
    source: Source
    days: int = 0
    term: Words | None = None
    shredded: bool = True
    holds: tuple[str, ...] = ()

    @property
    def said(self) -> Words:
        """The term in words."""
        if self.term is not None:
            return self.term
        return DAYS.fill(n=self.days) if self.days else AT_ONCE

    def before(self, now: datetime) -> datetime:
        """What was last needed before that is past its term."""
        return now - timedelta(days=self.days)


class Due(NamedTuple):
    """到期 of one thing: what names it, and since when it was not needed."""

    key: str
    since: datetime


class Shredder(NamedTuple):
    """销毁办法 of a kind: what was last needed before a moment, and how one of it goes for good."""

    due: Callable[[datetime], Iterable[Due]]
    destroy: Callable[[str], None]


DAYS = Words("用完后保存 {n} 天", "days kept after use: {n}")
AT_ONCE = Words("立即销毁", "destroyed at once")
SHREDDERS: dict[str, Shredder] = {}


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the file."""
    return load_list(files(__package__) / "retention.yaml", Kind)


def kind(id_: str) -> Kind:
    """一类 that can be shredded; NotFound otherwise."""
    found = next((one for one in kinds() if one.id == id_ and one.shredded), None)
    if found is None:
        raise NotFound(_("没有这一类可以销毁的个人信息。"))
    return found


def due(one: Kind, now: datetime) -> list[Due]:
    """到期 of a kind at a moment, the oldest first."""
    return sorted(SHREDDERS[one.id].due(one.before(now)), key=lambda found: (found.since, found.key))
