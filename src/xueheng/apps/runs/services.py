"""What may be done with runs: ask, carry out, cancel, have documents made, start again what has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.flows.approving import is_asker
from xueheng.apps.flows.queries import approvals_of
from xueheng.apps.flows.services import withdraw
from xueheng.apps.intake.models import Dataset
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.runs import tasks
from xueheng.apps.runs.asking import chosen, filled, known_method, lawful, live, parameters
from xueheng.apps.runs.carrying import carry_out, give_up
from xueheng.apps.runs.documents import forget_unmade, make_documents, request_documents
from xueheng.apps.runs.models import Run, RunInput
from xueheng.apps.runs.sealing import KIND
from xueheng.apps.runs.taking import take_bundle, take_document, take_table
from xueheng.methods.params import params_json

ROW_WRITTEN = point("runs.ask.row_written", "运算已登记但事务未提交 / the run is written, not committed")
LAST_ATTEMPT = 5  # after which a run that kills its worker is left alone
NO_ANSWERS: Mapping[str, str] = {}


@transaction.atomic
def ask(
    method: str,
    *,
    title: str,
    org: Org,
    inputs: Mapping[str, object],
    params: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    answers: Mapping[str, str] = NO_ANSWERS,
    is_rehearsal: bool = False,
    allow_superseded: bool = False,
    key: UUID | None = None,
) -> Run:
    """运算 waits for its turn: its Datasets, parameters and lawful use have been checked and are fixed.

    The key is that of the form: the same form sent twice is one run.
    """
    actor.require("runs.start", org)
    declared = known_method(method)
    given = chosen(declared, inputs, org=org, actor=actor)
    if not allow_superseded:
        live(given.values())
    fixed = params_json(parameters(declared, filled(declared, params, given)))
    lawful(declared, given)
    said = {
        "method": method,
        "title": (title.strip() or declared.label.zh)[:160],
        "org": org,
        "params": fixed,
        "answers": dict(answers),
        "is_rehearsal": is_rehearsal,
        "asked_by_id": actor.account,
        "asked_by_label": actor.label,
    }
    before = Run.objects.filter(pk=key).first()
    if before is not None and _is_the_same(before, said, given):
        return before
    run = Run.objects.create(pk=uuid4() if before or key is None else key, asked_at=now, **said)
    RunInput.objects.bulk_create(RunInput(run=run, name=n, dataset=d) for n, d in given.items())
    used = {"method": method, "datasets": {n: d.sha256 for n, d in given.items()}, "rehearsal": is_rehearsal}
    record(actor.label, "runs.asked", subject=(KIND, run.pk), org=org.pk, now=now, details=used)
    pass_by(ROW_WRITTEN)
    tasks.compute.enqueue(str(run.pk))
    run.refresh_from_db()
    return run


def _is_the_same(run: Run, said: Mapping[str, Any], given: Mapping[str, Dataset]) -> bool:
    used = dict(run.inputs.values_list("name", "dataset"))
    is_said = all(getattr(run, name) == value for name, value in said.items())
    return is_said and used == {name: dataset.pk for name, dataset in given.items()}


@transaction.atomic
def cancel(run: Run, *, actor: Actor, now: datetime) -> Run:
    """运算 ends without a result: at once while it waits, else as soon as it comes to its next step."""
    found = Run.objects.select_for_update(of=("self",)).select_related("org").get(pk=run.pk)
    actor.require("runs.start", found.org)
    if found.state == "computed" and not found.is_rehearsal:
        _taken_back(found, actor, now)
    elif found.state == "running":
        found.is_cancelling = True
    elif found.state == "waiting":
        found.state = "cancelled"
    else:
        raise NotReady(_("这次运算已经结束，不能取消。"))
    if found.state != "computed":
        found.save(update_fields=["state", "is_cancelling"])
        record(actor.label, "runs.cancelled", subject=(KIND, found.pk), org=found.org_id, now=now)
    found.refresh_from_db()
    return found


def _taken_back(run: Run, actor: Actor, now: datetime) -> None:
    for approval in approvals_of(KIND, run.pk):
        if approval.state == "waiting":
            if not is_asker(approval, actor):
                raise NotAllowed(_("只有提出的人可以收回等待复核的运算。"))
            withdraw(approval.pk, actor=actor, now=now)


@transaction.atomic
def restart_stale(*, now: datetime) -> int:
    """Every run that a worker left unfinished waits again and is in the queue; how many there were.

    The clock is not asked, it may have gone back. A worker that lives after all loses its attempt, not more.
    A run at which one worker after the other died is given up.
    """
    stale = list(
        Run.objects.select_for_update().filter(state__in=("waiting", "running")).order_by("asked_at")
    )
    for run in stale:
        if run.state == "running" and run.attempt >= LAST_ATTEMPT:
            give_up(run, now=now)
            continue
        Run.objects.filter(pk=run.pk).update(state="waiting", stage="")
        tasks.compute.enqueue(str(run.pk))
    forget_unmade()
    return len(stale)


__all__ = [
    "ask",
    "cancel",
    "carry_out",
    "make_documents",
    "request_documents",
    "restart_stale",
    "take_bundle",
    "take_document",
    "take_table",
]
