"""队列存活预测: worked by hand, then new and closed schools, entry grades, and what a back-test holds out."""

from fractions import Fraction

import numpy as np
import pytest

from xueheng.engine.staffing.survival import UNKNOWN, Cohorts, back_tests, carried, forecast

X = UNKNOWN


def cohorts(pupils, *, area=None, stage=None, children=()):
    held = np.array(pupils, np.int64)
    return Cohorts(
        held,
        np.array(area if area is not None else [0] * held.shape[0], np.int64),
        np.array(stage if stage is not None else [0] * held.shape[1], np.int64),
        np.array(children, np.int64),
        (3, 2, 1),
    )


def ahead(held, horizon=1, scenario="middle"):
    return forecast(held, carried(held, scenario=scenario), horizon=horizon)


TWO_GRADES = [[[100, 110, 120, 130], [80, 90, 110, 108]]]


def test_a_grade_is_the_grade_below_times_the_weighted_survival_ratio():
    cell = carried(cohorts(TWO_GRADES), scenario="middle")[0][1]
    ratio = (3 * Fraction(108, 120) + 2 * Fraction(110, 110) + Fraction(90, 100)) / 6
    assert (cell.basis, cell.ratio) == ("own", ratio)
    assert ahead(cohorts(TWO_GRADES))[0, 1, 0] == round(float(ratio * 130))


@pytest.mark.parametrize(("scenario", "pupils"), [("low", 117), ("high", 130)])
def test_the_scenarios_take_the_lowest_and_the_highest_ratio(scenario, pupils):
    assert ahead(cohorts(TWO_GRADES), scenario=scenario)[0, 1, 0] == pupils


def test_the_first_grade_without_children_is_held_at_its_weighted_mean():
    assert ahead(cohorts(TWO_GRADES), horizon=2)[0, 0].tolist() == [123, 123]  # (3*130 + 2*120 + 110)/6


def test_the_first_grade_follows_the_children_of_the_year():
    held = cohorts(TWO_GRADES, children=[200, 220, 240, 260, 130, 100])
    assert ahead(held, horizon=2)[0, 0].tolist() == [65, 50]


def test_children_of_an_unknown_year_are_not_used():
    held = cohorts(TWO_GRADES, children=[200, 220, 240, 260, 130, X])
    assert carried(held, scenario="middle")[0][0].basis == "held"


def test_a_new_school_borrows_the_ratio_of_its_area():
    new = [[X, X, X, 40], [X, X, X, X]]
    held = cohorts([*TWO_GRADES, new])
    cell = carried(held, scenario="middle")[1][1]
    assert cell.borrowed
    assert cell.ratio == carried(held, scenario="middle")[0][1].ratio


def test_a_closed_school_stays_empty():
    closed = [[50, 40, 20, X], [50, 48, 39, 0]]
    assert ahead(cohorts([*TWO_GRADES, closed]), horizon=3)[1].sum() == 0


def test_a_teaching_point_does_not_grow_grades_that_it_never_had():
    point = [[10, 10, 10, 10], [X, X, X, X]]
    assert carried(cohorts([*TWO_GRADES, point]), scenario="middle")[1][1].basis == "none"


def test_an_empty_grade_leaves_an_empty_grade_above_it():
    assert ahead(cohorts([[[20, 20, 0], [20, 20, 20]]]))[0, 1, 0] == 0


def test_the_entry_grade_of_a_junior_school_is_its_part_of_the_area():
    primary = [[100, 100, 200], [X, X, X]]
    junior = [[X, X, X], [X, 50, 50]]
    assert ahead(cohorts([primary, junior], stage=[0, 1]))[1, 1, 0] == 100


def test_a_nine_year_school_keeps_its_own_pupils():
    school = [[60, 60, 90], [X, 30, 30]]
    assert ahead(cohorts([school], stage=[0, 1]))[0, 1, 0] == 45


def test_pupils_are_whole_and_never_negative():
    rng = np.random.default_rng(5)
    found = ahead(cohorts(rng.integers(-1, 60, (6, 5, 5)), area=[0, 0, 1, 1, 2, 2]), horizon=4)
    assert found.dtype == np.int64
    assert found.min() >= 0


def test_a_back_test_never_sees_the_years_it_holds_out():
    shown = np.array(TWO_GRADES)
    changed = shown.copy()
    changed[:, :, -1] = 7
    one, other = (back_tests(cohorts(p), longest=2) for p in (shown, changed))
    assert [t.lead for t in one] == [1, 2]
    assert all((a.forecast == b.forecast).all() for a, b in zip(one, other, strict=True))


def test_two_years_are_too_few_for_a_back_test():
    assert back_tests(cohorts([[[10, 11], [9, 10]]]), longest=3) == []
