"""整数规划: a sparse program and its solution by HiGHS, with bound and proof, from a start if any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from xueheng.engine.siting.located import BoolArray, FloatArray
from xueheng.engine.siting.quiet import quiet

if TYPE_CHECKING:
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.python import mathopt
    from scipy.sparse import csr_array

WHOLE = 1e-6


@dataclass(frozen=True)
class Program:
    """Least cost @ x with low <= matrix @ x <= high, within bounds, some unknowns whole numbers."""

    cost: FloatArray
    matrix: csr_array
    low: FloatArray
    high: FloatArray
    least: FloatArray
    most: FloatArray
    whole: BoolArray


@dataclass(frozen=True)
class Limits:
    """How long a solver may take, which gap is enough, and its seed."""

    seconds: float
    gap: float
    seed: int

    def part(self, share: float) -> Limits:
        """The same with a share of the time."""
        return replace(self, seconds=self.seconds * share)

    def after(self, seconds: float) -> Limits:
        """The same with so much time spent."""
        return replace(self, seconds=max(self.seconds - seconds, 0.0))


@dataclass(frozen=True)
class Solved:
    """The unknowns (None when nothing was found in time), the value, the bound, and how it ended."""

    unknowns: FloatArray | None
    value: float
    bound: float
    is_proven: bool
    is_infeasible: bool = False
    is_cut_short: bool = False
    seconds: float = 0.0  # that the solver took


def solved(program: Program, limits: Limits, *, start: FloatArray | None = None) -> Solved:
    """The best solution found in time, at least as good as the start."""
    from ortools.math_opt.python import mathopt

    model = mathopt.Model.from_model_proto(_proto(program))
    unknowns = list(model.variables())
    hints = [] if start is None else [_hint(unknowns, start)]
    settings = mathopt.SolveParameters(
        time_limit=timedelta(seconds=max(limits.seconds, 0.1)),
        relative_gap_tolerance=limits.gap,
        random_seed=limits.seed % (1 << 31),
    )
    given = mathopt.ModelSolveParameters(solution_hints=hints)
    with quiet():
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=settings, model_params=given)
    return _read(program, result, unknowns, start)


def relaxed(program: Program, seconds: float) -> tuple[float, FloatArray, FloatArray] | None:
    """Value, unknowns and row duals of the program without whole numbers; None when it has no solution."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    is_equal = program.low == program.high
    above, below = (~is_equal) & np.isfinite(program.high), (~is_equal) & np.isfinite(program.low)
    inner = vstack([program.matrix[above], -program.matrix[below]])
    limit = np.concatenate([program.high[above], -program.low[below]])
    found = linprog(
        program.cost, A_ub=inner, b_ub=limit, A_eq=program.matrix[is_equal], b_eq=program.low[is_equal],
        bounds=np.column_stack([program.least, program.most]), method="highs",
        options={"time_limit": max(seconds, 0.1)},
    )  # fmt: skip
    if found.x is None or found.status != 0:
        return None
    duals = np.zeros(program.low.size)
    n_above = int(above.sum())
    duals[is_equal] = found.eqlin.marginals
    duals[above] += found.ineqlin.marginals[:n_above]
    duals[below] -= found.ineqlin.marginals[n_above:]
    return float(found.fun), found.x, duals


def dual_bound(program: Program, duals: FloatArray) -> float:
    """The bound that row duals prove of the program, by weak duality."""
    up, down = np.maximum(duals, 0.0), np.maximum(-duals, 0.0)
    up = np.where(np.isfinite(program.low), up, 0.0)
    down = np.where(np.isfinite(program.high), down, 0.0)
    rest = program.cost - program.matrix.T @ (up - down)
    low, high = (np.where(np.isfinite(side), side, 0.0) for side in (program.low, program.high))
    at = np.where(rest > 0, program.least, program.most)
    return float(up @ low - down @ high + (rest * at).sum())


def violations(program: Program, unknowns: FloatArray, *, tolerance: float = 1e-5) -> FloatArray:
    """By how much each row is broken, 0 where it is kept within the tolerance."""
    held = program.matrix @ unknowns
    broken = np.maximum(np.maximum(program.low - held, held - program.high), 0.0)
    return np.where(broken > tolerance, broken, 0.0)


def _hint(unknowns: list[mathopt.Variable], start: FloatArray) -> mathopt.SolutionHint:
    from ortools.math_opt.python import mathopt

    return mathopt.SolutionHint(variable_values=dict(zip(unknowns, start.tolist(), strict=True)))


def _proto(program: Program) -> ModelProto:
    from ortools.math_opt.model_pb2 import ModelProto

    proto = ModelProto()
    n = program.cost.size
    proto.variables.ids.extend(range(n))
    proto.variables.lower_bounds.extend(program.least.tolist())
    proto.variables.upper_bounds.extend(program.most.tolist())
    proto.variables.integers.extend(program.whole.tolist())
    held = np.flatnonzero(program.cost)
    proto.objective.linear_coefficients.ids.extend(held.tolist())
    proto.objective.linear_coefficients.values.extend(program.cost[held].tolist())
    proto.linear_constraints.ids.extend(range(program.low.size))
    proto.linear_constraints.lower_bounds.extend(program.low.tolist())
    proto.linear_constraints.upper_bounds.extend(program.high.tolist())
    matrix = program.matrix.tocoo()
    order = np.lexsort((matrix.col, matrix.row))
    proto.linear_constraint_matrix.row_ids.extend(matrix.row[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(matrix.col[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend(matrix.data[order].tolist())
    return proto


def _read(
    program: Program,
    result: mathopt.SolveResult,
    unknowns: list[mathopt.Variable],
    start: FloatArray | None,
) -> Solved:
    from ortools.math_opt.python import mathopt

    reason, seconds = result.termination.reason, result.solve_time().total_seconds()
    bound = result.termination.objective_bounds.dual_bound
    if result.has_primal_feasible_solution():
        values = result.variable_values()
        found = np.array([values[one] for one in unknowns])
        found[program.whole] = np.round(found[program.whole])
        value = float(program.cost @ found)
        proven = reason == mathopt.TerminationReason.OPTIMAL
        return Solved(found, value, min(bound, value), proven, is_cut_short=not proven, seconds=seconds)
    bad = reason in (
        mathopt.TerminationReason.INFEASIBLE,
        mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED,
    )
    value = np.inf if start is None else float(program.cost @ start)
    return Solved(start, value, bound, False, is_infeasible=bad, is_cut_short=not bad, seconds=seconds)
