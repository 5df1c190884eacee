"""考试数字: an exam's outcome as rules and pages read it: groups, distances, what lies between schools."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from xueheng.methods.run import Run
from xueheng.reports.runs.exam_cells import Row
from xueheng.reports.runs.provenance import in_order, words
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words
from xueheng.tables.scores import TOTAL

Z95 = 1.96


@dataclass(frozen=True)
class Distance:
    """A group's distance from the joint mean in joint standard deviations, with its interval."""

    value: float
    low: float
    high: float


def distance(own: Row, joint: Row) -> Distance | None:
    """The distance of a group that is large enough to be judged; None for one that is not."""
    if own["n"] < least("publication") or not joint["sd"]:
        return None
    value = (own["mean"] - joint["mean"]) / joint["sd"]
    margin = Z95 * own["sd"] / sqrt(own["n"]) / joint["sd"]
    return Distance(value, value - margin, value + margin)


def needs_attention(found: Distance | None) -> bool:
    """需关注: far enough below the joint mean, and surely below it."""
    return found is not None and found.value <= -limit("group_below") and found.high < 0


@dataclass(frozen=True)
class Figures:
    """The rows of an exam's outcome as the rules read them."""

    run: Run
    tables: dict[str, list[Row]]

    @cached_property
    def whole(self) -> dict[str, Row]:
        """All pupils, by subject."""
        return {r["subject"]: r for r in self.tables["groups"] if r["level"] == "all"}

    @cached_property
    def subjects(self) -> list[str]:
        """The subjects in the order of the table; the total where there is nothing else."""
        found = [s for s in self.run.outcome.figures["subjects"] if s in self.whole]
        return found or [TOTAL]

    @cached_property
    def level(self) -> str | None:
        """What is compared: schools, in one school its classes, else nothing."""
        levels = ("school", "class")
        return next((lv for lv in levels if len(self.names(lv)) > 1), None)

    @cached_property
    def cells(self) -> dict[tuple[str, str], Row]:
        """The row of each group of that level and subject."""
        return {(r["group"], r["subject"]): r for r in self.tables["groups"] if r["level"] == self.level}

    @property
    def unit(self) -> Words:
        """学校 or 班级."""
        return words(f"problem.unit.{self.level or 'school'}")

    @property
    def means(self) -> Words:
        """The table of means by school or class."""
        return words("analysis.means", unit=self.unit)

    def counted(self, k: int) -> Words:
        """So many schools or classes."""
        return words(f"problem.counted.{self.level}", k=k)

    def names(self, level: str) -> list[str]:
        """The groups of a level by name."""
        return in_order(r["group"] for r in self.tables["groups"] if r["level"] == level)

    def share(self, subject: str) -> float | None:
        """得分率 of a subject; None without its full mark."""
        full = self.run.outcome.figures["full"].get(subject)
        return self.whole[subject]["mean"] / float(full) if full else None

    def attention(self, subject: str) -> list[str]:
        """The groups that need a look in a subject, by name."""
        rows = ((name, self.cells.get((name, subject))) for name in self.names(self.level or ""))
        joint = self.whole[subject]
        return [name for name, row in rows if row and needs_attention(distance(row, joint))]


def between_share(f: Figures, subject: str) -> tuple[float, float] | None:
    """组间差异占比 and what chance alone would make of it; None where nothing can be compared."""
    rows = [r for (_, s), r in f.cells.items() if s == subject]
    n = sum(r["n"] for r in rows)
    if f.level is None or len(rows) < 2 or n <= len(rows):
        return None
    mean = sum(r["n"] * r["mean"] for r in rows) / n
    between = sum(r["n"] * (r["mean"] - mean) ** 2 for r in rows)
    within = sum(r["n"] * r["sd"] ** 2 for r in rows)
    return (between / (between + within), (len(rows) - 1) / (n - 1)) if between + within else None
