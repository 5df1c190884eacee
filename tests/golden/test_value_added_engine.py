"""Exam and Hsb82 against the figures lme4 1.1-31 printed for them; see README.md for their source."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from xueheng.engine.school_sums import accumulate
from xueheng.engine.valueadded import fit, school_effects

HERE = Path(__file__).parent
MODELS = {
    "exam_null_ml": ("Exam.csv", "normexam", []),
    "exam_ri_ml": ("Exam.csv", "normexam", ["standLRT"]),
    "exam_ri_reml": ("Exam.csv", "normexam", ["standLRT"]),
    "hsb82_ri_reml": ("Hsb82.csv", "mAch", ["meanses", "sector", "cses"]),
}
CODES = {"Public": 0.0, "Catholic": 1.0}


def rows_of(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return CODES[text] if text in CODES else float(text)


def fitted(model):
    name, outcome, columns = MODELS[model]
    rows = rows_of(name)
    schools, code = np.unique([row["school"] for row in rows], return_inverse=True)
    taken = [np.array([number(row[column]) for row in rows]) for column in [*columns, outcome]]
    sums = accumulate(taken[-1], taken[:-1], school=code, n_schools=len(schools))
    return schools, sums, fit(sums, procedure="reml" if model.endswith("reml") else "ml")


def printed(model):
    return json.loads((HERE / "expected_lmm.json").read_text(encoding="utf-8"))["models"][model]


def blups():
    return rows_of("expected_exam_ri_reml_blups.csv")


@pytest.mark.parametrize("model", MODELS)
def test_fixed_effects_and_their_errors_equal_lme4(model):
    _, _, ours = fitted(model)
    assert ours.coefficients == pytest.approx(list(printed(model)["fixef"].values()), rel=1e-6)
    assert ours.standard_errors == pytest.approx(list(printed(model)["se"].values()), rel=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_variances_equal_lme4(model):
    _, _, ours = fitted(model)
    variances = [entry["vcov"] for entry in printed(model)["varcomp"]]
    assert [ours.between_variance, ours.residual_variance] == pytest.approx(variances, rel=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_deviance_and_likelihood_equal_lme4(model):
    _, _, ours = fitted(model)
    assert ours.deviance == pytest.approx(printed(model)["deviance_or_remlcrit"], rel=1e-10)
    assert ours.loglik == pytest.approx(printed(model)["logLik"], rel=1e-10)
    assert ours.n == printed(model)["nobs"]


def test_effects_of_all_65_schools_equal_lme4():
    schools, sums, ours = fitted("exam_ri_reml")
    effects = school_effects(sums, ours, small=10)
    expected = {row["group"]: row for row in blups()}
    assert effects.effect == pytest.approx([float(expected[s]["blup"]) for s in schools], abs=1e-7)
    assert effects.sd == pytest.approx([float(expected[s]["post_sd"]) for s in schools], abs=1e-7)


def test_schools_that_stand_out_are_those_of_lme4():
    schools, sums, ours = fitted("exam_ri_reml")
    flags = school_effects(sums, ours, small=0).flag
    expected = {row["group"]: (float(row["blup"]), float(row["post_sd"])) for row in blups()}
    above = [school for school in schools if expected[school][0] > 1.96 * expected[school][1]]
    assert schools[flags == "above"].tolist() == above
    assert (flags == "below").sum() == sum(effect < -1.96 * sd for effect, sd in expected.values())


def test_the_two_schools_of_fewer_than_ten_pupils_are_flagged_small():
    _, sums, ours = fitted("exam_ri_reml")
    effects = school_effects(sums, ours, small=10)
    assert sorted(effects.n[effects.flag == "small"]) == [2, 8]
