"""轮岗模型: the integer programme of a rotation, row by row."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from xueheng.engine.rotation.places import Places, places_of
from xueheng.engine.rotation.problem import BoolArray, IntArray, Problem
from xueheng.engine.rotation.rows import FREE, Program, Rows


def program_of(problem: Problem, *, is_relaxed: bool) -> Program:
    """The programme of a problem, with quotas that give way or with quotas that hold."""
    at = places_of(problem)
    rows = Rows(at.columns)
    _one_move_each(problem, rows)
    _schools(problem, rows)
    _subjects(problem, at, rows)
    _backbones(problem, at, rows)
    _heads(problem, rows)
    _together(problem, rows)
    _quotas(problem, at, rows)
    _musts(problem, at, rows)
    upper = np.full(at.columns, FREE)
    upper[: at.moves] = 1
    upper[at.lacking :] = FREE if is_relaxed else 0
    whole = np.zeros(at.columns, np.int64)
    whole[: at.moves] = 1
    whole[at.lacking :] = 1
    return Program(rows, whole, upper)


def _groups(keys: IntArray) -> list[IntArray]:
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1) if len(keys) else []


def _one_move_each(problem: Problem, rows: Rows) -> None:
    for group in _groups(problem.moves.teacher):
        rows.add(group, 1.0, 0, 1)


def _schools(problem: Problem, rows: Rows) -> None:
    """Head-count afterwards inside its band; departures at most the share of the school."""
    source = problem.school[problem.moves.teacher]
    for s, staff in enumerate(problem.staff):
        going, coming = np.flatnonzero(source == s), np.flatnonzero(problem.moves.to == s)
        both, by = np.concatenate([going, coming]), [-1.0] * len(going) + [1.0] * len(coming)
        rows.add(both, by, float(problem.low[s] - staff), float(problem.high[s] - staff))
        rows.add(going, 1.0, 0, float(problem.leave[s]))


def _subjects(problem: Problem, at: Places, rows: Rows) -> None:
    """Shortages counted; small schools keep a teacher of each subject, and every school a senior one."""
    have, moves = problem.have, problem.moves
    source, subject = problem.school[moves.teacher], problem.subject[moves.teacher]
    for s in range(at.schools):
        for k in range(at.subjects):
            going = np.flatnonzero((source == s) & (subject == k))
            coming = np.flatnonzero((moves.to == s) & (moves.teaches == k))
            both = np.concatenate([going, coming])
            by = [-1.0] * len(going) + [1.0] * len(coming)
            if problem.need[s, k]:
                short = at.short + s * at.subjects + k
                rows.add([*both, short], [*by, 1.0], float(problem.need[s, k] - have[s, k]), FREE)
            if len(going) and problem.small[s]:
                rows.add(going, 1.0, 0, 1)
                rows.add(both, by, float(1 - have[s, k]), FREE)
            if len(going) and problem.keeps_senior:
                _senior_stays(problem, rows, s, k, going)


def _senior_stays(problem: Problem, rows: Rows, s: int, k: int, going: IntArray) -> None:
    held = problem.senior & (problem.school == s) & (problem.subject == k)
    leaving = going[problem.senior[problem.moves.teacher[going]]]
    if held.any() and len(leaving):
        rows.add(leaving, 1.0, 0, float(held.sum() - 1))


def _backbones(problem: Problem, at: Places, rows: Rows) -> None:
    """What each school lacks of its target, the worst part, and the distance from the county's share."""
    held, is_backbone = problem.backbones, problem.backbone[problem.moves.teacher]
    source = problem.school[problem.moves.teacher]
    share = held.sum() / max(problem.staff.sum(), 1)
    for s in range(at.schools):
        going = np.flatnonzero((source == s) & is_backbone)
        coming = np.flatnonzero((problem.moves.to == s) & is_backbone)
        both, by = [*going, *coming], [-1.0] * len(going) + [1.0] * len(coming)
        target = float(problem.target[s])
        rows.add([*both, at.gap + s], [*by, 1.0], target - float(held[s]), FREE)
        if target:
            rows.add([at.worst, at.gap + s], [target, -1.0], 0, FREE)
        off = float(share * problem.staff[s] - held[s])
        factor = float(max(problem.staff[s], 1))
        rows.add([*both, at.spread + s], [*by, factor], off, FREE)
        rows.add([*both, at.spread + s], [*(-b for b in by), factor], -off, FREE)


def _heads(problem: Problem, rows: Rows) -> None:
    """A school that gives its head gets one, and only that school."""
    is_head = problem.head[problem.moves.teacher]
    if not problem.heads_swap or not is_head.any():
        return
    source = problem.school[problem.moves.teacher]
    for s in range(len(problem.staff)):
        going, coming = (np.flatnonzero(is_head & (side == s)) for side in (source, problem.moves.to))
        rows.add([*going, *coming], [-1.0] * len(going) + [1.0] * len(coming), 0, 0)


def _together(problem: Problem, rows: Rows) -> None:
    """Couples go to one school or stay, each of them."""
    moves = problem.moves
    for first, *others in problem.couples:
        for other in others:
            theirs = np.isin(moves.teacher, (first, other))
            for to in np.unique(moves.to[theirs]):
                one = np.flatnonzero((moves.teacher == first) & (moves.to == to))
                two = np.flatnonzero((moves.teacher == other) & (moves.to == to))
                rows.add([*one, *two], [1.0] * len(one) + [-1.0] * len(two), 0, 0)


def counted(problem: Problem) -> BoolArray:
    """Moves that count for the quotas: those of teachers who do not merely return."""
    return ~np.isin(problem.moves.teacher, problem.uncounted)


def _quotas(problem: Problem, at: Places, rows: Rows) -> None:
    counts, quotas = counted(problem), problem.quotas
    every = np.flatnonzero(counts)
    backbone = np.flatnonzero(counts & problem.backbone[problem.moves.teacher])
    rows.add([*every, at.lacking], 1.0, quotas.least, FREE)
    rows.add(every, 1.0, 0, quotas.most)
    rows.add([*backbone, at.lacking + 1], 1.0, quotas.backbone_least, FREE)
    share = Fraction(quotas.backbone_share)
    if share:
        top, below = share.numerator, share.denominator
        by = np.where(problem.backbone[problem.moves.teacher[every]], below - top, -top)
        rows.add([*every, at.lacking + 1], [*by.astype(float), float(below)], 0, FREE)


def _musts(problem: Problem, at: Places, rows: Rows) -> None:
    for place, teacher in enumerate(problem.must):
        theirs = np.flatnonzero(problem.moves.teacher == teacher)
        rows.add([*theirs, at.lacking + 2 + place], 1.0, 1, FREE)
