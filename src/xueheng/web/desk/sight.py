"""What one request reads of a desk, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from xueheng.apps.flows import queries as flows
from xueheng.apps.intake import queries as intake
from xueheng.apps.roster import queries as roster
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs import queries as runs

RECENT = 60  # runs and Datasets that a home looks back on


@dataclass(frozen=True)
class Sight:
    """An actor on a day."""

    actor: Actor
    today: date

    @cached_property
    def tasks(self) -> list[flows.TaskView]:
        """待办, the most urgent first."""
        return flows.tasks(self.actor, today=self.today)

    @cached_property
    def classes(self) -> list[roster.ClassSize]:
        """班额 of every class where the actor sees totals, by school."""
        widest = roster.orgs(self.actor, "orgs.see").filter(path__in=self.actor.paths("orgs.see"))
        found = (roster.class_sizes(self.actor, place, on=self.today) for place in widest)
        return [size for sizes in found for size in sizes]

    @cached_property
    def runs(self) -> list[Any]:
        """运算, the latest first; rehearsals are none."""
        return [run for run in runs.runs(self.actor, limit=RECENT) if not run.is_rehearsal]

    @cached_property
    def datasets(self) -> list[Any]:
        """数据集 in force, the latest first."""
        return list(intake.datasets(self.actor)[:RECENT])
