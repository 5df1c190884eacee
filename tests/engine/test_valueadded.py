from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.estimability import DependentColumn, NotSeparable
from xueheng.engine.measurement_error import ReliabilityTooLow
from xueheng.engine.school_sums import NotFinite, SchoolSums, accumulate, with_school_means
from xueheng.engine.valueadded import fit, school_effects
from xueheng.engine.variance_ratio import NoResidualVariance

PROCEDURES = ["reml", "ml"]


@dataclass(frozen=True)
class Pupils:
    outcome: np.ndarray
    columns: np.ndarray
    school: np.ndarray
    n_schools: int

    @property
    def sums(self):
        return accumulate(self.outcome, self.columns, school=self.school, n_schools=self.n_schools)

    def with_column(self, column):
        return replace(self, columns=np.column_stack([self.columns, column]))

    def take(self, rows):
        return replace(self, outcome=self.outcome[rows], columns=self.columns[rows], school=self.school[rows])


def simulated(rng, *, sizes, slopes, spread):
    school = np.repeat(np.arange(len(sizes)), sizes)
    intake = rng.normal(size=(len(sizes), len(slopes)))
    columns = 0.6 * intake[school] + 0.8 * rng.normal(size=(len(school), len(slopes)))
    effect = spread * rng.normal(size=len(sizes))
    outcome = columns @ slopes + effect[school] + rng.normal(size=len(school))
    return Pupils(outcome, columns, school, len(sizes)), effect


@st.composite
def provinces(draw, least=0):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    sizes = draw(st.lists(st.integers(3, 12), min_size=6, max_size=12))
    slopes = rng.normal(size=draw(st.integers(least, 3)))
    return simulated(rng, sizes=sizes, slopes=slopes, spread=draw(st.sampled_from([0.0, 0.3, 2.0])))[0]


procedures = st.sampled_from(PROCEDURES)
close = pytest.approx


def same(value):
    return pytest.approx(value, rel=1e-7, abs=1e-9)


def dense_deviance(pupils, between, residual, procedure):
    """The criterion from the n x n covariance matrix, with the best fixed effects for it."""
    n = len(pupils.outcome)
    x = np.column_stack([np.ones(n), pupils.columns])
    same_school = pupils.school[:, None] == pupils.school
    covariance = residual * np.eye(n) + between * same_school
    weighted = np.linalg.solve(covariance, np.column_stack([x, pupils.outcome]))
    information = x.T @ weighted[:, :-1]
    beta = np.linalg.solve(information, x.T @ weighted[:, -1])
    square = (pupils.outcome - x @ beta) @ (weighted[:, -1] - weighted[:, :-1] @ beta)
    fixed = (np.linalg.slogdet(information)[1], x.shape[1]) if procedure == "reml" else (0.0, 0)
    return (n - fixed[1]) * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + square + fixed[0]


@given(provinces(), procedures)
def test_the_deviance_is_that_of_the_dense_normal_density(pupils, procedure):
    ours = fit(pupils.sums, procedure=procedure)
    dense = dense_deviance(pupils, ours.between_variance, ours.residual_variance, procedure)
    assert ours.deviance == close(dense, rel=1e-9)


@given(provinces(), procedures, st.floats(-6, 6), st.floats(-1, 1))
def test_no_other_variances_have_a_smaller_deviance(pupils, procedure, between, residual):
    ours = fit(pupils.sums, procedure=procedure)
    other = dense_deviance(pupils, np.exp(between), ours.residual_variance * np.exp(residual), procedure)
    assert ours.deviance <= other + 1e-9


@given(provinces())
def test_coefficients_and_errors_are_those_of_generalised_least_squares(pupils):
    ours = fit(pupils.sums, procedure="reml")
    x = np.column_stack([np.ones(len(pupils.outcome)), pupils.columns])
    same_school = pupils.school[:, None] == pupils.school
    covariance = ours.residual_variance * np.eye(len(x)) + ours.between_variance * same_school
    inverse = np.linalg.inv(x.T @ np.linalg.solve(covariance, x))
    assert ours.coefficients == close(inverse @ x.T @ np.linalg.solve(covariance, pupils.outcome), abs=1e-9)
    assert ours.standard_errors == close(np.sqrt(inverse.diagonal()), rel=1e-9)


