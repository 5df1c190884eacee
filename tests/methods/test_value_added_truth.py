"""Value-added against truth that was simulated, and mixed models that the data cannot carry."""

import random

import numpy as np
import pytest
from benchmarks.value_added_simulation import one, with_slopes


@pytest.fixture(scope="module")
def provinces():
    """Twenty provinces with a prior of reliability .85, fitted by default: coverage, intake, truth."""
    return np.mean([one(seed, reliability=0.85, school_mean=True) for seed in range(20)], axis=0)


def test_intervals_hold_the_true_effect_as_often_as_they_say(provinces):
    assert 0.93 <= provinces[0] <= 0.97


def test_by_default_a_strong_intake_earns_no_effect_though_the_prior_is_noisy(provinces):
    assert abs(provinces[1]) <= 0.05


def test_without_the_school_mean_a_strong_intake_does(provinces):
    plain = np.mean([one(seed, reliability=0.85, school_mean=False) for seed in range(5)], axis=0)
    assert plain[1] > 0.1


def test_intervals_of_constants_and_slopes_hold_the_truth():
    constants, slopes = np.mean([with_slopes(seed) for seed in range(10)], axis=0)
    assert 0.93 <= constants <= 0.97
    assert 0.93 <= slopes <= 0.97


def marks(per=9, noise=1.0, column=lambda school, pupil: "x"):
    """Eight schools; in each the outcome is a line of the prior, with noise; `c` is what is asked about."""
    draw = random.Random(1)
    lines = ["school,outcome,prior,c"]
    for i in range(8):
        effect, slope = draw.gauss(0, 2), draw.gauss(2, 0.5)
        for j in range(per):
            prior = draw.gauss(0, 1)
            outcome = 10 + slope * prior + effect + draw.gauss(0, noise)
            lines.append(f"s{i},{outcome!r},{prior!r},{column(i, j)}")
    return "\n".join(lines) + "\n"


REFUSED = [
    (lambda i, j: "A", {"county": "c"}, "GROUP_ONE"),
    (lambda i, j: i, {"county": "c"}, "GROUP_SAME"),
    (lambda i, j: j % 2, {"county": "c"}, "COUNTY_TWICE"),
    (lambda i, j: i, {"crossed": "c"}, "GROUP_SAME"),
    (lambda i, j: i, {"crossed": "school"}, "GROUP_SAME"),
    (lambda i, j: i * 100 + j, {"crossed": "c"}, "GROUP_EACH"),
    (lambda i, j: 2023 + i % 2, {"year": "c"}, "YEAR_SAME"),
    (lambda i, j: i % 3, {"context": "c", "slopes": "c"}, "SLOPE_CONSTANT"),
    (lambda i, j: j, {"slopes": "c"}, "SLOPE_UNKNOWN"),
    (lambda i, j: j, {"slopes": "prior", "reliability": "prior:0.9"}, "RELIABILITY_PLAIN"),
]


@pytest.mark.parametrize(("column", "params", "code"), REFUSED)
def test_groups_and_slopes_that_cannot_be_told_apart_are_refused(write, refusal, column, params, code):
    files = {"scores": write("t.csv", marks(column=column))}
    given = {"outcome": "outcome", "school": "school", "prior": "prior"} | params
    assert refusal("exam.value_added", files, **given) == [code]


def test_lines_without_noise_give_no_result(write, refusal):
    files = {"scores": write("t.csv", marks(noise=0.0))}
    params = {"outcome": "outcome", "school": "school", "prior": "prior", "slopes": "prior"}
    assert refusal("exam.value_added", files, **params) == ["NOT_CONVERGED"]


@pytest.mark.parametrize(
    ("column", "params", "code"),
    [
        (lambda i, j: 2024, {"year": "c"}, "YEAR_ONE"),
        (lambda i, j: j % 3, {"crossed": "c"}, "BOUNDARY"),
    ],
)
def test_what_the_data_do_not_show_is_said_and_gives_no_missing_number(run, write, column, params, code):
    given = {"outcome": "outcome", "school": "school", "prior": "prior"} | params
    found = run("exam.value_added", {"scores": write("t.csv", marks(column=column))}, **given)
    assert code in [i.code for i in found.issues]
    effects = found.outcome.tables["effects"].to_pylist()
    assert all(r["effect"] == r["effect"] and r["sd"] >= 0 for r in effects)
