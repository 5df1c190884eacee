import numpy as np
import pytest

from xueheng.engine.survey.adjustment import Adjustment, Margin, NotRaked, raked
from xueheng.engine.survey.design import Design, LonelyUnit, covariance
from xueheng.engine.survey.estimation import Sample, combined, estimated
from xueheng.engine.survey.quantiles import Quantile
from xueheng.engine.survey.replication import NotPaired, half_samples, jackknife, paired
from xueheng.engine.survey.statistics import Ratio, Total

T = 2.0


def sample(rng, *, strata=4, units=2, rows=5):
    """Pupils in units in strata, weights unequal."""
    n = strata * units * rows
    unit = np.repeat(np.arange(strata * units), rows)
    design = Design(rng.uniform(1, 3, n), unit, np.repeat(np.arange(strata), units), np.full(strata, 0.1))
    return design, rng.normal(50, 9, n) + np.repeat(rng.normal(0, 4, strata * units), rows)


def plain(design, **more):
    return Sample(design, Adjustment(np.ones(len(design.unit), bool)), **more)


def one(values, kind=Total, **more):
    group = np.zeros(len(values), np.int64)
    return kind(group, 1, values, **more)


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize("made", [jackknife, lambda d: jackknife(paired(d))])
def test_jackknife_and_linearisation_agree_on_totals(rng, made):
    design, y = sample(rng)
    linear = estimated(one(y), plain(design), critical=T).covariance
    replicated = estimated(one(y), plain(design, replicates=made(design)), critical=T).covariance
    assert replicated == pytest.approx(linear)


@pytest.mark.parametrize("fay", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("strata", [1, 3, 4, 7])
def test_half_samples_and_linearisation_agree_on_totals(rng, strata, fay):
    design, y = sample(rng, strata=strata)
    design = Design(design.weight, design.unit, design.stratum, design.share * 0)
    linear = estimated(one(y), plain(design), critical=T).covariance
    replicates = half_samples(design, fay)
    assert estimated(one(y), plain(design, replicates=replicates), critical=T).covariance == pytest.approx(
        linear
    )


def test_half_samples_take_two_units_in_every_stratum(rng):
    with pytest.raises(NotPaired):
        half_samples(sample(rng, units=3)[0], 0.0)


@pytest.mark.parametrize(("units", "sizes"), [(2, [2]), (3, [3]), (5, [2, 3]), (6, [2, 2, 2])])
def test_units_are_paired_and_an_odd_one_joins_the_pair_before(rng, units, sizes):
    assert paired(sample(rng, strata=1, units=units)[0]).units.tolist() == sizes


def test_a_whole_population_has_no_error(rng):
    design, y = sample(rng)
    census = Design(design.weight, design.unit, design.stratum, np.ones(4))
    assert estimated(one(y), plain(census), critical=T).covariance == pytest.approx(0)


def test_a_lonely_unit_is_refused_or_treated_as_was_said():
    design = Design(np.ones(3), np.arange(3), np.array([0, 0, 1]), np.zeros(2))
    totals = np.array([[1.0], [3.0], [8.0]])
    with pytest.raises(LonelyUnit):
        covariance(totals, design, lonely="fail")
    assert covariance(totals, design, lonely="certainty")[0, 0] == pytest.approx(4)
    assert covariance(totals, design, lonely="adjust")[0, 0] == pytest.approx(4 + 4.0**2)


def test_raked_weights_meet_every_total(rng):
    margins = tuple(Margin(rng.integers(0, k, 300), t) for k, t in ((2, [40.0, 60]), (3, [50.0, 30, 20])))
    weight = raked(rng.uniform(1, 2, 300), tuple(Margin(m.level, np.array(m.totals)) for m in margins))
    sums = [np.bincount(m.level, weights=weight).tolist() for m in margins]
    assert sums == [pytest.approx([40, 60]), pytest.approx([50, 30, 20])]


def test_totals_that_contradict_each_other_are_refused():
    level = np.array([0, 0, 1, 1])
    with pytest.raises(NotRaked):
        raked(np.ones(4), (Margin(level, np.array([1.0, 9.0])), Margin(level, np.array([9.0, 1.0]))))


def test_a_total_that_weights_are_raked_to_has_no_error(rng):
    design, _ = sample(rng)
    level = rng.integers(0, 2, len(design.unit))
    adjusted = Adjustment(np.ones(len(level), bool), margins=(Margin(level, np.array([100.0, 200.0])),))
    found = estimated(one((level == 0) * 1.0), Sample(design, adjusted), critical=T)
    assert (found.values[0], found.covariance[0, 0]) == (pytest.approx(100), pytest.approx(0, abs=1e-12))


def test_who_answered_stands_for_the_class(rng):
    design, y = sample(rng)
    answers, classes = rng.random(len(y)) < 0.7, rng.integers(0, 3, len(y))
    weight = Adjustment(answers, classes).weights(design.weight)
    assert np.bincount(classes, weights=weight) == pytest.approx(np.bincount(classes, weights=design.weight))
    assert not weight[~answers].any()


@pytest.mark.parametrize(("q", "value"), [(0.25, 1.0), (0.26, 2.0), (0.5, 2.0), (0.75, 5.0), (1.0, 9.0)])
def test_a_quantile_is_the_least_value_with_so_much_weight_at_or_below(q, value):
    statistic = one(np.array([9.0, 1.0, 5.0, 2.0]), Quantile, q=q)
    assert statistic.estimates(np.ones(4))[0] == value


def test_the_error_between_plausible_values_is_added(rng):
    design, y = sample(rng)
    parts = [estimated(one(y + d), plain(design), critical=T) for d in (-1.0, 0.0, 1.0)]
    found, spread = combined(parts, 4), np.var([p.values for p in parts], axis=0, ddof=1)[0]
    assert found.covariance[0, 0] == pytest.approx(np.mean([p.covariance for p in parts]) + 4 / 3 * spread)
    assert found.degrees[0] < 4


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(3)
    schools = rng.normal(60, 6, (6, 40))[..., None] + rng.normal(0, 9, (6, 40, 12))
    truth, held, rounds = schools.mean(), 0, 300
    for _ in range(rounds):
        chosen = np.stack([stratum[rng.permutation(40)[:8]] for stratum in schools])
        unit = np.repeat(np.arange(48), 12)
        design = Design(np.ones(unit.size), unit, np.repeat(np.arange(6), 8), np.full(6, 0.2))
        found = estimated(one(chosen.ravel(), Ratio, bottom=np.ones(unit.size)), plain(design), critical=T)
        held += abs(found.values[0] - truth) <= 2.018 * np.sqrt(found.covariance[0, 0])
    assert 0.93 <= held / rounds <= 0.97
