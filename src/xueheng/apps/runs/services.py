"""What may be done with runs: ask, carry out, cancel, have documents made, start again what has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.flows.approving import is_asker
from xueheng.apps.flows.queries import approvals_of
from xueheng.apps.flows.services import withdraw
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.runs import tasks
from xueheng.apps.runs.asking import chosen, declared_exam, filled, known_method, lawful, live, parameters
from xueheng.apps.runs.carrying import carry_out
from xueheng.apps.runs.documents import forget_unmade, make_documents, request_documents
from xueheng.apps.runs.models import Run, RunInput
from xueheng.apps.runs.sealing import KIND
from xueheng.methods.params import params_json

ROW_WRITTEN = point("runs.ask.row_written", "运算已登记但事务未提交 / the run is written, not committed")
AT_ONCE = timedelta(0)
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
) -> Run:
    """运算 waits for its turn: its Datasets, parameters and lawful use have been checked and are fixed."""
    actor.require("runs.start", org)
    declared = known_method(method)
    given = chosen(declared, inputs, org=org, actor=actor)
    if not allow_superseded:
        live(given.values())
    fixed = params_json(parameters(declared, filled(declared, params, given)))
    lawful(declared, declared_exam(declared, given))
    run = Run.objects.create(
        method=method,
        title=(title.strip() or declared.label.zh)[:160],
        org=org,
        params=fixed,
        answers=dict(answers),
        is_rehearsal=is_rehearsal,
        asked_by_id=actor.account,
        asked_by_label=actor.label,
        asked_at=now,
    )
    RunInput.objects.bulk_create(RunInput(run=run, name=n, dataset=d) for n, d in given.items())
    used = {"method": method, "datasets": {n: d.sha256 for n, d in given.items()}, "rehearsal": is_rehearsal}
    record(actor.label, "runs.asked", subject=(KIND, run.pk), org=org.pk, now=now, details=used)
    pass_by(ROW_WRITTEN)
    tasks.compute.enqueue(str(run.pk))
    run.refresh_from_db()
    return run


@transaction.atomic
def cancel(run: Run, *, actor: Actor, now: datetime) -> Run:
    """运算 ends without a result: at once while it waits, else as soon as it comes to its next step."""
    found = Run.objects.select_for_update().select_related("org").get(pk=run.pk)
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
def restart_stale(*, now: datetime, after: timedelta = AT_ONCE) -> int:
    """Runs without a sign of life for so long wait again and are in the queue; how many.

    A worker that lives after all loses its attempt, not more: the result is that of the last one.
    """
    limit = now - after
    silent = Q(state="running", touched_at__lte=limit) | Q(state="waiting", asked_at__lte=limit)
    stale = list(Run.objects.select_for_update().filter(silent))
    for run in stale:
        Run.objects.filter(pk=run.pk).update(state="waiting", stage="")
        tasks.compute.enqueue(str(run.pk))
    forget_unmade()
    return len(stale)


__all__ = ["ask", "cancel", "carry_out", "make_documents", "request_documents", "restart_stale"]
