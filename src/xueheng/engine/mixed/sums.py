"""分组合计: what a mixed model needs of the pupils, sums by group and counts of where groups meet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.school_sums import FloatArray, IntArray


@dataclass(frozen=True)
class Levels:
    """分组: the group of each pupil as a code below `n`."""

    code: IntArray
    n: int

    def total(self, values: FloatArray | None = None) -> FloatArray:
        """Sum of the values in each group; without values the pupils."""
        return np.bincount(self.code, values, minlength=self.n).astype(np.float64)


@dataclass(frozen=True)
class MixedSums:
    """Products of Z1 (blocks of the first grouping), Z2 (indicators of the others), X and the outcome y."""

    own: FloatArray  # Z1'Z1, (groups, effects, effects)
    cross: FloatArray  # Z1'[Z2 X y], (groups, effects, width)
    rest: FloatArray  # [Z2 X y]'[Z2 X y], (width, width)
    others: tuple[int, ...]  # groups of each further grouping
    n: int

    @property
    def n_other(self) -> int:
        """Columns of Z2."""
        return sum(self.others)


def collect(
    fixed: Sequence[FloatArray], *, effects: Sequence[FloatArray], first: Levels, others: Sequence[Levels]
) -> MixedSums:
    """分组合计: `fixed` are X and, last, y; `effects` the columns of Z1, a block in each group."""
    own = np.array([[first.total(a * b) for b in effects] for a in effects])
    met = [_met(first, other, effects) for other in others]
    columns = np.array([[first.total(a * x) for x in fixed] for a in effects])
    cross = np.concatenate([*met, columns.transpose(2, 0, 1)], axis=2)
    n_others = tuple(other.n for other in others)
    return MixedSums(own.transpose(2, 0, 1), cross, _rest(fixed, others), n_others, len(first.code))


def _met(first: Levels, other: Levels, effects: Sequence[FloatArray]) -> FloatArray:
    cell = Levels(first.code * other.n + other.code, first.n * other.n)
    return np.stack([cell.total(a).reshape(first.n, other.n) for a in effects], axis=1)


def _rest(fixed: Sequence[FloatArray], others: Sequence[Levels]) -> FloatArray:
    stacked = np.stack(fixed)
    one = np.ones(stacked.shape[1])
    met = [[_met(a, b, [one])[:, 0] for b in others] for a in others]
    ends = [np.stack([a.total(x) for x in fixed], axis=1) for a in others]
    rows = [np.hstack([*row, end]) for row, end in zip(met, ends, strict=True)]
    sums = np.hstack([*(end.T for end in ends), stacked @ stacked.T])
    return np.vstack([*rows, sums]).astype(np.float64)
