"""The best seats of one room, proven: for the few that trying has left with neighbours of one school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xueheng.engine.kernels.neighbours import SCHOOL

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

Kind = tuple[int, int]  # school and class
ALONE = (-1, -1)  # the only one of a school
LONGEST = 1.0  # units of the solver's own clock, the same on every machine


@dataclass(frozen=True)
class Room:
    """一个考场: who takes each desk (a place in the given order), and whether it cannot be better."""

    seated: tuple[int, ...]
    is_proven: bool


def best_room(kinds: Sequence[Kind], edges: Sequence[tuple[int, int]]) -> Room:
    """The examinees at desks with the fewest neighbours of one school, then of one class."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    own = Counter(school for school, _ in kinds)
    kinds = [kind if own[kind[0]] > 1 else ALONE for kind in kinds]
    counts = Counter(kinds)
    at = {kind: [model.new_bool_var("") for _ in kinds] for kind in counts}
    for kind, n in counts.items():
        model.add(sum(at[kind]) == n)
        for desk, start in enumerate(kinds):
            model.add_hint(at[kind][desk], start == kind)
    for desk in range(len(kinds)):
        model.add_exactly_one(at[kind][desk] for kind in counts)
    model.minimize(_weight(model, at, edges))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    solver.parameters.max_deterministic_time = LONGEST
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Room(tuple(range(len(kinds))), False)
    waiting = {kind: [i for i, k in enumerate(kinds) if k == kind] for kind in counts}
    chosen = [next(k for k in at if solver.value(at[k][desk])) for desk in range(len(kinds))]
    return Room(tuple(waiting[k].pop(0) for k in chosen), status == cp_model.OPTIMAL)


def _weight(model: CpModel, at: dict[Kind, list[IntVar]], edges: Sequence[tuple[int, int]]) -> Any:
    schools: dict[int, list[Kind]] = {}
    for kind in sorted(at.keys() - {ALONE}):
        schools.setdefault(kind[0], []).append(kind)
    pairs: list[Any] = []
    for weight, groups in ((SCHOOL, list(schools.values())), (1, [[k] for k in at if k[1] >= 0])):
        for group in groups:
            for a, b in edges:
                both = model.new_bool_var("")
                model.add(sum(at[k][a] + at[k][b] for k in group) <= 1 + both)
                pairs.append(weight * both)
    return sum(pairs)
