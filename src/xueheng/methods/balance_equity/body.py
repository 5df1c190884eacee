"""均衡指数: from units to indices, their intervals, what lies between groups, and what each unit does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.inequality.bootstrap import Interval, bootstrap
from xueheng.engine.inequality.chance import generator
from xueheng.engine.inequality.curves import concentration, cv_without_each, lorenz
from xueheng.engine.inequality.indices import NAMES, FloatArray, Sorted, indices, quantile
from xueheng.engine.inequality.parts import THEIL_L, THEIL_T, Decomposition, parts_of, taken_apart
from xueheng.engine.inequality.segregation import Segregation, by_chance, segregation
from xueheng.methods.balance_equity import METHOD, Params
from xueheng.methods.balance_equity.units import NAMED, Units, told, units_of
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.equity import equity_count, equity_number, equity_rules
from xueheng.tables.issues import Issue

SPREAD = {"dissimilarity": "dissimilarity", "isolation": "isolation", "theil_h": "theil_h"}
UNKNOWN = Interval(float("nan"), float("nan"))
Found = Mapping[str, float]
Parts = Mapping[str, Decomposition]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every index, what lies between and within groups, and each unit's influence."""
    units = units_of(inputs["units"], params)
    held = Sorted(units.y, units.weight[None, :], np.ones((1, len(units.y))))
    aversion = {"epsilon": float(params.epsilon), "alpha": float(params.alpha)}
    found = {name: float(v[0]) for name, v in indices(held, **aversion).items()}
    parts = _apart(units, params)
    spread = segregation(units.members, _whole(units.weight)) if units.members is not None else None
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        "indices": _indices(held, found, params),
        "influence": _influence(units, found["cv"]),
        "lorenz": _lorenz(units),
    }
    if units.left_out:
        rows["left_out"] = units.left_out
    if parts:
        rows |= {"groups": _groups(parts, units), "decomposition": _decomposition(parts)}
    if spread is not None:
        rows["distribution"] = _distribution(spread, units, params)
    tables = {name: rows_of(METHOD.table(name), listed) for name, listed in rows.items()}
    figures = _figures(units, found, held, parts) | _further(units, spread)
    figures |= {"replicates": params.replicates, "seed": params.seed}
    rules = tuple(
        Rule(f"equity.{r.id}", r.source.doc, r.source.clause, r.source.status) for r in equity_rules()
    )
    return Outcome(tables, figures, tuple(_issues(units, found, params)), rules)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(weight: FloatArray) -> Any:
    return weight.astype(np.int64)


def _indices(held: Sorted, found: Found, params: Params) -> Iterator[tuple[Any, ...]]:
    intervals: dict[str, Interval] = {}
    if params.replicates and len(held.y) > 1:
        intervals = bootstrap(
            held,
            epsilon=float(params.epsilon),
            alpha=float(params.alpha),
            times=params.replicates,
            share=float(equity_number("interval")),
            draw=generator(params.seed, "balance.equity/bootstrap"),
        )
    for name in NAMES:
        interval = intervals.get(name, UNKNOWN)
        yield name, _known(found[name]), _known(interval.low), _known(interval.high)


def _influence(units: Units, cv: float) -> Iterator[tuple[Any, ...]]:
    """effect is the coefficient without the unit less the coefficient with it."""
    without = cv_without_each(units.y, units.weight)
    shares = units.weight / units.weight.sum()
    for i, name in enumerate(units.names):
        effect = _known(without[i] - cv)
        numbers = (units.y[i], units.weight[i], shares[i])
        yield name, units.rows[i], effect, _known(without[i]), *map(float, numbers)


def _apart(units: Units, params: Params) -> Parts:
    """Each decomposable index by name; nothing without groups."""
    if units.group is None:
        return {}
    exponents = {"ge": float(params.alpha), "theil_l": THEIL_L, "theil_t": THEIL_T}
    return {n: taken_apart(units.y, units.weight, units.group, alpha=a) for n, a in exponents.items()}


