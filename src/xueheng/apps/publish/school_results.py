"""要点: what published results say of one school, for its head's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from xueheng.apps.packs import Showing, packs
from xueheng.apps.publish.files import released
from xueheng.apps.publish.models import Publication
from xueheng.apps.publish.points import Point
from xueheng.apps.publish.queries import READABLE, as_of
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.runs.queries import loaded
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words

POINTS = "points"  # the audience of a pack's function (run, school, peers, figures released) -> points


@dataclass(frozen=True)
class SchoolResult:
    """What one published result says of a school."""

    label: Words
    publication: UUID
    audience: str
    title: Words
    as_of: date
    points: tuple[Point, ...]


def school_results(actor: Actor, school: Org, *, today: date | None = None) -> list[SchoolResult]:
    """要点 of each method's latest publication that the school may read, in the order of the packs."""
    actor.require("school.report", school)
    found = (
        (s, _latest(s.method, school, today or timezone.localdate()))
        for p in packs()
        for s in p.showings
        if s.audience == POINTS
    )
    said = [_result(showing, latest, school) for showing, latest in found if latest is not None]
    return [result for result in said if result.points]


def _latest(method: str, school: Org, today: date) -> Publication | None:
    above = [int(step) for step in school.path.strip("/").split("/")]
    held = Publication.objects.filter(run__method=method, org__in=above, state__in=READABLE[:1])
    live = held.filter(audience__in=("public", "schools")).exclude(until__lte=today)
    latest = live.select_related("run__org").order_by("-run__sealed_at", "-published_at")
    found: Publication | None = latest.first()
    return found


def _result(showing: Showing, latest: Publication, school: Org) -> SchoolResult:
    own = frozenset({school.name, school.code})
    said = {"peers": _peers(school, latest.org), "released": frozenset(released(latest.pk))}
    points = showing.function()(loaded(latest.run), own, **said)
    title = Words(**latest.title)
    return SchoolResult(showing.label, latest.pk, latest.audience, title, as_of(latest), tuple(points))


def _peers(school: Org, within: Org) -> frozenset[str]:
    """Names and codes of the other schools in the same kind of place that share a stage with it."""
    near = Org.objects.filter(
        path__startswith=within.path, kind__in=kinds_of("school"), setting=school.setting
    )
    others = [o for o in near.exclude(pk=school.pk) if set(o.stages) & set(school.stages)]
    return frozenset(text for other in others for text in (other.name, other.code))
