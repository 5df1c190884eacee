"""轮岗求解: quotas first, then the goals one after the other or weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.rotation.places import Places, places_of
from xueheng.engine.rotation.problem import FloatArray, IntArray, Plan, Problem
from xueheng.engine.rotation.program import program_of
from xueheng.engine.rotation.rows import Goal, level_by_level

MUST = 1000.0  # a teacher who has to move weighs more than any number of others


@dataclass(frozen=True)
class Weights:
    """权重 of an empty post, a backbone teacher lacking, a step down the wishes; kilometres to a point."""

    short: float
    backbone: float
    wish: float
    km: float


def weighted(problem: Problem, weights: Weights, *, seconds: float) -> Plan:
    """The plan with the least weighted sum among those that keep the quotas as far as they can be kept."""
    at = places_of(problem)
    cost = np.zeros(at.columns)
    cost[at.short : at.gap] = weights.short
    cost[at.gap : at.spread] = weights.backbone
    cost[: at.moves] = move_costs(problem, weights)
    whole = all(float(w).is_integer() for w in (weights.short, weights.backbone, weights.wish))
    return _planned(problem, (Goal("weighted", cost, whole),), seconds=seconds)


def move_costs(problem: Problem, weights: Weights) -> FloatArray:
    """What each move costs by itself: its way in whole points, and how far down the wishes it is."""
    found: FloatArray = np.rint(problem.moves.km / weights.km) + weights.wish * problem.moves.rank
    return found


def lexicographic(problem: Problem, *, seconds: float) -> Plan:
    """Empty posts, then the worst backbone gap, then the spread of shares, then wishes, then ways."""
    at = places_of(problem)
    spans = {
        "short": (at.short, at.gap),
        "worst": (at.worst, at.lacking),
        "spread": (at.spread, at.worst),
    }
    goals = [Goal(name, _ones(at, *span), name == "short") for name, span in spans.items()]
    for name, value in (("wishes", problem.moves.rank), ("km", np.rint(problem.moves.km))):
        cost = np.zeros(at.columns)
        cost[: at.moves] = value
        goals.append(Goal(name, cost, True))
    return _planned(problem, tuple(goals), seconds=seconds)


def least_lacking(problem: Problem, *, seconds: float) -> Plan:
    """The plan that comes closest to the quotas, whatever else it does."""
    return _relaxed(problem, (), seconds=seconds)


def _ones(at: Places, start: int, stop: int) -> FloatArray:
    cost = np.zeros(at.columns)
    cost[start:stop] = 1
    return cost


def _planned(problem: Problem, goals: tuple[Goal, ...], *, seconds: float) -> Plan:
    """With quotas that hold, and where no plan holds them, with the least that they must give way."""
    found, levels = level_by_level(program_of(problem, is_relaxed=False), goals, seconds=seconds)
    if not len(found):
        return _relaxed(problem, goals, seconds=seconds)
    return Plan(_chosen(problem, found), levels, _lacking(problem, found))


def _relaxed(problem: Problem, goals: tuple[Goal, ...], *, seconds: float) -> Plan:
    at = places_of(problem)
    price = _ones(at, at.lacking, at.columns)
    price[at.lacking + 2 :] = MUST
    program = program_of(problem, is_relaxed=True)
    found, levels = level_by_level(program, (Goal("quotas", price, True), *goals), seconds=seconds)
    if not len(found):
        found = _nobody(problem)
    return Plan(_chosen(problem, found), levels, _lacking(problem, found))


def _nobody(problem: Problem) -> FloatArray:
    return np.zeros(places_of(problem).columns)


def _chosen(problem: Problem, found: FloatArray) -> IntArray:
    return np.flatnonzero(found[: places_of(problem).moves] > 0.5)


def _lacking(problem: Problem, found: FloatArray) -> dict[str, int]:
    at = places_of(problem)
    held = np.rint(found[at.lacking :]).astype(int)
    return {"moves": int(held[0]), "backbone": int(held[1]), "must": int(held[2:].sum())}
