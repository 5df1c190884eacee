"""可估性: whether the data can tell the terms and the variances of a value-added model apart."""

import numpy as np

from xueheng.engine.school_sums import FloatArray, SchoolSums, ValueAddedError
from xueheng.engine.variance_ratio import NEGLIGIBLE, Moments, NoResidualVariance

CONSTANT = 1e-10  # spread over mean that doubles cannot tell from none


class DependentColumn(ValueAddedError):
    """增值: a column is constant or follows from the ones before it; `column` is its index."""

    def __init__(self, column: int) -> None:
        super().__init__(f"column {column} is constant or a combination of the columns before it")
        self.column = column


class NotSeparable(ValueAddedError):
    """增值: too few schools or pupils to tell spread between schools from spread between pupils."""


def grand_means(sums: SchoolSums) -> FloatArray:
    """均值: of the columns and the outcome over all pupils."""
    if not sums.n.any():
        raise NotSeparable("there are no pupils")
    return np.asarray(sums.centre + sums.sums.sum(axis=1) / sums.n.sum())


def spreads(centred: SchoolSums, *, given: SchoolSums) -> FloatArray:
    """标准差: of columns and outcome, all of them above zero; `given` are the sums before centring."""
    variance = centred.products.diagonal() / centred.n.sum()
    rounding = NEGLIGIBLE * given.products.diagonal() / centred.n.sum()
    constant = variance <= np.maximum((CONSTANT * centred.centre) ** 2, rounding)
    if constant[:-1].any():
        raise DependentColumn(int(np.argmax(constant)))
    if constant[-1]:
        raise NoResidualVariance
    return np.asarray(np.sqrt(variance))


def require_separable(m: Moments) -> None:
    """可估性: from here on the fixed terms and both variances have one best value each."""
    dependent = _left_over(m.at(0.0) / m.n)[1:-1] <= NEGLIGIBLE
    if dependent.any():
        raise DependentColumn(int(np.argmax(dependent)))
    inside = _left_over(m.within / m.n) > NEGLIGIBLE
    rank = int(inside[:-1].sum())
    if m.n_schools + rank < len(inside):
        raise NotSeparable(f"{m.n_schools} schools are too few for the columns that describe schools")
    if m.n - m.n_schools <= rank:
        raise NotSeparable(f"{m.n} pupils in {m.n_schools} schools leave no spread inside schools")
    if not inside[-1]:
        raise NoResidualVariance


def _left_over(matrix: FloatArray) -> FloatArray:
    """What each diagonal entry keeps once the ones before it are swept out."""
    work = matrix.copy()
    for k in range(len(work) - 1):
        if work[k, k] > NEGLIGIBLE:
            work[k + 1 :, k + 1 :] -= np.outer(work[k + 1 :, k], work[k, k + 1 :]) / work[k, k]
    return work.diagonal()
