"""结果: the rows of gaps, ceilings, sharing and retraining, each with its formula and reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County
from xueheng.methods.staff_gap.needs import Need, needs_of
from xueheng.methods.staff_gap.growth import Growth
from xueheng.methods.staff_gap.posts import Cell, InPost
from xueheng.methods.staff_gap.told import few, joined, words
from xueheng.methods.staff_gap.years import Frame, Year
from xueheng.standards.words import Words

Zero = Fraction(0)
Row = tuple[Any, ...]


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
    return [_gap(plan, cell) for cell in sorted(plan.frame.cells, key=lambda c: (c[0].encode(), c[1].encode()))]


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


def moved_in(year: Year, s: int, j: int) -> int:
    """Teachers who go over to a cell in a year, less those who leave it."""
    moves = year.cover.retrained
    joined_ = sum(one.to_school == s and one.to_subject == j for one in moves)
    return joined_ - sum(one.school == s and one.subject == j for one in moves)


def gap_rows(plan: Plan) -> Iterator[Row]:
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
        said.append(words("formula.arriving", n=gap.arriving))
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


def sharing_rows(plan: Plan) -> Iterator[Row]:
    """走教表: parts of teachers and the lessons a week that they come to."""
    for at, year in enumerate(plan.years):
        for one in year.cover.shared:
            subject, taker = plan.frame.subjects[one.subject], plan.frame.schools[one.taker]
            terms = year.needs[taker, subject].terms if (taker, subject) in year.needs else ()
            lessons = one.part * terms[0].load if terms else None
            yield (
                plan.params.years[at],
                plan.label(subject),
                plan.frame.schools[one.giver],
                taker,
                float(one.part),
                None if lessons is None else float(lessons),
            )


def retraining_rows(plan: Plan) -> Iterator[Row]:
    """转岗表: how many go over from which subject to which."""
    for at, year in enumerate(plan.years):
        ways: dict[tuple[str, str, str, str], int] = {}
        for one in year.cover.retrained:
            schools, subjects = plan.frame.schools, plan.frame.subjects
            giver, taker = schools[one.school], schools[one.to_school]
            way = (giver, plan.label(subjects[one.subject]), taker, plan.label(subjects[one.to_subject]))
            ways[way] = ways.get(way, 0) + 1
        for way, number in ways.items():
            yield plan.params.years[at], *way, number


def retirement_rows(plan: Plan) -> Iterator[Row]:
    """减员表: teachers of a cell who leave before a school year begins; counts, nobody by name."""
    for at, held in enumerate(plan.posts.retiring):
        for (school, subject), number in held.items():
            yield plan.params.years[at], school, plan.label(subject), number


def ceiling_rows(plan: Plan) -> Iterator[Row]:
    """编制表: every school whose posts, or the hires there are, stand below what it needs."""
    last = plan.years[-1]
    for s, school in enumerate(plan.frame.schools):
        wanted, hires = sum(last.cover.wanted[s]), sum(last.cover.hires[s])
        need = sum((n.total for (name, _), n in last.needs.items() if name == school), Zero)
        posts = plan.county.school(school).posts
        is_below = posts is not None and posts < ceil(need)
        if wanted == hires and not is_below:
            continue
        pairs = zip(plan.frame.subjects, last.cover.wanted[s], last.cover.hires[s], strict=True)
        missing = [words("ceiling.subject", subject=plan.label(j), n=w - h) for j, w, h in pairs if w > h]
        room = last.room[s]
        by_posts = room is not None and hires >= max(room, 0)
        code = "below" if wanted == hires else "posts" if by_posts else "limit"
        reason = words(
            f"ceiling.{code}",
            posts="—" if posts is None else posts,
            need=need,
            blocked=wanted - hires,
            limit="—" if plan.params.hires_limit is None else plan.params.hires_limit,
        )
        named = joined(missing, zh="、", en=", ")
        heads = plan.posts.heads.get(school, 0)
        yield (school, posts, heads, float(need), wanted, hires, wanted - hires, named.zh, reason.zh, reason.en)


def blocked_schools(plan: Plan) -> str:
    """Schools whose hires are held back by their posts or by the number of hires, the first of them by name."""
    return few([row[0] for row in ceiling_rows(plan) if row[6]])