def _groups(parts: Parts, units: Units) -> Iterator[tuple[Any, ...]]:
    held = parts_of(units.y, units.weight, units.group) if units.group is not None else ()
    total = sum(p.weight for p in held)
    mean = sum(p.weight * p.mean for p in held) / total
    t, ell = parts["theil_t"], parts["theil_l"]
    for g, (name, part) in enumerate(zip(units.groups, held, strict=True)):
        own, within = (t.own[g], ell.own[g]), (t.within[g], ell.within[g])
        sizes = (part.n, part.weight, part.weight / total, part.mean, part.mean / mean)
        yield name, *sizes, *map(_known, (*own, *within))


def _decomposition(parts: Parts) -> Iterator[tuple[Any, ...]]:
    for name, found in parts.items():
        total = found.total
        share = found.between / total if np.isfinite(total) and total > 0 else np.nan
        yield name, *map(_known, (total, found.between, found.all_within, share))


def _distribution(spread: Segregation, units: Units, params: Params) -> Iterator[tuple[Any, ...]]:
    """Each index of the group's distribution, and the middle of what chance alone gives."""
    draw = generator(params.seed, "balance.equity/chance")
    times, share = equity_count("permutations"), float(equity_number("interval"))
    members: Any = units.members
    chance = by_chance(members, _whole(units.weight), times=times, draw=draw)
    for name in sorted(SPREAD):
        drawn = getattr(chance, name)
        low, high = np.quantile(drawn, [(1 - share) / 2, (1 + share) / 2])
        expected = (_known(drawn.mean()), _known(low), _known(high))
        yield name, _known(getattr(spread, name)[0]), *expected


def _lorenz(units: Units) -> Iterator[tuple[Any, ...]]:
    curve = lorenz(units.y, units.weight)
    for point, (people, share) in enumerate(zip(curve.people, curve.share, strict=True)):
        yield point, float(people), float(share)


def _figures(units: Units, found: Found, held: Sorted, parts: Parts) -> dict[str, Any]:
    figures: dict[str, Any] = {name: _known(found[name]) for name in NAMES}
    figures |= {"mean": float(held.mean[0]), "median": float(quantile(held, 0.5)[0])}
    figures |= {"n": len(units.y), "n_left_out": len(units.left_out)}
    figures["weight_sum"] = float(units.weight.sum())
    if parts:
        figures |= {
            "theil_between": _known(parts["theil_t"].between),
            "theil_within": _known(parts["theil_t"].all_within),
            "theil_l_between": _known(parts["theil_l"].between),
            "theil_l_within": _known(parts["theil_l"].all_within),
        }
    return figures


def _further(units: Units, spread: Segregation | None) -> dict[str, Any]:
    """What the further columns say: the group's distribution, and whether poor units have more."""
    figures: dict[str, Any] = {}
    if spread is not None:
        figures |= {name: _known(getattr(spread, name)[0]) for name in SPREAD}
    if units.poverty is not None:
        found = concentration(units.y, units.weight, units.poverty)
        figures |= {"concentration": _known(found.index), "slope": _known(found.slope)}
    return figures


def _issues(units: Units, found: Found, params: Params) -> Iterator[Issue]:
    for reason in ("BLANK", "NO_PUPILS"):
        names = [name for name, _, why in units.left_out if why == reason]
        if names:
            yield told(f"LEFT_{reason}", "notice", n=len(names), value="、".join(names[:NAMED]))
    zeros = [name for name, y in zip(units.names, units.y, strict=True) if y == 0]
    if zeros:
        yield told("L_INFINITE", "warning", n=len(zeros), value="、".join(zeros[:NAMED]), column=params.value)
    if not np.isfinite(found["p90_p10"]):
        yield told("RATIO_UNDEFINED", "notice", column=params.value)
    if not params.weight:
        yield told("UNWEIGHTED", "notice")
    if params.replicates and not params.seed:
        yield told("SEED_EMPTY", "notice")