@given(provinces())
def test_effects_are_conditional_means_given_all_outcomes(pupils):
    ours = fit(pupils.sums, procedure="reml")
    effects = school_effects(pupils.sums, ours, small=0)
    residual = pupils.outcome - ours.coefficients[0] - pupils.columns @ ours.coefficients[1:]
    member = pupils.school == np.arange(pupils.n_schools)[:, None]
    covariance = ours.residual_variance * np.eye(len(residual)) + ours.between_variance * member.T @ member
    gain = ours.between_variance * np.linalg.solve(covariance, member.T).T
    assert effects.effect == close(gain @ residual, abs=1e-9)
    assert effects.sd**2 == close(ours.between_variance * (1 - (gain * member).sum(axis=1)), abs=1e-9)


@given(provinces(), st.integers(0, 2**32), procedures)
def test_the_order_of_pupils_does_not_matter(pupils, seed, procedure):
    order = np.random.default_rng(seed).permutation(len(pupils.outcome))
    first, second = (fit(p.sums, procedure=procedure) for p in (pupils, pupils.take(order)))
    assert second.coefficients == close(first.coefficients, rel=1e-9, abs=1e-9)
    assert second.between_variance == close(first.between_variance, rel=1e-9, abs=1e-9)
    assert second.deviance == close(first.deviance, rel=1e-9)


@given(provinces(), st.floats(-1000, 1000), st.floats(0.01, 100))
def test_other_units_of_the_outcome_change_only_the_units_of_the_answer(pupils, shift, unit):
    first = fit(pupils.sums, procedure="reml")
    second = fit(replace(pupils, outcome=shift + unit * pupils.outcome).sums, procedure="reml")
    assert second.coefficients[1:] == close(unit * first.coefficients[1:], rel=1e-7, abs=1e-7 * unit)
    assert second.coefficients[0] == close(shift + unit * first.coefficients[0], rel=1e-7, abs=1e-7 * unit)
    assert second.between_variance == close(unit**2 * first.between_variance, rel=1e-6, abs=1e-9 * unit**2)


@given(provinces(least=1), st.floats(-1000, 1000), st.floats(0.01, 100))
def test_other_units_of_a_column_change_only_its_slope_and_the_constant(pupils, shift, unit):
    columns = np.column_stack([shift + unit * pupils.columns[:, 0], pupils.columns[:, 1:]])
    first = fit(pupils.sums, procedure="reml")
    second = fit(replace(pupils, columns=columns).sums, procedure="reml")
    slope = first.coefficients[1] / unit
    assert second.coefficients[1] == close(slope, rel=1e-6, abs=1e-9 / unit)
    assert second.coefficients[0] == close(first.coefficients[0] - slope * shift, rel=1e-6, abs=1e-6)
    assert second.coefficients[2:] == close(first.coefficients[2:], rel=1e-6, abs=1e-7)


@given(provinces(), st.floats(0.1, 0.9))
def test_the_sums_of_two_files_add_up_to_those_of_both(pupils, share):
    cut = int(share * len(pupils.outcome))
    added = pupils.take(slice(None, cut)).sums + pupils.take(slice(cut, None)).sums
    ours, whole = fit(added, procedure="reml"), fit(pupils.sums, procedure="reml")
    assert (added.n == pupils.sums.n).all()
    assert ours.coefficients == same(whole.coefficients)
    assert ours.deviance == same(whole.deviance)


@given(provinces())
def test_sums_taken_elsewhere_about_any_centre_give_the_same_fit(pupils):
    rows = np.column_stack([pupils.columns, pupils.outcome]).T
    member = np.arange(pupils.n_schools)[:, None] == pupils.school
    sums = SchoolSums(
        n=member.sum(axis=1), sums=rows @ member.T, products=rows @ rows.T, centre=np.zeros(len(rows))
    )
    ours, whole = fit(sums, procedure="ml"), fit(pupils.sums, procedure="ml")
    assert ours.coefficients == same(whole.coefficients)
    effects = [school_effects(s, f, small=0).effect for s, f in ((sums, ours), (pupils.sums, whole))]
    assert effects[0] == same(effects[1])


@given(provinces(least=1))
def test_school_means_from_sums_equal_school_means_from_pupils(pupils):
    sums = with_school_means(pupils.sums, [0])
    mean = np.bincount(pupils.school, pupils.columns[:, 0]) / np.bincount(pupils.school)
    columns = np.column_stack([pupils.columns, mean[pupils.school]])
    ours, whole = (fit(s, procedure="reml") for s in (sums, replace(pupils, columns=columns).sums))
    assert ours.coefficients == same(whole.coefficients)
    assert ours.standard_errors == same(whole.standard_errors)


