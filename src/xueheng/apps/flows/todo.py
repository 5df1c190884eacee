"""待办: opened once by key, done by one of those whom it concerns."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.flows.models import Task
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.standards.words import Words

HOLDERS = "may:"  # a role so begun means whoever holds the permission at the organisation


@transaction.atomic
def open_task(
    key: str,
    *,
    job: str,
    title: Words,
    org: Org,
    role: str,
    due_on: date,
    now: datetime,
    actor: Actor,
    owner: int | None = None,
    subject: tuple[str, object] = ("", ""),
    address: str = "",
) -> Task:
    """待办 of that key is there, opened now or before; whoever holds the role at the organisation sees it."""
    said = {"zh": title.zh, "en": title.en}
    kind, id_ = subject[0], str(subject[1])
    held = {"subject_kind": kind, "subject_id": id_, "address": address, "due_on": due_on, "opened_at": now}
    told = {"job": job, "title": said, "org": org, "role": role, "owner_id": owner}
    task, is_new = Task.objects.get_or_create(key=key, defaults=told | held)
    if is_new:
        _kept(task, "flows.task_opened", actor, now)
    return task


def finish_task(key: str, *, actor: Actor, now: datetime) -> Task:
    """待办 is done by this actor, whom it must concern; one that is done already stays as it is."""
    task = Task.objects.select_related("org").filter(key=key).first()
    if task is None:
        raise NotFound(_("没有这项待办。"))
    if not concerns(task, actor):
        raise NotAllowed(_("这项待办不由您的岗位办理。"))
    settle_task(key, actor=actor, now=now)
    task.refresh_from_db()
    return task


def settle_task(key: str, *, actor: Actor, now: datetime) -> None:
    """What the open task asked for has happened, whoever did it; without such a task nothing changes."""
    _closed(key, "done", actor, now)


def cancel_task(key: str, *, actor: Actor, now: datetime) -> None:
    """The open task need not be done any more."""
    _closed(key, "cancelled", actor, now)


def concerns(task: Task, actor: Actor) -> bool:
    """True when the task is for this actor: its owner, a holder of its role there, or of its permission."""
    if task.owner_id is not None:
        return task.owner_id == actor.account
    if task.role.startswith(HOLDERS):
        return actor.may(task.role.removeprefix(HOLDERS), task.org)
    return any(g.role == task.role and g.org == task.org_id for g in actor.grants)


@transaction.atomic
def _closed(key: str, outcome: str, actor: Actor, now: datetime) -> None:
    task = Task.objects.select_for_update().filter(key=key, outcome="open").first()
    if task is None:
        return
    task.outcome, task.done_at, task.done_by_id = outcome, now, actor.account
    task.save(update_fields=["outcome", "done_at", "done_by"])
    _kept(task, f"flows.task_{outcome}", actor, now)


def _kept(task: Task, action: str, actor: Actor, now: datetime) -> None:
    record(
        actor.label, action, subject=("task", task.pk), org=task.org_id, now=now, details={"key": task.key}
    )
