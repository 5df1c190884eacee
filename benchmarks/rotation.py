"""交流轮岗: the county whose optimum is known, ours beside CP-SAT with one worker on the same model.

Run with `python -m benchmarks.rotation [SECONDS]`: the peer gets so many, 30 by default.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from ortools.sat.python import cp_model

from xueheng.engine.rotation.problem import Problem
from xueheng.engine.rotation.solve import Weights, lexicographic, move_costs, weighted
from xueheng.methods.params import parse_params
from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.case import case_of
from xueheng.methods.staff_rotation.document import read
from xueheng.methods.staff_rotation.posed import posed

COUNTY = Path(__file__).parents[1] / "tests" / "golden" / "rotation" / "rotation_a.json"
WEIGHTS = Weights(10.0, 10.0, 1.0, 5.0)
OPTIMUM, BAR = 1403, 5.0


def main() -> None:
    """Print objective, bound and seconds of both, against the optimum and the bar."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    params = parse_params(Params, [], document={})
    start = perf_counter()
    problem = posed(case_of(read(COUNTY, params).tables, []), params).problem
    read_in = perf_counter() - start
    sizes = f"{len(problem.school):,} teachers, {len(problem.moves.teacher):,} allowed moves"
    print(f"{sizes}, read in {read_in:.2f} s")
    start = perf_counter()
    level = weighted(problem, WEIGHTS, seconds=60).levels[-1]
    ours = perf_counter() - start
    held = "holds" if level.proven and level.value == OPTIMUM and ours + read_in <= BAR else "MISSED"
    print(
        f"ours: {level.value:.0f}, bound {level.bound:.0f}, {ours:.2f} s; bar {OPTIMUM} in {BAR:.0f} s {held}"
    )
    start = perf_counter()
    found = lexicographic(problem, seconds=60)
    goals = ", ".join(f"{g.name} {g.value:.4g}" for g in found.levels)
    print(f"ours in order ({goals}): proven {found.proven}, {perf_counter() - start:.2f} s")
    value, bound, peer = by_cp_sat(problem, seconds)
    print(f"CP-SAT, one worker: {value:.0f}, bound {bound:.0f}, {peer:.2f} s, ratio {peer / ours:.1f}")


def by_cp_sat(problem: Problem, seconds: float) -> tuple[float, float, float]:
    """The same model as a constraint programme: value, bound and seconds."""
    model, m = cp_model.CpModel(), problem.moves
    x = [model.new_bool_var("") for _ in m.teacher]
    source, subject = problem.school[m.teacher], problem.subject[m.teacher]
    costs = np.rint(move_costs(problem, WEIGHTS)).astype(int).tolist()
    terms = [cost * var for cost, var in zip(costs, x, strict=True)]

    def change(to: np.ndarray, away: np.ndarray) -> cp_model.LinearExpr:
        return sum(x[j] for j in np.flatnonzero(to)) - sum(x[j] for j in np.flatnonzero(away))

    def lack(most: int, wanted: int, held: int, to: np.ndarray, away: np.ndarray) -> None:
        short = model.new_int_var(0, most, "")
        model.add(short >= wanted - held - change(to, away))
        terms.append(10 * short)

    for teacher in np.unique(m.teacher):
        model.add_at_most_one(x[j] for j in np.flatnonzero(m.teacher == teacher))
    is_backbone = problem.backbone[m.teacher]
    have, backbones = problem.have, problem.backbones
    for s in range(len(problem.staff)):
        model.add(change(m.to == s, source == s) == 0)
        model.add(sum(x[j] for j in np.flatnonzero(source == s)) <= int(problem.leave[s]))
        to, away = (m.to == s) & is_backbone, (source == s) & is_backbone
        lack(100, int(problem.target[s]), int(backbones[s]), to, away)
        for k in np.flatnonzero(problem.need[s]):
            to, away = (m.to == s) & (m.teaches == k), (source == s) & (subject == k)
            lack(100, int(problem.need[s, k]), int(have[s, k]), to, away)
    model.add(sum(x) >= problem.quotas.least)
    model.add(sum(x) <= problem.quotas.most)
    model.add(5 * sum(x[j] for j in np.flatnonzero(is_backbone)) >= sum(x))
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    start = perf_counter()
    solver.solve(model)
    return solver.objective_value, solver.best_objective_bound, perf_counter() - start


if __name__ == "__main__":
    main()