@given(provinces(least=1))
def test_effects_sum_to_zero_and_owe_nothing_to_the_intake_in_the_model(pupils):
    sums = with_school_means(pupils.sums, [0])
    effect = school_effects(sums, fit(sums, procedure="reml"), small=0).effect
    intake = sums.sums[-2] / sums.n
    assert effect.sum() == close(0, abs=1e-9)
    assert effect @ intake == close(0, abs=1e-8)


@given(provinces())
def test_effects_are_drawn_towards_zero_and_posterior_sd_stays_below_the_spread(pupils):
    ours = fit(pupils.sums, procedure="reml")
    effects = school_effects(pupils.sums, ours, small=0)
    residual = pupils.outcome - ours.coefficients[0] - pupils.columns @ ours.coefficients[1:]
    raw = np.bincount(pupils.school, residual) / effects.n
    assert (np.abs(effects.effect) <= np.abs(raw) + 1e-12).all()
    assert (effects.sd**2 <= ours.between_variance).all()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_equal_schools_have_a_between_variance_of_exactly_zero(procedure):
    outcome = np.tile([512.0, 587.5, 601.0, 640.25], 9)
    sums = accumulate(outcome, [], school=np.repeat(np.arange(9), 4), n_schools=9)
    ours = fit(sums, procedure=procedure)
    effects = school_effects(sums, ours, small=0)
    assert ours.between_variance == 0.0
    assert (effects.effect == 0.0).all()
    assert (effects.sd == 0.0).all()


@pytest.mark.parametrize(("spread", "pupils_each"), [(0.03, 5_000), (3_000.0, 20)])
def test_spread_between_schools_is_found_over_five_decades(spread, pupils_each):
    rng = np.random.default_rng(5)
    pupils, effect = simulated(rng, sizes=[pupils_each] * 60, slopes=np.array([]), spread=spread)
    assert fit(pupils.sums, procedure="reml").between_variance == close(effect.var(ddof=1), rel=0.3)


@pytest.mark.parametrize(("far", "least", "most"), [(3.0, 0.0, 0.001), (3.5, 3.0, 4.0)])
def test_of_two_minima_the_lower_is_taken(far, least, most):
    """Large schools alike and tiny schools far apart: two answers, each best in its surroundings."""
    n = np.array([10_000] * 8 + [2] * 4)
    mean = np.array([0.02, -0.02] * 4 + [far, -far] * 2)
    square = n.sum() - len(n) + n @ mean**2
    sums = SchoolSums(n=n, sums=np.array([n * mean]), products=np.array([[square]]), centre=np.zeros(1))
    assert least < fit(sums, procedure="ml").between_variance < most


def test_marks_far_from_zero_lose_no_digits():
    pupils, _ = simulated(np.random.default_rng(7), sizes=[30] * 20, slopes=np.array([0.5]), spread=0.4)
    far = replace(pupils, outcome=2.0**20 + pupils.outcome, columns=2.0**20 + pupils.columns)
    near, distant = (fit(p.sums, procedure="reml") for p in (pupils, far))
    assert distant.between_variance == close(near.between_variance, rel=1e-7)
    assert distant.coefficients[1] == close(near.coefficients[1], rel=1e-7)


@given(provinces(least=1))
def test_whole_and_yes_no_columns_count_as_numbers(pupils):
    whole = np.rint(10 * pupils.outcome).astype(np.int32)
    sums = accumulate(whole, [pupils.columns[:, 0] > 0], school=pupils.school, n_schools=pupils.n_schools)
    floats = np.float64(pupils.columns[:, :1] > 0)
    assert sums.products == close(replace(pupils, outcome=np.float64(whole), columns=floats).sums.products)


@given(provinces(), st.integers(0, 15))
def test_flags_say_small_before_above_and_below(pupils, small):
    effects = school_effects(pupils.sums, fit(pupils.sums, procedure="reml"), small=small)
    assert ((effects.flag == "small") == (effects.n < small)).all()
    assert ((effects.flag == "above") == ((effects.n >= small) & (effects.low > 0))).all()
    assert ((effects.flag == "below") == ((effects.n >= small) & (effects.high < 0))).all()


def test_a_school_without_pupils_has_no_effect_and_the_spread_of_all():
    pupils, _ = simulated(np.random.default_rng(3), sizes=[9] * 8, slopes=np.array([0.5]), spread=1.0)
    sums = replace(pupils, n_schools=9).sums
    ours = fit(sums, procedure="reml")
    effects = school_effects(sums, ours, small=1)
    assert ours.deviance == fit(pupils.sums, procedure="reml").deviance
    assert (effects.effect[8], effects.flag[8]) == (0.0, "small")
    assert effects.sd[8] ** 2 == close(ours.between_variance)


