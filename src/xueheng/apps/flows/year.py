"""一年的工作: the packs' calendar jobs as tasks of those who hold the roles."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from xueheng.apps.audit.services import record
from xueheng.apps.flows.models import Task
from xueheng.apps.packs import Job, packs
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Post
from xueheng.apps.roster.visibility import visible

MANAGED = "accounts.manage"  # who opens a year for the organisations below


@transaction.atomic
def open_year(year: int, *, actor: Actor, now: datetime) -> int:
    """待办 of the year's jobs are open wherever their roles are held; how many of them are new."""
    actor.require(MANAGED)
    wanted = {task.key: task for task in _tasks(year, actor, now)}
    known = set(Task.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [task for key, task in wanted.items() if key not in known]
    Task.objects.bulk_create(new, batch_size=500)
    if new:
        told = {"year": year, "tasks": len(new)}
        record(actor.label, "flows.year_opened", subject=("year", year), now=now, details=told)
    return len(new)


def jobs() -> dict[str, Job]:
    """Every calendar job of the installed packs by its id."""
    return {job.id: job for pack in packs() for job in pack.jobs}


def _tasks(year: int, actor: Actor, now: datetime) -> list[Task]:
    held = _orgs_by_role(year, actor)
    return [_task(job, year, org, now) for job in jobs().values() for org in held[job.role]]


def _orgs_by_role(year: int, actor: Actor) -> dict[str, list[Org]]:
    in_year = Q(valid_from__lte=date(year, 12, 31)) & (Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1)))
    roles = {job.role for job in jobs().values()}
    posts = visible(Post.objects.filter(in_year, role__in=roles), actor, MANAGED).select_related("org")
    held: dict[str, dict[int, Org]] = defaultdict(dict)
    for post in posts.order_by("org__code"):
        held[post.role][post.org_id] = post.org
    return defaultdict(list, {role: list(orgs.values()) for role, orgs in held.items()})


def _task(job: Job, year: int, org: Org, now: datetime) -> Task:
    label = job.label.fill(year=year)
    return Task(
        key=task_key(job.id, year, org),
        job=job.id,
        title={"zh": label.zh, "en": label.en},
        org=org,
        role=job.role,
        address=job.address.format(year=year, org=org.code),
        due_on=date(year, job.month, job.day),
        opened_at=now,
    )


def task_key(job: str, year: int, org: Org) -> str:
    """The key of a calendar job's task at an organisation."""
    return f"{job}:{year}:{org.code}"
