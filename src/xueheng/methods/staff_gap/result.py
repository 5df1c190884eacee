"""调剂与编制: the rows of sharing, retraining, retirements and ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from xueheng.methods.staff_gap.plan import Plan, Zero
from xueheng.methods.staff_gap.told import few, joined, words
from xueheng.methods.staff_gap.years import totals

Row = tuple[Any, ...]


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
    needed = totals(last.needs)
    for s, school in enumerate(plan.frame.schools):
        wanted, hires = sum(last.cover.wanted[s]), sum(last.cover.hires[s])
        need = needed.get(school, Zero)
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
        yield (
            school,
            posts,
            heads,
            float(need),
            wanted,
            hires,
            wanted - hires,
            named.zh,
            reason.zh,
            reason.en,
        )


def blocked_schools(plan: Plan) -> str:
    """The first names of the schools whose hires are held back by posts or by the number of hires."""
    return few([row[0] for row in ceiling_rows(plan) if row[6]])
