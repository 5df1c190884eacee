"""What stands on a home, panel by panel; a panel without anything real behind it is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xueheng.apps.flows import queries as flows
from xueheng.apps.intake import queries as intake
from xueheng.apps.roster import queries as roster
from xueheng.web.desk.figures import attention, dials
from xueheng.web.desk.progress import exams, filed
from xueheng.web.desk.sight import Sight

WEEK, SHOWN = 7, 6
OPEN_UPLOADS = ("waiting", "reading", "read", "unreadable", "committing")


@dataclass(frozen=True)
class Panel:
    """A panel: its name, which is that of its template, and what it shows."""

    name: str
    shown: Any

    @property
    def template(self) -> str:
        """Where its markup stands."""
        return f"desk/panels/{self.name}.html"


@dataclass(frozen=True)
class Tasks:
    """What is due within a week or late, and how many tasks there are beside."""

    soon: tuple[flows.TaskView, ...]
    others: int


def panels(names: tuple[str, ...], sight: Sight) -> Iterator[Panel]:
    """The panels of these names that have something to show."""
    for name in names:
        if shown := BUILDERS[name](sight):
            yield Panel(name, shown)


def _first(sight: Sight) -> dict[str, Any]:
    return {"task": next(iter(sight.tasks), None)}


def _tasks(sight: Sight) -> Tasks | None:
    others = sight.tasks[1:]  # the first has its own place
    soon = tuple(task for task in others if task.days_left <= WEEK)[:SHOWN]
    return Tasks(soon, len(others) - len(soon)) if others else None


def _approvals(sight: Sight) -> list[Any]:
    first = next((task.key for task in sight.tasks), "")
    return [one for one in flows.approvals(sight.actor) if f"approval:{one.pk}" != first][:SHOWN]


def _year(sight: Sight) -> list[flows.Month]:
    months = flows.year(sight.actor, today=sight.today)
    return months if any(month.tasks for month in months) else []


def _uploads(sight: Sight) -> list[Any]:
    found = intake.uploads(sight.actor, limit=30)
    return [upload for upload in found if upload.state in OPEN_UPLOADS][:SHOWN]


def _own_schools(sight: Sight) -> list[Any]:
    return list(roster.schools(sight.actor, "school.report", on=sight.today)[:SHOWN])


def _own_classes(sight: Sight) -> list[dict[str, Any]]:
    classes = roster.orgs(sight.actor, "class.see", kinds=["class"], on=sight.today)[:SHOWN]
    return [{"code": one.code, "name": roster.class_name(one, sight.today)} for one in classes]


BUILDERS: Mapping[str, Callable[[Sight], Any]] = {
    "first": _first,
    "tasks": _tasks,
    "year": _year,
    "approvals": _approvals,
    "uploads": _uploads,
    "filed": filed,
    "exams": exams,
    "dials": dials,
    "attention": attention,
    "own_schools": _own_schools,
    "own_classes": _own_classes,
    "own_children": lambda sight: roster.children(sight.actor, on=sight.today),
    "places": lambda sight: sight.actor.grants,
}