def test_effects_are_for_the_columns_of_the_fit():
    pupils, _ = simulated(np.random.default_rng(3), sizes=[9] * 8, slopes=np.array([0.5]), spread=1.0)
    with pytest.raises(ValueError, match="fit of 1 columns, sums of 2"):
        school_effects(with_school_means(pupils.sums, [0]), fit(pupils.sums, procedure="ml"), small=0)


COUNTY, _ = simulated(np.random.default_rng(11), sizes=[8] * 6, slopes=np.array([0.6, 0.2]), spread=0.5)
BY_SCHOOL = np.random.default_rng(12).normal(size=(6, 6))[COUNTY.school]
DEPENDENT = {
    "zero": np.zeros(48),
    "constant": np.full(48, 600.1),
    "copy": COUNTY.columns[:, 0],
    "combination": 3 + COUNTY.columns @ [2.0, -1.0],
    "nearly": COUNTY.columns[:, 1] + 1e-7 * COUNTY.columns[:, 0] ** 2,
}


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("column", DEPENDENT.values(), ids=DEPENDENT)
def test_a_column_that_says_nothing_new_is_named(column, procedure):
    with pytest.raises(DependentColumn, match="column 2") as caught:
        fit(COUNTY.with_column(column).sums, procedure=procedure)
    assert caught.value.column == 2


def test_the_school_mean_of_a_prior_that_is_alike_in_each_school_is_named():
    sums = replace(COUNTY, columns=BY_SCHOOL[:, :2]).sums
    with pytest.raises(DependentColumn) as caught:
        fit(with_school_means(sums, [0]), procedure="reml")
    assert caught.value.column == 2


def test_with_more_columns_of_schools_than_schools_the_first_too_many_is_named():
    with pytest.raises(DependentColumn) as caught:
        fit(replace(COUNTY, columns=BY_SCHOOL).sums, procedure="reml")
    assert caught.value.column == 5


def with_as_many_columns_as_schools():
    return replace(COUNTY, columns=BY_SCHOOL[:, :5])


def in_one_school():
    return replace(COUNTY, school=0 * COUNTY.school, n_schools=1)


def in_schools_of_one_pupil():
    return replace(COUNTY, school=np.arange(48), n_schools=48)


def without_pupils():
    return COUNTY.take(slice(0, 0))


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize(
    "pupils",
    [with_as_many_columns_as_schools(), in_one_school(), in_schools_of_one_pupil(), without_pupils()],
    ids=["columns", "one-school", "one-pupil", "empty"],
)
def test_variances_that_cannot_be_told_apart_are_refused(pupils, procedure):
    with pytest.raises(NotSeparable):
        fit(pupils.sums, procedure=procedure)


EXPLAINED = {
    "constant": np.full(48, 600.1),
    "school": BY_SCHOOL[:, 0],
    "column": 0.3 * COUNTY.columns[:, 0],
    "both": BY_SCHOOL[:, 0] + COUNTY.columns @ [1.0, 2.0],
}


@pytest.mark.parametrize("outcome", EXPLAINED.values(), ids=EXPLAINED)
def test_an_outcome_without_residual_variance_is_refused(outcome):
    with pytest.raises(NoResidualVariance):
        fit(replace(COUNTY, outcome=outcome).sums, procedure="reml")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_column_with_a_value_that_is_no_number_is_named(value):
    column = np.where(np.arange(48) == 17, value, 0.0)
    with pytest.raises(NotFinite, match="column 2") as caught:
        assert COUNTY.with_column(column).sums
    assert caught.value.column == 2


@pytest.mark.parametrize(
    "broken", [{"school": COUNTY.school[1:]}, {"n_schools": 5}, {"school": COUNTY.school - 1}]
)
def test_codes_that_fit_no_school_or_pupil_are_refused(broken):
    with pytest.raises(ValueError, match=r"school|length|negative"):
        assert replace(COUNTY, **broken).sums


@pytest.mark.parametrize("which", [[2], [-1]])
def test_school_means_are_of_given_columns(which):
    with pytest.raises(ValueError, match="there are 2"):
        with_school_means(COUNTY.sums, which)


def test_files_are_added_before_school_means_are_taken():
    with pytest.raises(ValueError, match="before taking school means"):
        assert with_school_means(COUNTY.sums, [0]) + with_school_means(COUNTY.sums, [0])


