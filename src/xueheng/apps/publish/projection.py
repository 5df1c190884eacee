"""投影: what an audience may read of a sealed run, made by the pack that knows the function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xueheng.apps.publish.manner import tells_apart
from xueheng.methods.run import Run
from xueheng.reports.blocks import Report
from xueheng.standards.words import comparable

Released = tuple[int, float]  # persons behind a figure, and the figure


@dataclass(frozen=True)
class School:
    """学校 as the roster knows it."""

    code: str
    name: str
    town: str
    setting: str
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Around:
    """What a projection needs beside the run: schools by code, last year's run, figures released before."""

    schools: tuple[School, ...] = ()
    former: Run | None = None
    released: tuple[Mapping[str, Released], ...] = ()

    def school(self, text: str) -> School | None:
        """The school of that name or code; None where the roster holds none, or several of the name."""
        key = comparable(text)
        found = [s for s in self.schools if key in (comparable(s.name), comparable(s.code))]
        return found[0] if len(found) == 1 else None

    def tells_apart(self, key: str, now: Released, *, persons: int) -> bool:
        """True when a figure would tell of a few persons beside one released before."""
        return any(tells_apart(now, before.get(key), persons=persons) for before in self.released)


@dataclass(frozen=True)
class Projection:
    """What is shown: one report for all, or a page for each school; what was withheld; figures released."""

    report: Report | None = None
    pages: Mapping[str, Report] = field(default_factory=dict)  # by school, as the run names it
    withheld: Mapping[str, int] = field(default_factory=dict)  # cells, by table
    released: Mapping[str, Released] = field(default_factory=dict)
