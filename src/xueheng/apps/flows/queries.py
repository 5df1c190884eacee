"""What an actor has to do, and what waits for its agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.flows.approving import JOB, is_asker
from xueheng.apps.flows.models import Approval, Task
from xueheng.apps.flows.todo import HOLDERS
from xueheng.apps.flows.year import jobs
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Account
from xueheng.standards.words import Words

AHEAD = timedelta(days=60)  # what is due later is in the calendar, not yet to be done
DECIDE = Words("去复核", "Review")
OPEN = Words("去办理", "Open")


@dataclass(frozen=True)
class TaskView:
    """待办 as its page shows it."""

    id: int
    key: str
    job: str
    title: Words
    primary: Words  # the words of its one button
    due_on: date
    days_left: int  # negative when it is late
    address: str
    org: str
    outcome: str  # open, done, cancelled
    is_mine: bool  # of this account alone; else shared with whoever holds the role or the permission

    @property
    def state(self) -> str:
        """open, late or done."""
        return "late" if self.outcome == "open" and self.days_left < 0 else self.outcome


@dataclass(frozen=True)
class Month:
    """一个月 of the calendar with the jobs due in it."""

    year: int
    month: int
    tasks: tuple[TaskView, ...]
    is_now: bool


def tasks(actor: Actor, *, today: date, limit: int | None = None) -> list[TaskView]:
    """待办 open for this actor and due within two months, the most urgent first."""
    near = _for(actor).filter(outcome="open", due_on__lte=today + AHEAD)
    found = near.order_by("due_on", "pk")[:limit]
    return [_view(task, actor, today) for task in found]


def first(actor: Actor, *, today: date) -> TaskView | None:
    """The one task that comes first for this actor: the longest late, else the next due."""
    found = tasks(actor, today=today, limit=1)
    return found[0] if found else None


def year(actor: Actor, *, today: date, year: int | None = None) -> list[Month]:
    """The twelve months of a year with this actor's jobs of the calendar, done, open or late."""
    shown = year or today.year
    found = _for(actor).filter(job__in=jobs(), due_on__year=shown).exclude(outcome="cancelled")
    views = [_view(task, actor, today) for task in found.order_by("due_on", "pk")]
    return [
        Month(
            shown,
            month,
            tuple(v for v in views if v.due_on.month == month),
            (shown, month) == (today.year, today.month),
        )
        for month in range(1, 13)
    ]


def approvals(actor: Actor) -> list[Approval]:
    """审批 that wait for this actor, who may decide and did not ask; the oldest first."""
    waiting = _decidable(actor).filter(state="waiting").exclude(asked_by__in=_labels(actor))
    return list(waiting.select_related("org").order_by("asked_at", "pk"))


def approval(actor: Actor, approval_id: int) -> Approval:
    """审批 that the actor may decide or has asked for; NotFound otherwise."""
    reach = _decidable(actor) | Approval.objects.filter(asked_by__in=_labels(actor))
    found = reach.select_related("org").filter(pk=approval_id).first()
    if found is None:
        raise NotFound(_("没有这项审批。"))
    return found


def may_decide(actor: Actor, approval: Approval) -> bool:
    """True when the actor is the second person for whom the approval waits."""
    may = actor.may(approval.permission, approval.org)
    return approval.state == "waiting" and may and not is_asker(approval, actor)


def approvals_of(kind: str, subject_id: object) -> list[Approval]:
    """审批 history of a subject that the caller has shown to be visible, the oldest first."""
    found = Approval.objects.filter(kind=kind, subject_id=str(subject_id))
    return list(found.select_related("org").order_by("asked_at", "pk"))


def _for(actor: Actor) -> QuerySet[Task]:
    reach = Q(owner=actor.account) if actor.account is not None else Q(pk=None)
    for grant in actor.grants:
        holders = [HOLDERS + permission for permission in grant.permissions]
        reach |= Q(owner=None, role=grant.role, org=grant.org)
        reach |= Q(owner=None, role__in=holders, org__path__startswith=grant.path)
    asked = Approval.objects.filter(asked_by__in=_labels(actor), state="waiting").values_list("pk", flat=True)
    found = Task.objects.filter(reach).exclude(job=JOB, subject_id__in=[str(pk) for pk in asked])
    return found.select_related("org")


def _decidable(actor: Actor) -> QuerySet[Approval]:
    reach = Q(pk=None)
    for grant in actor.grants:
        reach |= Q(permission__in=grant.permissions, org__path__startswith=grant.path)
    return Approval.objects.filter(reach)


def _labels(actor: Actor) -> Sequence[str]:
    """The labels of every account of the same person."""
    if actor.person is None:
        return [actor.label]
    accounts = Account.objects.filter(person=actor.person).values_list("pk", flat=True)
    return [actor.label, *(f"account:{pk}" for pk in accounts)]


def _view(task: Task, actor: Actor, today: date) -> TaskView:
    job = jobs().get(task.job)
    is_approval = task.job == JOB
    return TaskView(
        task.pk,
        task.key,
        task.job,
        Words(task.title["zh"], task.title["en"]),
        job.primary if job else DECIDE if is_approval else OPEN,
        task.due_on,
        (task.due_on - today).days,
        reverse("desk:approval", args=[task.subject_id]) if is_approval else task.address,
        task.org.short_name or task.org.name,
        task.outcome,
        task.owner_id is not None and task.owner_id == actor.account,
    )
