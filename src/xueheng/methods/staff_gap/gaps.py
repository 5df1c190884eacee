"""缺口: every school and subject at the end of the plan, with its formula, reason and interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueheng.methods.staff_gap.needs import Need, needs_of
from xueheng.methods.staff_gap.plan import Plan, Zero, moved_in
from xueheng.methods.staff_gap.posts import Cell
from xueheng.methods.staff_gap.told import joined, words
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Gap:
    """缺口: a cell at the end of the plan, and what becomes of it."""

    cell: Cell
    need: Need
    have: Fraction
    leaving: Fraction
    arriving: Fraction
    shared: Fraction
    lent: Fraction
    retrained: int
    hires: int
    unmet: Fraction

    @property
    def gap(self) -> Fraction:
        """需要 less those in post, more by those who leave, less by those who join."""
        return self.need.total - self.have + self.leaving - self.arriving


def gaps_of(plan: Plan) -> list[Gap]:
    """The cells in the last year of the plan, with all hires and moves until then."""
    return [
        _gap(plan, cell) for cell in sorted(plan.frame.cells, key=lambda c: (c[0].encode(), c[1].encode()))
    ]


def _gap(plan: Plan, cell: Cell) -> Gap:
    last, frame = plan.years[-1], plan.frame
    s, j = frame.schools.index(cell[0]), frame.subjects.index(cell[1])
    flows = [f for f in last.cover.shared if f.subject == j]
    posts = plan.posts
    return Gap(
        cell,
        last.needs.get(cell, Need()),
        posts.have.get(cell, Zero),
        posts.leaving[-1].get(cell, Zero),
        posts.arriving[-1].get(cell, Zero),
        sum((f.part for f in flows if f.taker == s), Zero),
        sum((f.part for f in flows if f.giver == s), Zero),
        last.moved.get(cell, 0) + moved_in(last, s, j),
        last.hired.get(cell, 0) + last.cover.hires[s][j],
        max(Zero, last.cover.left[s][j]),
    )


def gap_rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """缺口表."""
    low = needs_of(plan.growth.classes[-1], plan.county, "low")
    high = needs_of(plan.growth.classes[-1], plan.county, "high")
    for gap in gaps_of(plan):
        formula, reason = formula_of(gap), _reason(gap)
        around = [gap.gap + held.get(gap.cell, Need()).total - gap.need.total for held in (low, high)]
        yield (
            gap.cell[0],
            plan.label(gap.cell[1]),
            plan.frame.kinds[gap.cell[0]],
            *map(float, (gap.need.total, gap.have, gap.leaving, gap.arriving, gap.gap, gap.shared, gap.lent)),
            gap.retrained,
            gap.hires,
            *map(float, (gap.unmet, *around)),
            *(formula.zh, formula.en, reason.zh, reason.en),
        )


def formula_of(gap: Gap) -> Words:
    """缺口的算式: the need from classes, then those in post, leaving and joining."""
    parts = [words("formula.need", formula=gap.need.formula, need=gap.need.total)]
    said = [words("formula.have", n=gap.have)]
    if gap.leaving:
        said.append(words("formula.leaving", n=gap.leaving))
    if gap.arriving:
        code = "formula.arriving" if gap.arriving > 0 else "formula.departing"
        said.append(words(code, n=abs(gap.arriving)))
    parts.append(words("formula.gap", need=gap.need.total, parts=joined(said, zh=" ", en=" "), gap=gap.gap))
    return joined(parts, zh="；", en="; ")


def _reason(gap: Gap) -> Words:
    """What becomes of a gap or of a surplus, in one sentence."""
    amounts = (
        ("lent", gap.lent),
        ("moved_out", Fraction(max(0, -gap.retrained))),
        ("shared", gap.shared),
        ("moved_in", Fraction(max(0, gap.retrained))),
        ("hires", Fraction(gap.hires)),
        ("unmet", gap.unmet),
    )
    done = [words(f"reason.{code}", n=n) for code, n in amounts if n]
    kind = "short" if gap.gap > 0 else "spare" if gap.gap < 0 else "even"
    head = words(f"reason.{kind}", n=abs(gap.gap))
    return joined([head, *done], zh="；", en="; ") if done else head
