"""整体求解: the best whole-unit plan where few enough units are open, with a zone cut off as a fresh rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from xueheng.engine.zoning.case import NEVER, Case
from xueheng.engine.zoning.plan import Plan

LONGEST = 1.2  # units of the solver's own clock, the same on every machine, for all rounds together
REGION = 0.4  # of that clock, for a part of the county
ROUNDS = 60  # of zones found cut off
WORD = 61  # bits of a sum that the solver adds without loss


@dataclass(frozen=True)
class Solved:
    """A plan, and whether no plan of whole units in one piece each is cheaper."""

    school: list[int]
    proven: bool


def seated(case: Case, shares: dict[int, list[int]], fixed: list[int]) -> list[int]:
    """The units of `shares`, each whole at one of its schools, with the fewest over the seats, then cost."""
    model = _Model(case, shares, [-1 if u in shares else s for u, s in enumerate(fixed)])
    if (fewest := model.fewest_over()) is None:
        return fixed
    model.keep_over(sum(fewest.over))
    found = model.cheapest()
    return found.school if found else fewest.school


def solved(case: Case, start: Plan) -> Solved:
    """The best plan of all, from a plan to start with; not proven where the clock ran out."""
    options = {u: np.flatnonzero(row).tolist() for u, row in enumerate(case.open)}
    model = _Model(case, options, [-1] * case.units, hint=start.school)
    if start.over.any():
        fewest = _in_pieces(model, model.fewest_over)
        if fewest is None or not fewest.proven:
            return Solved(start.school, False)
        model.keep_over(sum(fewest.over))
    else:
        model.keep_over(0)
    found = _in_pieces(model, model.cheapest)
    return Solved(found.school, found.proven) if found else Solved(start.school, False)


def refined(plan: Plan, free: list[int], schools: list[int]) -> list[int]:
    """The schools of all units when the free ones may change among some; as they are if none helps."""
    case = plan.case
    options = {u: [s for s in schools if case.open[u, s]] for u in free}
    fixed = [-1 if u in options else s for u, s in enumerate(plan.school)]
    model = _Model(case, options, fixed, hint=plan.school)
    model.left = REGION
    model.keep_over(int(plan.over[schools].sum()))
    found = _in_pieces(model, model.cheapest)
    return found.school if found else plan.school


def _in_pieces(model: _Model, solve: Callable[[], _Found | None]) -> _Found | None:
    """The best whose zones are of one piece; None where none was found in time."""
    for _ in range(ROUNDS):
        found = solve()
        if found is None or not model.joined(Plan(model.case, found.school)):
            return found
    return None


@dataclass(frozen=True)
class _Found:
    school: list[int]
    over: list[int]
    proven: bool


class _Model:
    """Every open unit goes to one school; overload is counted by school and age."""

    def __init__(
        self, case: Case, options: dict[int, list[int]], fixed: list[int], hint: list[int] | None = None
    ) -> None:
        from ortools.sat.python import cp_model

        self.case, self.fixed, self.left = case, fixed, LONGEST
        self.model = cp_model.CpModel()
        self.at = {(u, s): self.model.new_bool_var("") for u, chosen in options.items() for s in chosen}
        for u, chosen in options.items():
            self.model.add_exactly_one(self.at[u, s] for s in chosen)
        self.over = self._overload()
        for (u, s), variable in self.at.items() if hint else ():
            self.model.add_hint(variable, bool(hint and hint[u] == s))

    def fewest_over(self) -> _Found | None:
        """The fewest over the seats, whatever the cost."""
        self.model.minimize(sum(self.over))
        return self._solved()

    def keep_over(self, most: int) -> None:
        """From now on no more than these are over the seats."""
        if self.over:
            self.model.add(sum(self.over) <= most)

    def cheapest(self) -> _Found | None:
        """The least cost; what a unit costs at least anywhere is left out."""
        least: dict[int, int] = {}
        for u, s in self.at:
            least[u] = min(least.get(u, NEVER), int(self.case.cost[u, s]))
        steps = {(u, s): int(self.case.cost[u, s]) - least[u] for u, s in self.at}
        most = sum(max(steps[u, s] for u, s in self.at if u == unit) for unit in least)
        if most >> WORD:
            return None
        self.model.minimize(sum(n * self.at[key] for key, n in steps.items()))
        return self._solved()

    def _overload(self) -> list[Any]:
        case, over = self.case, []
        held = np.zeros_like(case.seats)
        for u, s in enumerate(self.fixed):
            if s >= 0:
                held[s] += case.pupils[u]
        for s in range(case.schools):
            here = [(u, chosen) for (u, at), chosen in self.at.items() if at == s]
            for age in range(case.seats.shape[1]):
                coming = [(int(case.pupils[u, age]), chosen) for u, chosen in here if case.pupils[u, age]]
                spare = int(case.seats[s, age] - held[s, age])
                if sum(n for n, _ in coming) <= spare or not coming:
                    continue
                extra = self.model.new_int_var(0, int(case.pupils.sum()), "")
                self.model.add(sum(n * chosen for n, chosen in coming) - extra <= max(spare, 0))
                over.append(extra)
        return over

    def _solved(self) -> _Found | None:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
        solver.parameters.max_deterministic_time = max(self.left, 1e-3)
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        school = list(self.fixed)
        for (u, s), chosen in self.at.items():
            if solver.value(chosen):
                school[u] = s
        return _Found(school, [solver.value(one) for one in self.over], status == cp_model.OPTIMAL)

    def joined(self, plan: Plan) -> bool:
        """Forbid each piece that is cut off from its zone; True when there was one that need not be."""
        pieces = [plan.pieces(s) for s in range(self.case.schools)]
        homes = {held[0][0] for held in pieces if held}
        is_cut = False
        for s in sorted({s for _, s in self.at}):
            for piece in pieces[s][1:]:
                around = {v for u in piece for v in self.case.near[u]} - set(piece)
                part, inside = self._part(piece[0]), list(piece)
                if pieces[s][0][0] in part:
                    inside.append(pieces[s][0][0])
                elif not homes & part:
                    continue
                held = sum(self._literal(u, s) for u in inside)
                self.model.add(held - sum(self._literal(v, s) for v in sorted(around)) <= len(inside) - 1)
                is_cut = True
        return is_cut

    def _literal(self, unit: int, school: int) -> Any:
        """Whether the unit is at the school: open, or settled already."""
        return self.at.get((unit, school), int(self.fixed[unit] == school))

    def _part(self, start: int) -> set[int]:
        """The part of the net that a unit is in."""
        seen, queue = {start}, [start]
        for u in queue:
            for v in self.case.near[u]:
                if v not in seen:
                    seen.add(v)
                    queue.append(v)
        return seen
