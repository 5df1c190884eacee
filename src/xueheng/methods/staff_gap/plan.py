"""测算: everything that was worked out, of which the tables are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County
from xueheng.methods.staff_gap.growth import Growth
from xueheng.methods.staff_gap.posts import InPost
from xueheng.methods.staff_gap.years import Frame, Year

Zero = Fraction(0)


@dataclass(frozen=True)
class Plan:
    """Everything that was worked out, of which tables are made."""

    growth: Growth
    posts: InPost
    county: County
    frame: Frame
    params: Params
    years: Sequence[Year]
    low: Sequence[Year]
    high: Sequence[Year]

    def label(self, subject: str) -> str:
        """学科 as the tables write it."""
        return self.county.labels.get(subject, subject)


def moved_in(year: Year, s: int, j: int) -> int:
    """Teachers who go over to a cell in a year, less those who leave it."""
    moves = year.cover.retrained
    joined_ = sum(one.to_school == s and one.to_subject == j for one in moves)
    return joined_ - sum(one.school == s and one.subject == j for one in moves)
