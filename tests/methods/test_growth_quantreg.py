"""exam.growth against what R quantreg printed for Exam; source: tests/golden/README.md."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from xueheng.engine.growth.quantiles import cells_of, quantile_curves
from xueheng.engine.growth.splines import design, knots_of

GOLDEN = Path(__file__).parents[1] / "golden"
SHARES = (0.2, 0.4, 0.6, 0.8)
PRINTED = json.loads((GOLDEN / "expected_sgp_exam.json").read_text(encoding="utf-8"))


def read(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def exam(run):
    params = {"outcome": "normexam", "prior": "standLRT", "school": "school"}
    return run("exam.growth", {"scores": GOLDEN / "Exam.csv"}, targets="true", **params)


def test_percentiles_equal_quantreg_within_the_tolerance(exam, rows):
    found = np.array([r["sgp"] for r in rows(exam, "students")])
    apart = np.abs(found - [int(r["sgp"]) for r in read("expected_sgp_exam.csv")])
    assert [r["row"] for r in rows(exam, "students")] == list(range(1, 4060))
    assert (apart.max(), (apart <= 1).mean() >= 0.99) == (2, True)


def test_knots_and_boundary_equal_quantreg():
    prior = np.array([float(r["standLRT"]) for r in read("Exam.csv")])
    knots = knots_of(prior, shares=SHARES, margin=0.1)
    assert knots.inner == pytest.approx(PRINTED["knots"])
    assert (knots.low, knots.high) == pytest.approx(PRINTED["boundary"])


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_fitted_quantiles_equal_quantreg(place):
    pupils = read("Exam.csv")
    prior = np.array([float(r["standLRT"]) for r in pupils])
    outcome = np.array([float(r["normexam"]) for r in pupils])
    found = design(prior[:, None], shares=SHARES, margin=0.1)
    curves = quantile_curves(cells_of(found, outcome), PRINTED["taus"], counted=0)
    there = np.argmin(np.abs(found.priors[:, 0] - PRINTED["x"][place]))
    assert curves.coefficients @ found.columns[there] == pytest.approx(PRINTED["q"][place], abs=1e-6)


def test_half_of_the_pupils_reach_the_mark_to_maintain(exam, rows):
    marks = [float(r["normexam"]) for r in read("Exam.csv")]
    reached = [m >= r["maintain"] for m, r in zip(marks, rows(exam, "students"), strict=True)]
    assert np.mean(reached) == pytest.approx(0.5, abs=0.01)
    assert all(r["improve"] >= r["maintain"] for r in rows(exam, "students"))


def test_shrunken_means_lie_between_the_school_and_all(exam, rows):
    middle = exam.outcome.figures["mean_sgp"]
    for r in rows(exam, "schools"):
        assert r["low"] <= r["mean_sgp"] <= r["high"]
        assert abs(r["shrunk"] - middle) <= abs(r["mean_sgp"] - middle) + 1


def test_schools_of_fewer_than_ten_pupils_are_small(exam, rows):
    assert {r["n"] for r in rows(exam, "schools") if r["flag"] == "small"} == {2, 8}
