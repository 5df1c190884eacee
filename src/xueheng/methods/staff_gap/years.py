"""逐年安排: what is short each year after leavers, arrivals and earlier hires, and how it is covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from xueheng.engine.staffing.cover import Covered, covered
from xueheng.engine.staffing.wants import Rules
from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County, kind_of
from xueheng.methods.staff_gap.growth import Growth
from xueheng.methods.staff_gap.needs import Bound, Need, needs_of
from xueheng.methods.staff_gap.posts import Cell, InPost

Zero = Fraction(0)


@dataclass(frozen=True)
class Frame:
    """排布: schools and subjects in their order, the kind of each school, who may share and retrain."""

    schools: tuple[str, ...]
    subjects: tuple[str, ...]
    kinds: Mapping[str, str]
    related: Mapping[int, tuple[int, ...]]
    cells: frozenset[Cell]


@dataclass(frozen=True)
class Year:
    """一年: needs, teachers before this year's hires, their cover, and hires and moves so far."""

    needs: Mapping[Cell, Need]
    have: Mapping[Cell, Fraction]
    hired: Mapping[Cell, int]  # in earlier years
    moved: Mapping[Cell, int]  # in earlier years, net
    room: tuple[int | None, ...]
    cover: Covered


def frame_of(growth: Growth, posts: InPost, county: County, related: Mapping[str, Sequence[str]]) -> Frame:
    """Every school and subject that somebody teaches or should teach in any year."""
    cells = {c for held in growth.classes for c in needs_of(held, county, "high")} | set(posts.have)
    cells |= {cell for held in posts.arriving for cell in held}
    schools = tuple(sorted({s for s, _ in cells} | {s for h in growth.classes for s, _ in h}, key=str.encode))
    subjects = tuple(sorted({j for _, j in cells}, key=str.encode))
    at = {name: place for place, name in enumerate(subjects)}
    near = {at[j]: tuple(at[k] for k in to if k in at) for j, to in related.items() if j in at}
    return Frame(schools, subjects, _kinds(schools, growth, county), near, frozenset(cells))


def _kinds(schools: Sequence[str], growth: Growth, county: County) -> dict[str, str]:
    """学校类型; a school without classes counts to the only kind of its area, if there is one only."""
    places = {place for held in growth.classes for place in held}
    kinds = {s: kind_of(g for school, g in places if school == s) for s in schools}
    for s in [s for s, kind in kinds.items() if kind == "other" and not any(p[0] == s for p in places)]:
        near = {kinds[o] for o in schools if county.school(o).district == county.school(s).district} - {
            "other"
        }
        kinds[s] = near.pop() if len(near) == 1 else "other"
    return kinds


def years_of(
    growth: Growth, posts: InPost, county: County, frame: Frame, params: Params, bound: Bound
) -> list[Year]:
    """Every year of the plan in turn; hires and moves of a year stay for the next."""
    found: list[Year] = []
    hired: dict[Cell, int] = {}
    moved: dict[Cell, int] = {}
    for k, classes in enumerate(growth.classes):
        needs = needs_of(classes, county, bound)
        have = {c: _held(posts, c, k) + hired.get(c, 0) + moved.get(c, 0) for c in frame.cells}
        short = [[_short(needs, have, (s, j)) for j in frame.subjects] for s in frame.schools]
        wanted = totals(needs)
        room = tuple(_room(posts, county, s, k, (hired, moved)) for s in frame.schools)
        rules = _rules(frame, county, params, room, needs)
        cover = covered(short, need=[wanted.get(s, Zero) for s in frame.schools], rules=rules)
        found.append(Year(needs, have, dict(hired), dict(moved), room, cover))
        _add(hired, moved, cover, frame)
    return found


def _rules(
    frame: Frame,
    county: County,
    params: Params,
    room: Sequence[int | None],
    needs: Mapping[Cell, Need],
) -> Rules:
    """What may be done in a year; a school that closes within the plan is the last to be given hires."""
    last = params.years[-1] or 0
    ends = {s: county.school(name).closes for s, name in enumerate(frame.schools)}
    closing = frozenset(s for s, year in ends.items() if year is not None and year <= last)
    areas, is_pooled = _areas(frame, county, params), params.share != "none"
    places = ((s, j) for s in range(len(frame.schools)) for j in range(len(frame.subjects)))
    names = (((s, j), (frame.schools[s], frame.subjects[j])) for s, j in places)
    taught = frozenset(at for at, cell in names if cell in needs and needs[cell].total)
    return Rules(areas, frame.related, room, params.hires_limit, is_pooled, closing, taught)


def totals(needs: Mapping[Cell, Need]) -> dict[str, Fraction]:
    """需要 of each school over its subjects."""
    found: dict[str, Fraction] = {}
    for (school, _), need in needs.items():
        found[school] = found.get(school, Zero) + need.total
    return found


def _held(posts: InPost, cell: Cell, k: int) -> Fraction:
    """In post after those who left and with those who joined; never fewer than nobody."""
    held = posts.have.get(cell, Zero) - posts.leaving[k].get(cell, Zero) + posts.arriving[k].get(cell, Zero)
    return max(Zero, held)


def _short(needs: Mapping[Cell, Need], have: Mapping[Cell, Fraction], cell: Cell) -> Fraction:
    return (needs[cell].total if cell in needs else Zero) - have.get(cell, Zero)


def _areas(frame: Frame, county: County, params: Params) -> list[int]:
    """Schools that share teachers: of one district, and of one stage unless all stages share."""
    kinds = frame.kinds if params.share == "stage" else dict.fromkeys(frame.schools, "")
    names = [(county.school(s).district, kinds[s]) for s in frame.schools]
    order = {name: at for at, name in enumerate(sorted(set(names)))}
    return [order[name] for name in names]


def _room(
    posts: InPost, county: County, school: str, k: int, so_far: tuple[Mapping[Cell, int], Mapping[Cell, int]]
) -> int | None:
    """空编: posts without a person in them; None when the school's posts are not given."""
    ceiling = county.school(school).posts
    if ceiling is None:
        return None
    joined = sum((n for (s, _), n in posts.arriving[k].items() if s == school), Zero)
    earlier = sum(n for held in so_far for (s, _), n in held.items() if s == school)
    staff = posts.heads.get(school, 0) - posts.heads_left[k].get(school, Zero) + joined + earlier
    return floor(ceiling - staff)


def _add(hired: dict[Cell, int], moved: dict[Cell, int], cover: Covered, frame: Frame) -> None:
    for s, school in enumerate(frame.schools):
        for j, subject in enumerate(frame.subjects):
            if cover.hires[s][j]:
                hired[school, subject] = hired.get((school, subject), 0) + cover.hires[s][j]
    for one in cover.retrained:
        for s, j, change in ((one.school, one.subject, -1), (one.to_school, one.to_subject, 1)):
            cell = (frame.schools[s], frame.subjects[j])
            moved[cell] = moved.get(cell, 0) + change
