"""文档 of a run: Word, PDF, workbook and page, made on demand from what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs import store, tasks
from xueheng.apps.runs.models import Run
from xueheng.methods.run import Run as Computed
from xueheng.reports import of_run
from xueheng.reports.blocks import Report
from xueheng.standards.words import Lang, Words, plain
from xueheng.tables.whole import whole_folder

REHEARSAL = Words("演练，不作依据，不得公布", "Rehearsal: no ground for any decision, not to be published")
GENERATED = Words("（生成的示例数据）", "(generated example data)")
HAS_RESULT = ("computed", "sealed")


@dataclass(frozen=True)
class Document:
    """A file that stands ready: its place within the run's documents and its size."""

    name: str
    size: int


def report_of(run: Run, computed: Computed) -> Report:
    """The report as its page shows it; a rehearsal says so, and generated data."""
    return of_run.compose(computed).called(plain(run.title)).marked(mark_of(run))


@transaction.atomic
def request_documents(
    run: Run, *, actor: Actor, now: datetime, lang: Lang = "zh", with_set: bool = False
) -> None:
    """Documents in a language are being made; `with_set` adds a page for each school."""
    actor.require("runs.see", run.org)
    if run.state not in HAS_RESULT:
        raise NotReady(_("这次运算还没有结果，不能生成文档。"))
    asked = {"lang": lang, "set": with_set}
    record(actor.label, "runs.documents", subject=("run", run.pk), org=run.org_id, now=now, details=asked)
    _marker(run, lang).parent.mkdir(parents=True, exist_ok=True)
    _marker(run, lang).touch()
    tasks.write_documents.enqueue(str(run.pk), lang, with_set)


def make_documents(run_id: object, *, lang: Lang = "zh", with_set: bool = False) -> None:
    """Documents of a run stand whole in its folder."""
    run = Run.objects.select_related("org").get(pk=run_id)
    computed = store.read_outcome(run)
    try:
        with whole_folder(store.folder(run) / store.REPORT) as made:
            wanted = of_run.Wanted(
                schools=with_set and not run.is_rehearsal, title=plain(run.title), stamp=mark_of(run)
            )
            of_run.write_report(computed, made / lang, lang=lang, wanted=wanted)
    finally:
        _marker(run, lang).unlink(missing_ok=True)


def ready(run: Run, lang: Lang) -> list[Document]:
    """The documents that stand ready, by name."""
    place = document_folder(run, lang)
    files = sorted(file for file in place.rglob("*") if file.is_file())
    return [Document(file.relative_to(place).as_posix(), file.stat().st_size) for file in files]


def is_being_made(run: Run, lang: Lang) -> bool:
    """True between the asking and the documents."""
    return _marker(run, lang).exists()


def forget_unmade() -> None:
    """Nobody waits any more for documents that a dead worker was making."""
    for marker in Path(settings.XUEHENG_HOME).glob(f"runs/*/{_marker_name('*')}"):
        marker.unlink(missing_ok=True)


def document_folder(run: Run, lang: Lang) -> Path:
    """Where the documents of a language stand."""
    return store.folder(run) / store.REPORT / lang


def _marker(run: Run, lang: Lang) -> Path:
    return store.folder(run) / _marker_name(lang)


def _marker_name(lang: str) -> str:
    return f".{store.REPORT}-{lang}"


def mark_of(run: Run) -> Words | None:
    """What everything made of the run must say: that it is a rehearsal, that its data are generated."""
    said = [REHEARSAL] * run.is_rehearsal + [GENERATED] * run.org.is_sample
    return Words("。".join(w.zh for w in said), ". ".join(w.en for w in said)) if said else None
