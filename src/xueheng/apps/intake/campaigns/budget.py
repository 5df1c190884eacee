"""填报用时: how many minutes each school is asked for in a term, and the county's sum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from xueheng.apps.intake.campaigns.board import returns
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org

AUTUMN, SPRING = 9, 3  # the months in which terms begin


@dataclass(frozen=True)
class Asked:
    """一所学校: how many tables it was asked for, and the minutes that they were expected to take."""

    school: Org
    tables: int
    minutes: int


@dataclass(frozen=True)
class Budget:
    """填报用时 of a term: by school in the order of codes, and in all."""

    since: date
    schools: tuple[Asked, ...]

    @property
    def minutes(self) -> int:
        """Of all schools together."""
        return sum(one.minutes for one in self.schools)


def budget(actor: Actor, *, now: datetime) -> Budget:
    """填报用时 of this term, of the schools whose data the actor sees."""
    since = term_of(timezone.localdate(now))
    begun = datetime(since.year, since.month, since.day, tzinfo=ZoneInfo(settings.TIME_ZONE))
    found = returns(actor).filter(campaign__opened_at__gte=begun).exclude(campaign__state="cancelled")
    minutes: dict[int, list[int]] = defaultdict(list)
    schools: dict[int, Org] = {}
    for one in found:
        schools[one.org_id] = one.org
        minutes[one.org_id].append(one.campaign.minutes)
    asked = [Asked(school, len(minutes[pk]), sum(minutes[pk])) for pk, school in schools.items()]
    return Budget(since, tuple(sorted(asked, key=lambda one: one.school.code)))


def term_of(today: date) -> date:
    """The first day of the term that a day lies in."""
    if today.month >= AUTUMN:
        return date(today.year, AUTUMN, 1)
    return date(today.year, SPRING, 1) if today.month >= SPRING else date(today.year - 1, AUTUMN, 1)
