"""三年的来历: files received, read and committed, runs carried out, agreed to and published, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from xueheng.apps.flows.queries import approvals_of
from xueheng.apps.flows.services import decide, settle_task, task_key
from xueheng.apps.flows.year import jobs
from xueheng.apps.intake import services as intake
from xueheng.apps.publish import services as publishing
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs import services as running
from xueheng.sample.acts import Act
from xueheng.sample.filings import Filing
from xueheng.sample.roster_loading import Placed, Told
from xueheng.standards.words import Words

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Desk:
    """办事的人: who uploads and asks, who agrees to results, to publications, and who else does chores."""

    clerk: Actor
    approver: Actor
    leader: Actor
    others: tuple[Actor, ...] = ()


@dataclass
class History:
    """来历 as far as it has come: the Dataset of each series, what waits, and how much was done."""

    placed: Placed
    desk: Desk
    now: datetime
    told: Told
    datasets: dict[Key, Any] = field(default_factory=dict)
    waiting: list[Any] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def at(self, step: Step) -> datetime:
        """Ten in the morning of its day; now, when it waits or the day has not come."""
        morning: datetime = timezone.make_aware(datetime.combine(step.on, time(10)))
        return self.now if step.waits else min(self.now, morning)

    def count(self, what: str) -> None:
        """One more of it was done."""
        self.counts[what] = self.counts.get(what, 0) + 1


@dataclass(frozen=True)
class Chore:
    """日常工作: a job of the calendar that was done on the day when it was due."""

    key: str
    by: Actor
    on: date
    waits: bool = False


Step = Filing | Act | Chore


def relive(history: History, filings: list[Filing], acts: list[Act]) -> History:
    """来历 is in the platform, every act on its day and in their order."""
    done: dict[type, Callable[[History, Any], None]] = {Filing: _file, Act: _run, Chore: _chore}
    order = list(done)
    every: list[Step] = [*filings, *acts, *_chores(history)]
    for one in sorted(every, key=lambda one: (one.waits, one.on, order.index(type(one)))):
        done[type(one)](history, one)
    return history


def _chores(history: History) -> Iterator[Chore]:
    """Jobs of this year that those with an account had to do before today."""
    today = timezone.localdate(history.now)
    orgs = {org.pk: org for org in history.placed.orgs.values()}
    desk = history.desk
    for actor in (desk.clerk, desk.approver, desk.leader, *desk.others):
        for grant in actor.grants:
            for job in jobs().values():
                due = date(today.year, job.month, job.day)
                if job.role == grant.role and due < today:
                    yield Chore(task_key(job.id, today.year, orgs[grant.org]), actor, due)


def _chore(history: History, chore: Chore) -> None:
    settle_task(chore.key, actor=chore.by, now=history.at(chore))


def _file(history: History, filing: Filing) -> None:
    """A file is received and read; unless it waits to be repaired, it is committed."""
    now, clerk = history.at(filing), history.desk.clerk
    upload = intake.receive(
        ContentFile(filing.content, filing.name),
        table=filing.table,
        org=history.placed.orgs[filing.org],
        period=filing.period,
        label=filing.label,
        exam=filing.exam,
        actor=clerk,
        now=now,
    )
    intake.read(upload.pk, attempt=upload.attempt, now=now)
    upload.refresh_from_db()
    history.count("uploads")
    if filing.waits:
        history.waiting.append(upload)
        return
    history.datasets[filing.series] = intake.commit(upload, actor=clerk, now=now)
    history.count("datasets")
    history.told(f"  {filing.on} {filing.name}")


def _run(history: History, act: Act) -> None:
    """A run is asked for and carried out; unless it waits, a second person agrees and it is published."""
    now, desk = history.at(act), history.desk
    inputs = {name: history.datasets[key].pk for name, key in act.inputs.items()}
    run = running.ask(
        act.method,
        title=act.title,
        org=history.placed.orgs[act.org],
        inputs=inputs,
        params=act.params,
        actor=desk.clerk,
        now=now,
    )
    running.carry_out(run.pk, clock=lambda: now)
    history.count("runs")
    history.told(f"  {act.on} {act.title}")
    if act.waits:
        return
    _agreed("run", run.pk, by=desk.approver, now=now)
    run.refresh_from_db()
    for audience, title in act.shown.items():
        _publish(history, run, audience, title=title, now=now)


def _publish(history: History, run: Any, audience: str, *, title: Words, now: datetime) -> None:
    asked = publishing.ask(run, audience=audience, title=title, actor=history.desk.clerk, now=now)
    _agreed("publication", asked.pk, by=history.desk.leader, now=now)
    history.count("publications")


def _agreed(kind: str, subject: object, *, by: Actor, now: datetime) -> None:
    for approval in approvals_of(kind, subject):
        if approval.state == "waiting":
            decide(approval.pk, agreed=True, actor=by, now=now, remark="")
