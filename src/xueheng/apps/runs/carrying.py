"""运算的执行: claim, freeze inputs, compute, write, settle; killed anywhere it can be carried out again."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xueheng.apps.audit.queries import head_before
from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.intake.store import settle
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs import store
from xueheng.apps.runs.frozen import freeze
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.sealing import KIND, seal
from xueheng.methods.outcome import json_value
from xueheng.methods.params import ParameterError, parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import Run as Computed
from xueheng.methods.run import run_method
from xueheng.standards.words import plain
from xueheng.tables.issues import Refused

COMPUTED = point("runs.carry_out.computed", "已算出，尚未写文件 / computed, nothing written yet")
FILES_WRITTEN = point(
    "runs.carry_out.files_written", "文件已就位，未提交 / files in place, row not committed"
)
KEPT_ISSUES = 200  # in the row; the record beside the outcome has all
Clock = Callable[[], datetime]
log = logging.getLogger("xueheng.runs")


class _Stopped(Exception):
    """The run was cancelled, or another worker has taken it over."""


def carry_out(run_id: object, *, clock: Clock = timezone.now) -> None:
    """运算 that waited has been computed, refused, cancelled or has failed; any other is left as it is."""
    run = _claimed(run_id, clock())
    if run is None:
        return
    with _Incidents(run, clock):
        try:
            _carried(run, clock)
        except Refused as refused:
            said = [store.issue_json(issue) for issue in refused.issues]
            asked = [
                {"code": q.code, "words": {"zh": q.words.zh, "en": q.words.en}} for q in refused.questions
            ]
            _ended(run, "refused", now=clock(), issues=(said + asked)[:KEPT_ISSUES])
        except ParameterError as error:
            zh, _slash, en = str(error).partition(" / ")
            said = [{"code": "PARAMETER", "severity": "error", "words": {"zh": zh, "en": en or zh}}]
            _ended(run, "refused", now=clock(), issues=said)
        except _Stopped:
            _ended(run, "cancelled", now=clock(), only={"is_cancelling": True})


def give_up(run: Run, *, now: datetime) -> None:
    """运算 at which workers die is a bug: it has failed, and its number is in the log."""
    number = secrets.token_hex(4)
    log.error("incident %s: run %s ended %s workers", number, run.pk, run.attempt)
    _ended(run, "failed", now=now, incident=number)


def _carried(run: Run, clock: Clock) -> None:
    declared = method(run.method)
    params = parse_params(declared.params, [], document=run.params)
    files = freeze(run)
    _step(run, "computing", clock)
    computed = run_method(declared, files, params=params, answers=run.answers)
    pass_by(COMPUTED)
    _step(run, "writing", clock)
    made = store.folder(run) / f".attempt-{run.attempt}"
    result = store.write_outcome(computed, made)
    _settled(run, computed, made, result=result, now=clock())


@transaction.atomic
def _settled(run: Run, computed: Computed, made: Path, *, result: str, now: datetime) -> None:
    """The row says computed and the files stand where it says, or neither; then approval or seal."""
    held = Run.objects.select_for_update(of=("self",)).select_related("org").get(pk=run.pk)
    if (held.state, held.attempt) != ("running", run.attempt) or held.is_cancelling:
        shutil.rmtree(made)
        raise _Stopped
    place = store.folder(run)
    shutil.rmtree(place / store.OUTCOME, ignore_errors=True)
    made.replace(place / store.OUTCOME)
    pass_by(FILES_WRITTEN)
    held.state, held.stage, held.computed_at, held.result_sha256 = "computed", "", now, result
    held.issues = [store.issue_json(issue) for issue in computed.issues[:KEPT_ISSUES]]
    held.figures = json_value(computed.outcome.figures)
    held.is_rehearsal |= bool(held.figures.get("rehearsal"))  # whatever was asked for: it decides nothing
    held.files = store.digests(place, (store.OUTCOME, store.INPUTS))
    held.save()
    _forget_attempts(place)
    settle(place)
    _kept(held, "runs.computed", now, {"result": result, "attempt": held.attempt})
    if not held.is_rehearsal:
        _forward(held, needed=computed.method.approvals, now=now)


def _forget_attempts(place: Path) -> None:
    for left in place.glob(".attempt-*"):
        shutil.rmtree(left)


def _forward(run: Run, *, needed: int, now: datetime) -> None:
    asker = _asker(run)
    if not needed:
        seal(run, approvals=(), since=head_before(KIND, run.pk), actor=asker, now=now)
        return
    ask_approval(
        KIND, run.pk, title=plain(run.title), org=run.org, permission="runs.approve", actor=asker, now=now
    )


@transaction.atomic
def _claimed(run_id: object, now: datetime) -> Run | None:
    waiting = Run.objects.filter(pk=run_id, state="waiting")
    taken = waiting.update(state="running", stage="reading", attempt=F("attempt") + 1, touched_at=now)
    return Run.objects.select_related("org").get(pk=run_id) if taken else None


def _step(run: Run, stage: str, clock: Clock) -> None:
    mine = Run.objects.filter(pk=run.pk, state="running", attempt=run.attempt, is_cancelling=False)
    if not mine.update(stage=stage, touched_at=clock()):
        raise _Stopped


@transaction.atomic
def _ended(run: Run, state: str, *, now: datetime, only: dict[str, Any] | None = None, **said: Any) -> None:
    """The run has ended without a result, unless another worker has taken it over."""
    mine = Run.objects.filter(pk=run.pk, state="running", attempt=run.attempt, **(only or {}))
    if mine.update(state=state, stage="", touched_at=now, **said):
        _kept(run, f"runs.{state}", now, {"attempt": run.attempt})


def _kept(run: Run, action: str, now: datetime, details: dict[str, Any]) -> None:
    record(run.asked_by_label, action, subject=(KIND, run.pk), org=run.org_id, now=now, details=details)


def _asker(run: Run) -> Actor:
    account = run.asked_by
    if account is None:
        return Actor(run.asked_by_label, run.asked_by_label)
    name = account.person.name if account.person else account.username
    return Actor(run.asked_by_label, name, account.pk, account.person_id)


class _Incidents:
    """A bug while a run is carried out: its trace is in the log, its number in the row."""

    def __init__(self, run: Run, clock: Clock) -> None:
        self.run, self.clock = run, clock

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or error is None or not isinstance(error, Exception):
            return False
        number = secrets.token_hex(4)
        log.error("incident %s in run %s", number, self.run.pk, exc_info=(kind, error, trace))
        _ended(self.run, "failed", now=self.clock(), incident=number)
        return True
