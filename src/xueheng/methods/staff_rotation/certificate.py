"""轮岗证书: a sealed plan against its inputs: every move allowed, every limit kept, the value as stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.rotation.places import places_of
from xueheng.engine.rotation.problem import IntArray
from xueheng.engine.rotation.program import program_of
from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.after import Move as Moved
from xueheng.methods.staff_rotation.after import gaps, short, state_of
from xueheng.methods.staff_rotation.case import case_of
from xueheng.methods.staff_rotation.pairs import roles, ties_of
from xueheng.methods.staff_rotation.posed import Posed, posed
from xueheng.methods.staff_rotation.records import Case

CLOSE = 1e-6
Tables = Mapping[str, pa.Table]


def check(inputs: Tables, params: Params, tables: Tables, figures: Mapping[str, Any]) -> Iterable[str]:
    """What is wrong with the plan, in both languages; nothing when it holds."""
    case = case_of(inputs, [])
    if params.procedure == "pair":
        yield from _pairs(case, params, tables["pairs"], figures)
    else:
        yield from _rotation(case, params, tables, figures)
    if figures["bound"] > figures["objective"] + CLOSE:
        yield "下界高于目标值 / the bound is above the objective"


def _rotation(case: Case, params: Params, tables: Tables, figures: Mapping[str, Any]) -> Iterator[str]:
    found = posed(case, params)
    rows = tables["moves"].to_pylist()
    chosen, unknown = _chosen(case, found, rows)
    for row in unknown:
        yield f"不允许的交流 / a move that no rule allows: {row['teacher']} {row['from']}→{row['to']}"
    if not unknown:
        yield from _kept(case, found, chosen, tables["quotas"])
        yield from _values(case, params, found, chosen, tables, figures)


def _chosen(case: Case, found: Posed, rows: list[dict[str, Any]]) -> tuple[IntArray, list[dict[str, Any]]]:
    """The places of the sealed moves among those allowed, and the rows that are none of them."""
    m, names = found.problem.moves, [s.name for s in case.schools]
    known = {
        (case.teachers[t].name, names[case.teachers[t].school], names[to], case.subjects[k]): at
        for at, (t, to, k) in enumerate(
            zip(m.teacher.tolist(), m.to.tolist(), m.teaches.tolist(), strict=True)
        )
    }
    at = [known.get((r["teacher"], r["from"], r["to"], r["teaches"])) for r in rows]
    wrong = [row for place, row in zip(at, rows, strict=True) if place is None]
    return np.array([place for place in at if place is not None], np.int64), wrong


def _kept(case: Case, found: Posed, chosen: IntArray, quotas: pa.Table) -> Iterator[str]:
    """Every row of the programme at the sealed moves, with the quotas as far as they are said to be kept."""
    twice = [t for t, n in Counter(found.problem.moves.teacher[chosen].tolist()).items() if n > 1]
    for teacher in twice:
        yield f"一人两处 / moved twice: {case.teachers[teacher].name}"
    program, at = program_of(found.problem, is_relaxed=True), places_of(found.problem)
    x = np.zeros(at.columns)
    x[chosen] = 1
    x[at.short : at.lacking] = 1e9  # what is merely counted is free here
    constraint = program.rows.constraint()
    value = constraint.A @ np.where(np.arange(at.columns) < at.moves, x, 0)
    of_moves = np.array([len(a) > 0 and bool((a < at.moves).all()) for a in program.rows.at])
    broken = of_moves & ((value < constraint.lb - CLOSE) | (value > constraint.ub + CLOSE))
    if broken.any():
        n = int(broken.sum())
        yield f"{n} 条硬规则被违反 / {n} hard rules are broken (head-count, departures, subjects, couples)"
    stated = {row["quota"]: row for row in quotas.to_pylist()}
    returning = set(found.standing.returning)
    moved = [t for t in found.problem.moves.teacher[chosen].tolist() if t not in returning]
    backbone = sum(case.teachers[t].backbone for t in moved)
    for name, reached in (("moves", len(moved)), ("backbone", backbone)):
        row = stated[name]
        if row["reached"] != reached or row["unmet"] != max(row["required"] - reached, 0):
            yield f"比例与方案不符 / quota {name} is not as the moves make it: {reached}"


def _values(
    case: Case, params: Params, found: Posed, chosen: IntArray, tables: Tables, figures: Mapping[str, Any]
) -> Iterator[str]:
    """Figures and goals as the sealed moves make them."""
    m = found.problem.moves
    moves = [Moved(int(m.teacher[i]), int(m.to[i]), int(m.teaches[i])) for i in chosen]
    after = state_of(case, moves)
    lacking, gap = int(short(case, after).sum()), int(gaps(case, after).sum())
    yield from _same("moved", len(moves), figures["moved"])
    yield from _same("shortage_after", lacking, figures["shortage_after"])
    yield from _same("backbone_gap_after", gap, figures["backbone_gap_after"])
    if params.objective == "weighted":
        ways = np.rint(m.km[chosen] / float(params.km_a_point)).sum()
        wishes = float(params.weight_wish) * m.rank[chosen].sum()
        value = float(params.weight_short) * lacking + float(params.weight_backbone) * gap + ways + wishes
        yield from _same("objective", value, figures["objective"])
    else:
        yield from _same("objective", lacking, figures["objective"])
    held = [row for row in tables["levels"].to_pylist() if row["proven"] is False]
    if figures["proven"] and held:
        yield "有目标未证明最优 / a goal is not proven although the figures say so"


def _same(what: str, found: float, stated: float | None) -> Iterator[str]:
    if stated is None or abs(found - stated) > CLOSE * max(1.0, abs(found)):
        yield f"{what}：{found} ≠ {stated}"


def _pairs(case: Case, params: Params, pairs: pa.Table, figures: Mapping[str, Any]) -> Iterator[str]:
    """Every pair allowed, each weak school once, no strong one too often."""
    ties, names = ties_of(case, params), [s.name for s in case.schools]
    known = {(names[s], names[w]) for s, w in zip(ties.strong, ties.weak, strict=True)}
    rows = [(r["strong"], r["weak"]) for r in pairs.to_pylist()]
    for strong, weak in rows:
        if (strong, weak) not in known:
            yield f"不允许的结对 / a pair that no rule allows: {strong} - {weak}"
    if any(n > 1 for n in Counter(weak for _, weak in rows).values()):
        yield "一所薄弱学校两次结对 / a weak school is paired twice"
    if any(n > params.pairs_of_strong for n in Counter(strong for strong, _ in rows).values()):
        yield "优质学校结对过多 / a strong school has too many partners"
    yield from _same("objective", len(roles(case)[1]) - len(rows), figures["objective"])
