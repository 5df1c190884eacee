"""What each reader may read of publications: everybody, a school's head, a family, the bureau."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.publish import files
from xueheng.apps.publish.content import (
    as_of,
    bundle,
    fragment,
    has_bundle,
    holds_inputs,
    label,
    manifest,
    table_path,
    tables,
)
from xueheng.apps.publish.lawfulness import USES, objections
from xueheng.apps.publish.making import find_showing, showing
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Spell
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.visibility import visible
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.queries import loaded
from xueheng.standards.org_kinds import kinds_of, org_kind
from xueheng.standards.words import Lang, Words

__all__ = [
    "Audience", "SchoolLine", "as_of", "audiences", "bundle", "directory", "for_actor", "has_bundle",
    "has_page", "holds_inputs", "label", "manifest", "own_schools", "public", "public_list",
    "publication", "report_fragment", "school_fragment", "table_path", "tables", "taken_down",
]  # fmt: skip

READABLE = ("published", "superseded")
AFTER = timedelta(days=366)
STAFF = ("publish.ask", "publish.approve", "publish.take_down", "runs.see")


@dataclass(frozen=True)
class SchoolLine:
    """学校 as everybody may know it."""

    code: str
    name: str
    kind: Words
    town: str
    is_sample: bool


@dataclass(frozen=True)
class Audience:
    """公布对象 of a run, what it would read, and the clauses that forbid it."""

    id: str
    label: Words
    objections: tuple[Words, ...]


def public_list(*, today: date | None = None) -> list[Publication]:
    """公布 that everybody may read now, the latest first."""
    return list(_live("public", today).filter(state="published").order_by("-published_at"))


def public(publication_id: UUID | str, *, today: date | None = None) -> Publication:
    """公布 that everybody may read now, superseded ones too; NotFound once taken down or over."""
    return _one(_live("public", today), publication_id)


def taken_down(publication_id: UUID) -> Publication | None:
    """公布 that everybody could read once, with the reason why no more; None for any other."""
    gone = Publication.objects.filter(audience="public", state="taken_down")
    found: Publication | None = gone.filter(pk=publication_id).first()
    return found


def for_actor(actor: Actor, *, today: date | None = None) -> list[Publication]:
    """公布 that the actor may read beside the public ones: as staff, as a head, as a family."""
    return list(_readable(actor, today).order_by("-asked_at"))


def publication(actor: Actor, publication_id: UUID | str, *, today: date | None = None) -> Publication:
    """One publication that the actor may read; NotFound otherwise."""
    return _one(_readable(actor, today) | _live("public", today), publication_id)


def audiences(run: Run, *, today: date | None = None) -> list[Audience]:
    """公布对象 to whom packs show a run's method, each with what the law says against it."""
    names = [a for a in USES if find_showing(run.method, a)]
    computed = loaded(run)
    said = ((a, showing(run.method, a).label) for a in names)
    return [Audience(a, label, objections(computed, a, on=_day(today))) for a, label in said]


def own_schools(actor: Actor, found: Publication) -> list[Org]:
    """学校 whose page of a publication for schools the actor may read, by code."""
    below = Org.objects.filter(path__startswith=found.org.path, kind__in=kinds_of("school"))
    own = visible(below, actor, "school.report", org="") | visible(below, actor, "publish.approve", org="")
    return list(own.order_by("code"))


def report_fragment(found: Publication, lang: Lang) -> SafeString:
    """The report that all readers of a publication see, as a part of a page."""
    return fragment(found, f"{lang}.html")


def school_fragment(actor: Actor, found: Publication, code: str, lang: Lang) -> SafeString:
    """The page of one school, for who may read that school's reports; NotFound otherwise."""
    if all(school.code != code for school in own_schools(actor, found)):
        raise NotFound(_("没有这所学校的页面，或者它不在您能看到的范围内。"))
    return fragment(found, files.school_page(code, lang))


def has_page(found: Publication, code: str) -> bool:
    """True when a publication says something of that school by itself."""
    return files.school_page(code, "zh") in manifest(found)["files"]


def directory(*, today: date | None = None) -> list[SchoolLine]:
    """学校名录: every school that there is on a day, as everybody may know it."""
    places = Org.objects.filter(holds(_day(today)), kind__in=kinds_of("school")).order_by("code")
    return [SchoolLine(p.code, p.name, org_kind(p.kind).label, p.town, p.is_sample) for p in places]


def _live(audience: str, today: date | None = None) -> QuerySet[Publication]:
    over = Q(until=None) | Q(until__gt=_day(today))
    found = Publication.objects.select_related("run", "org", "superseded_by")
    return found.filter(over, audience=audience, state__in=READABLE)


def _readable(actor: Actor, today: date | None = None) -> QuerySet[Publication]:
    every = Publication.objects.select_related("run", "org", "superseded_by")
    found = every.none()
    for permission in STAFF:
        found = found | visible(every, actor, permission)
    found = found | _live("schools", today).filter(org__in=above(actor.paths("school.report")))
    return found | _live("families", today).filter(org__in=above(_schools_of_children(actor, today)))


def _day(today: date | None) -> date:
    return today or timezone.localdate()


def above(paths: Iterable[str]) -> set[int]:
    """Every organisation on the way to the paths."""
    return {int(step) for path in paths for step in path.strip("/").split("/") if step}


def _schools_of_children(actor: Actor, today: date | None = None) -> list[str]:
    return school_paths(actor.children, _day(today))


def school_paths(children: Iterable[int], day: date) -> list[str]:
    """Where the children are at school, or were within a year: who has just left still awaits results."""
    begun = Spell.objects.filter(person__in=children, valid_from__lte=day)
    kept = begun.filter(Q(valid_to=None) | Q(valid_to__gt=day - AFTER))
    return list(kept.values_list("school__path", flat=True))


def _one(found: QuerySet[Publication], publication_id: UUID | str) -> Publication:
    try:
        one: Publication = found.get(pk=publication_id)
    except (Publication.DoesNotExist, ValidationError) as error:
        raise NotFound(_("没有这份公布，或者它已经撤下。")) from error
    return one
