"""分布不均: how unevenly the pupils of a group are spread over units, beside what chance alone gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.inequality.indices import FloatArray, IntArray

ROWS_AT_ONCE = 64


@dataclass(frozen=True)
class Segregation:
    """相异指数 D, 隔离指数 and 泰尔 H of a group among all pupils."""

    dissimilarity: FloatArray
    isolation: FloatArray
    theil_h: FloatArray


def segregation(members: IntArray, pupils: IntArray) -> Segregation:
    """Of every row of members; NaN where the group is nobody or everybody."""
    held = np.atleast_2d(members).astype(np.float64)
    inside, total = held.sum(axis=1), float(pupils.sum())
    outside = total - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.abs(held / inside[:, None] - (pupils - held) / outside[:, None]).sum(axis=1) / 2
        isolation = (held**2 / pupils).sum(axis=1) / inside
        whole = _entropy(inside / total)
        h = 1 - (pupils * _entropy(held / pupils)).sum(axis=1) / (total * whole)
    defined = (inside > 0) & (outside > 0)
    return Segregation(*(np.where(defined, found, np.nan) for found in (d, isolation, h)))


def by_chance(members: IntArray, pupils: IntArray, *, times: int, draw: np.random.Generator) -> Segregation:
    """The same of placements in which only chance says where the group's pupils go."""
    inside, found = int(members.sum()), []
    for start in range(0, times, ROWS_AT_ONCE):
        rows = min(ROWS_AT_ONCE, times - start)
        drawn = draw.multivariate_hypergeometric(pupils, inside, size=rows, method="marginals")
        found.append(segregation(drawn, pupils))
    joined = (np.concatenate([getattr(f, n) for f in found]) for n in Segregation.__dataclass_fields__)
    return Segregation(*joined)


def _entropy(share: FloatArray) -> FloatArray:
    rest = 1 - share
    inside, outside = np.where(share > 0, share, 1.0), np.where(rest > 0, rest, 1.0)
    found: FloatArray = -(share * np.log(inside) + rest * np.log(outside))
    return found
