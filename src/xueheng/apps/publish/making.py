"""A publication in the making: which pack shows the method to the audience, and what surrounds the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.packs import Showing, packs
from xueheng.apps.publish import files
from xueheng.apps.publish.models import Publication
from xueheng.apps.publish.projection import Around, Projection, School
from xueheng.apps.roster.models import Org
from xueheng.apps.runs.documents import mark_of
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.queries import loaded
from xueheng.methods.run import Run as Computed
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words

SHOWN = ("published", "superseded", "taken_down")  # states of what has been in the world
Series = tuple[tuple[str, str, str], ...]


def showing(method: str, audience: str) -> Showing:
    """What a pack shows of a method to an audience; NotReady when none does."""
    found = find_showing(method, audience)
    if found is None:
        raise NotReady(_("这种结果不向这类读者公布。"))
    return found


def find_showing(method: str, audience: str) -> Showing | None:
    """What a pack shows of a method to an audience, if any."""
    known = (shown for pack in packs() for shown in pack.showings)
    return next((s for s in known if (s.method, s.audience) == (method, audience)), None)


def series(run: Run) -> Series:
    """What a run speaks of: its inputs' periods and labels, whatever their version."""
    inputs = run.inputs.select_related("dataset")
    return tuple(sorted((i.name, i.dataset.period, i.dataset.label) for i in inputs))


def of_series(run: Run, audience: str) -> list[Publication]:
    """Publications of the same method, organisation, audience and period, the latest first."""
    same = Publication.objects.filter(run__method=run.method, org=run.org_id, audience=audience)
    own = series(run)
    found = same.select_related("run").order_by("-asked_at", "-pk")
    return [publication for publication in found if series(publication.run) == own]


def around(run: Run, audience: str, *, before: datetime) -> Around:
    """What surrounds a run on its way to an audience, as it stood at an instant."""
    places = Org.objects.filter(path__startswith=run.org.path, kind__in=kinds_of("school")).order_by("code")
    schools = tuple(School(p.code, p.name, p.town, p.setting, tuple(p.stages)) for p in places)
    shown = [p for p in of_series(run, audience) if p.state in SHOWN and p.asked_at < before]
    return Around(schools, _former(run), tuple(files.released(p.pk) for p in shown))


def project(
    run: Run, audience: str, *, surroundings: Around, title: Mapping[str, str] | None = None
) -> Projection:
    """投影 of the sealed outcome as the pack makes it, under a title where one is given."""
    made: Projection = showing(run.method, audience).function()(loaded(run), surroundings)
    report, mark = made.report, mark_of(run)
    if report is not None:
        report = replace(report.marked(mark), title=Words(**title) if title else report.title)
    return replace(made, report=report, pages={name: page.marked(mark) for name, page in made.pages.items()})


def _former(run: Run) -> Computed | None:
    """The sealed run of the period before, on the same standard."""
    own = series(run)
    sealed = Run.objects.filter(
        method=run.method, org=run.org_id, state="sealed", is_rehearsal=False, sealed_at__lt=run.sealed_at
    )
    known = [(series(found), found) for found in sealed.order_by("sealed_at")]
    before = [(key, found) for key, found in known if key < own and found.params == run.params]
    return loaded(max(before, key=lambda pair: (pair[0], pair[1].sealed_at))[1]) if before else None