@given(provinces(least=1), procedures)
def test_reliability_of_one_changes_nothing(pupils, procedure):
    sums = with_school_means(pupils.sums, [0])
    plain = fit(sums, procedure=procedure)
    declared = fit(sums, procedure=procedure, error_variance=np.zeros(sums.n_own))
    assert (declared.coefficients == plain.coefficients).all()
    assert (declared.standard_errors == plain.standard_errors).all()
    assert declared.noise_variance == plain.noise_variance == plain.residual_variance


@pytest.mark.parametrize("errors", [[1.0], [1.0, -0.1], [np.nan, 0.0], [0.1, 0.1, 0.1]])
def test_error_variances_are_one_number_of_at_least_zero_for_each_given_column(errors):
    with pytest.raises(ValueError, match="error variances of 2 columns"):
        fit(with_school_means(COUNTY.sums, [0]), procedure="reml", error_variance=np.array(errors))


@pytest.mark.parametrize("error", [0.8, 1.0, 5.0])
def test_an_error_larger_than_the_spread_inside_schools_is_refused(error):
    with pytest.raises(ReliabilityTooLow, match="column 1") as caught:
        fit(COUNTY.sums, procedure="reml", error_variance=np.array([0.05, error]))
    assert caught.value.column == 1


RELIABILITY = 0.85


def observed(rng, *, n_schools, peers):
    """Pupils whose prior is read with error, and whose schools differ in intake."""
    sizes = rng.integers(20, 80, size=n_schools)
    pupils, effect = simulated(rng, sizes=sizes, slopes=np.array([0.7]), spread=0.4)
    intake = np.bincount(pupils.school, pupils.columns[:, 0]) / sizes
    error = np.sqrt(1 / RELIABILITY - 1) * rng.normal(size=(len(pupils.school), 1))
    outcome = pupils.outcome + peers * intake[pupils.school]
    return replace(pupils, columns=pupils.columns + error, outcome=outcome), effect, intake


def corrected(pupils, *, means):
    sums = with_school_means(pupils.sums, means)
    error_variance = (1 - RELIABILITY) * pupils.columns.var(axis=0)
    ours = fit(sums, procedure="reml", error_variance=error_variance)
    return ours, school_effects(sums, ours, small=0)


@pytest.mark.parametrize("means", [[], [0]], ids=["prior", "prior-and-mean"])
def test_declared_reliability_recovers_the_slope_and_frees_effects_of_the_intake(means):
    pupils, effect, intake = observed(np.random.default_rng(20), n_schools=2000, peers=0.3 * len(means))
    ours, effects = corrected(pupils, means=means)
    truth = np.array([0.7, 0.3][: 1 + len(means)])
    assert (np.abs(ours.coefficients[1:] - truth) <= 3 * ours.standard_errors[1:]).all()
    assert [ours.between_variance, ours.residual_variance] == close([0.16, 1.0], rel=0.06)
    assert abs(np.corrcoef(effects.effect, intake)[0, 1]) <= 0.05
    assert np.mean(np.abs(effects.effect - effect) <= 1.96 * effects.sd) == close(0.95, abs=0.02)


def test_without_the_declaration_schools_of_strong_intake_get_free_value():
    pupils, _, intake = observed(np.random.default_rng(20), n_schools=2000, peers=0.0)
    effect = school_effects(pupils.sums, fit(pupils.sums, procedure="reml"), small=0).effect
    assert np.corrcoef(effect, intake)[0, 1] > 0.1


def test_standard_errors_after_correction_match_the_spread_of_estimates():
    rng = np.random.default_rng(21)
    fits = [corrected(observed(rng, n_schools=40, peers=0.3)[0], means=[0])[0] for _ in range(300)]
    spread = np.std([ours.coefficients for ours in fits], axis=0)
    assert np.mean([ours.standard_errors for ours in fits], axis=0) == close(spread, rel=0.12)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_intervals_cover_the_true_effects_as_often_as_they_say(procedure):
    rng = np.random.default_rng(22)
    sizes = rng.integers(5, 60, size=4000)
    pupils, effect = simulated(rng, sizes=sizes, slopes=np.array([0.7, 0.2]), spread=0.4)
    effects = school_effects(pupils.sums, fit(pupils.sums, procedure=procedure), small=0)
    assert 0.93 <= np.mean((effects.low <= effect) & (effect <= effects.high)) <= 0.97
