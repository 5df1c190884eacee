from decimal import Decimal
from fractions import Fraction
from math import ceil, nan

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine import scores, tally
from xueheng.indicators.compute import computed
from xueheng.indicators.registry import indicator

SUBJECTS = ("语文", "数学", "体育")
FULL = {"语文": 150, "数学": Decimal("100"), "体育": "37.5"}
SHARES = {"excellent": Decimal("0.85"), "pass_": Decimal("0.6"), "low": Decimal("0.4")}
CUTOFFS = scores.Cutoffs(*SHARES.values())
SCALE = 2
EXACT = ("n", "excellent_rate", "pass_rate", "low_rate")
POINTS = ("p10", "p25", "median", "p75", "p90")

cells = st.tuples(
    st.integers(0, 3), st.integers(0, 2), st.none() | st.integers(0, 300), st.integers(0, 10**5)
)
tables = st.lists(cells, min_size=1, max_size=60).filter(
    lambda rows: any(mark is not None and count for *_, mark, count in rows)
)
laws = settings(max_examples=30)


def arrow(rows):
    schools, subjects, marks, counts = zip(*rows, strict=True)
    names = {"school": [f"{s}校" for s in schools], "subject": [SUBJECTS[s] for s in subjects]}
    return pa.table(names | {"mark": pa.array(marks, pa.int16()), "count": pa.array(counts, pa.int64())})


def engine_counts(rows):
    """A group for each school and subject; rows that count nobody are left out."""
    used = [row for row in rows if row[2] is not None and row[3]]
    school, subject, mark, count = np.array(used, dtype=np.int64).T
    return tally.MarkCounts(school * 3 + subject, mark, count, n_groups=12, scale=SCALE)


def summarised(counts):
    full = [int(Fraction(FULL[SUBJECTS[group % 3]]) * SCALE) for group in range(counts.n_groups)]
    return scores.summarise(counts, full=full, cutoffs=CUTOFFS)


def expected(summary, columns):
    """One row for each group with a mark, in the order of the groups."""
    return np.column_stack([getattr(summary, c)[summary.n > 0] for c in columns])


def found(name, table, columns, **params):
    """The same rows by the indicator."""
    listed = computed(indicator(name), table, by=("school",), **params).to_pylist()
    listed.sort(key=lambda row: (row["school"], SUBJECTS.index(row["subject"]), -row.get("mark", 0)))
    return np.array([[nan if row[c] is None else row[c] for c in columns] for row in listed])


def assert_close(left, right):
    np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-12)


@laws
@given(tables)
def test_counts_and_cumulative_counts_are_those_of_the_engine(rows):
    d = scores.distribution(engine_counts(rows))
    by_mark = found("exam.distribution", arrow(rows), ("mark", "count", "cumulative"))
    assert np.array_equal(by_mark, np.column_stack([d.mark, d.count, d.cumulative]))


@laws
@given(tables)
def test_n_and_rates_are_those_of_the_engine(rows):
    rates = found("exam.rates", arrow(rows), EXACT, full=FULL, scale=SCALE, **SHARES)
    assert np.array_equal(rates, expected(summarised(engine_counts(rows)), EXACT))


@laws
@given(tables)
def test_mean_and_sd_agree_with_the_engine(rows):
    moments = found("exam.rates", arrow(rows), ("mean", "sd"), full=FULL, scale=SCALE, **SHARES)
    assert_close(moments, expected(summarised(engine_counts(rows)), ("mean", "sd")))


@laws
@given(tables)
def test_quantiles_of_counts_agree_with_the_engine(rows):
    quantiles = found("exam.quantiles", arrow(rows), POINTS, scale=SCALE)
    assert_close(quantiles, expected(summarised(engine_counts(rows)), POINTS))


@laws
@given(tables)
def test_quantiles_of_pupils_agree_with_the_engine(rows):
    pupils = [(*row[:3], 1) for row in rows]
    quantiles = found("exam.quantiles", arrow(pupils).drop_columns("count"), POINTS, scale=SCALE)
    assert_close(quantiles, expected(summarised(engine_counts(pupils)), POINTS))


@laws
@given(tables, st.decimals(0, 150, places=1))
def test_pupils_on_the_line_are_those_of_the_engine(rows, line):
    counts = engine_counts(rows)
    reached = tally.at_or_above(counts, [ceil(Fraction(line) * SCALE)] * 12)
    on_line = found("exam.line_rate", arrow(rows), ("reached",), line=line, scale=SCALE)
    assert np.array_equal(on_line[:, 0], reached[np.unique(counts.group)])


@laws
@given(tables)
def test_a_position_is_the_distance_from_the_joint_mean_in_joint_sds(rows):
    counts = engine_counts(rows)
    joint = tally.MarkCounts(counts.group % 3, counts.mark, counts.count, n_groups=3, scale=1)
    sd = scores.summarise(joint, full=[None] * 3, cutoffs=CUTOFFS).sd
    own, whole = tally.moments(counts), tally.moments(joint)
    positions = [
        float(Fraction(own.total[g], own.n[g]) - Fraction(whole.total[g % 3], whole.n[g % 3]))
        / (sd[g % 3] or nan)
        for g in np.unique(counts.group)
    ]
    assert_close(found("exam.position", arrow(rows), ("value",))[:, 0], positions)
