"""体检 of runs: what is stored is what was computed and sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from xueheng.apps.audit.health import Finding, health
from xueheng.apps.audit.keeping.heads import knows_heads
from xueheng.apps.audit.models import Entry
from xueheng.apps.runs import store
from xueheng.apps.runs.documents import HAS_RESULT
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.sealing import KIND
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Altered:
    """A run of which something is not what it was: a file, or the digest in its row."""

    run: str
    title: str
    what: tuple[str, ...]


@knows_heads
def heads_in_receipts(home: Path) -> Iterator[str]:
    """链头 that the receipts of a home's sealed runs hold."""
    for bundle in home.glob(f"runs/*/{store.BUNDLE}"):
        with suppress(OSError, BadZipFile, KeyError, ValueError), ZipFile(bundle) as members:
            if head := json.loads(members.read("manifest.json"))["audit_head"]:
                yield str(head)


@health("runs")
def intact() -> Iterator[Finding]:
    """Every altered run as a finding."""
    for found in altered():
        listed = ", ".join(found.what)
        zh = f"运算“{found.title}”（{found.run}）与封存时不一致：{listed}。请从备份恢复。"
        en = f"Run “{found.title}” ({found.run}) differs from what was sealed: {listed}. Restore from backup."
        yield Finding("RUN_ALTERED", Words(zh, en))


def altered() -> list[Altered]:
    """Runs whose stored files or digests differ from what was recorded when they were computed."""
    said = _results()
    runs = Run.objects.filter(state__in=HAS_RESULT).order_by("asked_at")
    found = [Altered(str(run.pk), run.title, _differs(run, said.get(str(run.pk), ""))) for run in runs]
    return [one for one in found if one.what]


def wrong_files(run: Run) -> list[str]:
    """Files of a run that are not what was recorded of them, or not there."""
    held = store.digests(store.folder(run), {name.partition("/")[0] for name in run.files})
    names = held.keys() | run.files.keys()
    return sorted(name for name in names if held.get(name) != run.files.get(name))


def _differs(run: Run, recorded: str) -> tuple[str, ...]:
    wrong = wrong_files(run)
    if run.result_sha256 != recorded or run.result_sha256 != _result(run):
        wrong.append("result_sha256")
    return tuple(wrong)


def _result(run: Run) -> str:
    place = store.folder(run) / store.OUTCOME
    files = [*place.glob("*.csv"), *place.glob("figures.json")]
    return store.result_digest({file.name: file.read_bytes() for file in files})


def _results() -> dict[str, str]:
    """The digest of each run's result as the audit keeps it."""
    entries = Entry.objects.filter(action="runs.computed", subject_kind=KIND).order_by("sequence")
    return {entry.subject_id: entry.details["result"] for entry in entries}
