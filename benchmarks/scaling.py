"""等级赋分: a million raw marks by the five-grade scheme, beside the same by float ranks in pandas.

Run with `python -m benchmarks.scaling`; core is the second call in one process with the marks in memory.
"""

from fractions import Fraction

import numpy as np
import pandas as pd

from benchmarks.timing import beside, timed
from xueheng.engine.scaling import (
    Bands,
    IntArray,
    assigned,
    grades_by_share,
    observed_spans,
    population,
    spread,
)
from xueheng.standards.scales import scale

PUPILS, SEED, UNITS = 1_000_000, 20260101, 10_000
SCHEME = scale("fufen-3+1+2")
BANDS = Bands(SCHEME.low, SCHEME.high)


def ours(raw: IntArray) -> IntArray:
    """Assigned marks in exact whole numbers, on distinct marks."""
    people = population(raw)
    shares = [Fraction(share) / 100 for share in SCHEME.shares]
    grade = grades_by_share(people, shares, ties="rank", per_grade=False)
    spans = observed_spans(people, grade, len(shares))
    marks = assigned(people, grade, spans=spans, bands=BANDS, single="mean")
    return spread(people, raw, marks).astype(np.int64)


def theirs(raw: IntArray) -> IntArray:
    """The same by ranks and group extremes in floats."""
    marks = pd.Series(raw)
    share = marks.rank(method="min", ascending=False) / len(marks)
    ends = np.cumsum([float(s) / 100 for s in SCHEME.shares])
    grade = np.minimum(np.searchsorted(ends, share), len(ends) - 1)
    groups = marks.groupby(grade)
    low, high = groups.transform("min"), groups.transform("max")
    bottom, top = np.array(BANDS.low)[grade], np.array(BANDS.high)[grade]
    return np.floor(bottom + (top - bottom) * (marks - low) / (high - low) + 0.5).to_numpy().astype(np.int64)


if __name__ == "__main__":
    draw = np.random.default_rng(SEED)
    marks = np.rint(np.clip(draw.normal(60, 18, PUPILS), 0, 100) * 2).astype(np.int64) * (UNITS // 2)
    own, other = timed(lambda: ours(marks)), timed(lambda: theirs(marks))
    print(f"exam.scale, {PUPILS:,} pupils: first {own.first:.3g} s, core {own.second:.3g} s")
    beside(own.second, other.second, "pandas, float ranks")
    print(f"  marks that floats round otherwise: {int((own.result != other.result).sum()):,}")
