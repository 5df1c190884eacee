"""p-中位: p sites with the least total way, by interchange, multipliers and search among promising sites."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.siting.core import in_doubt, solved_core
from xueheng.engine.siting.dual import Dual, subgradient
from xueheng.engine.siting.interchange import interchanged, nearest, total
from xueheng.engine.siting.located import FloatArray, IntArray, Located
from xueheng.engine.siting.program import Limits

CELLS = 1.2e9  # cells of the cost matrix that the whole search may look at: its limit on any machine
DUAL_SHARE, CORE_SHARE = 0.5, 0.06  # of the cells for the dual; of the seconds for each exact core


@dataclass(frozen=True)
class Held:
    """The best set so far with its value and the dual that bounds it."""

    chosen: IntArray
    value: float
    dual: Dual
    is_exact: bool = False  # the sites in doubt were searched to the end

    @property
    def is_proven(self) -> bool:
        """True when no whole value lies between bound and value, or the core has nothing better."""
        return self.is_exact or bool(self.value <= np.ceil(self.dual.bound - 1e-6) + 1e-9)


def p_median(cost: FloatArray, p: int, limits: Limits) -> Located:
    """Open p sites so that the customers' ways are short; the bound says by how much it could be better."""
    rng = np.random.default_rng(limits.seed)
    first = interchanged(cost, _started(cost, p), core=np.arange(cost.shape[1]))
    rounds = int(np.clip(CELLS * DUAL_SHARE / cost.size / 2, 200, 1200))
    start = nearest(cost, first).second if p > 1 else cost.min(axis=1)
    held = _raised(cost, p, first, multipliers=np.where(np.isfinite(start), start, 0.0), rounds=rounds)
    held = _by_core(cost, held, limits)
    if not held.is_proven:
        held = _searched(cost, held, rng=rng)
        held = _raised(cost, p, held.chosen, multipliers=held.dual.multipliers, rounds=rounds)
        held = _by_core(cost, held, limits)
    return _located(cost, held)


def _by_core(cost: FloatArray, held: Held, limits: Limits) -> Held:
    """The set proven or bettered by the exact core, where that is small enough."""
    step = 1.0 if (cost == np.round(cost)).all() else 0.0
    if held.is_proven:
        return held
    brief = replace(limits.part(CORE_SHARE), gap=1e-9)
    found = solved_core(cost, held.dual, held.chosen, value=held.value, step=step, limits=brief)
    if found is None:
        return held
    chosen, end = found
    if (value := total(cost, chosen)) < held.value:
        held = replace(held, chosen=np.sort(chosen), value=value)
    return replace(held, is_exact=end.is_proven)


def _started(cost: FloatArray, p: int) -> IntArray:
    """Sites added one by one, each the one that shortens the ways most."""
    chosen = [int(cost.sum(axis=0).argmin())]
    first = cost[:, chosen[0]]
    while len(chosen) < p:
        after = np.minimum(cost, first[:, None]).sum(axis=0)
        after[chosen] = np.inf
        chosen.append(int(after.argmin()))
        first = np.minimum(first, cost[:, chosen[-1]])
    return np.array(chosen)


def _raised(cost: FloatArray, p: int, chosen: IntArray, *, multipliers: FloatArray, rounds: int) -> Held:
    """The bound raised from these multipliers, and the set bettered by what was met on the way."""
    value = total(cost, chosen)
    dual = subgradient(cost, p, upper=value, start=multipliers, rounds=rounds)
    if dual.value < value:
        chosen = dual.best_set
    for one in (chosen, np.argpartition(dual.reduced, p - 1)[:p]):
        found = interchanged(cost, one, core=core_of(dual, one))
        if total(cost, found) <= value:
            chosen, value = found, total(cost, found)
    return Held(np.sort(chosen), value, dual)


def core_of(dual: Dual, chosen: IntArray) -> IntArray:
    """Sites that a better set may hold by their reduced cost: the likeliest, if they are many."""
    p = chosen.size
    order = np.argsort(dual.reduced, kind="stable")[: max(3 * p, 60)]
    _, may = in_doubt(dual, p, value=dual.value, step=0.0)
    return np.union1d(order[may[order]], chosen)


def _searched(cost: FloatArray, held: Held, *, rng: np.random.Generator) -> Held:
    """The set after many small shakes among promising sites, each followed by interchange."""
    core = core_of(held.dual, held.chosen)
    rounds = int(np.clip(CELLS * (1 - DUAL_SHARE) / (cost.shape[0] * core.size) / 20, 30, 300))
    best = held
    for at in range(rounds):
        found = interchanged(cost, _shaken(best.chosen, core, 2 + at % 4, rng), core=core)
        if (value := total(cost, found)) <= best.value:
            best = replace(best, chosen=found, value=value)
        if best.is_proven:
            break
    return best


def _shaken(chosen: IntArray, core: IntArray, many: int, rng: np.random.Generator) -> IntArray:
    outside = np.setdiff1d(core, chosen)
    many = min(many, chosen.size, outside.size)
    kept = rng.permutation(chosen)[many:]
    return np.concatenate([kept, rng.choice(outside, many, replace=False)])


def _located(cost: FloatArray, held: Held) -> Located:
    near = nearest(cost, held.chosen)
    bound = held.value if held.is_exact else min(held.dual.bound, held.value)
    n = cost.shape[0]
    return Located(
        held.chosen, np.arange(n), held.chosen[near.place], np.ones(n), held.value, bound,
        held.is_proven, held.dual.multipliers,
    )  # fmt: skip
