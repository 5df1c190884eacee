"""exam.value_added against what lme4 1.1-31 printed for Exam and Hsb82; sources: tests/golden/README.md."""

import csv
import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTED = json.loads((GOLDEN / "expected_lmm.json").read_text(encoding="utf-8"))
TOLERANCE = PRINTED["tolerance"]
MODELS = {
    "exam_null_ml": ("Exam.csv", {"outcome": "normexam", "procedure": "ml"}),
    "exam_ri_ml": ("Exam.csv", {"outcome": "normexam", "prior": "standLRT", "procedure": "ml"}),
    "exam_ri_reml": ("Exam.csv", {"outcome": "normexam", "prior": "standLRT"}),
    "hsb82_ri_reml": ("Hsb82.csv", {"outcome": "mAch", "context": "meanses,sector:Public,cses"}),
}
every_model = pytest.mark.parametrize("model", MODELS)


@pytest.fixture(scope="module")
def fitted(run):
    """Each model, run once."""
    return {
        name: run(
            "exam.value_added",
            {"scores": GOLDEN / file},
            school="school",
            school_mean_prior="false",
            **params,
        )
        for name, (file, params) in MODELS.items()
    }


@pytest.fixture(scope="module")
def effects(fitted, rows):
    return {r["school"]: r for r in rows(fitted["exam_ri_reml"], "effects")}


def blups():
    with (GOLDEN / "expected_exam_ri_reml_blups.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@every_model
@pytest.mark.parametrize(("ours", "theirs"), [("estimate", "fixef"), ("se", "se")])
def test_fixed_effects_and_their_errors_equal_lme4(fitted, rows, model, ours, theirs):
    found = [r[ours] for r in rows(fitted[model], "fixed")]
    expected = list(PRINTED["models"][model][theirs].values())
    assert found == pytest.approx(expected, rel=TOLERANCE["fixef_rel"])


@every_model
def test_variances_equal_lme4(fitted, rows, model):
    found = {r["group"]: r["value"] for r in rows(fitted[model], "variance")}
    printed = {entry["grp"]: entry["vcov"] for entry in PRINTED["models"][model]["varcomp"]}
    assert found == pytest.approx(printed, rel=TOLERANCE["varcomp_rel"])


@every_model
def test_deviance_likelihood_and_counts_equal_lme4(fitted, model):
    figures, printed = fitted[model].outcome.figures, PRINTED["models"][model]
    found = (figures["deviance"], figures["loglik"], figures["sigma"])
    expected = (printed["deviance_or_remlcrit"], printed["logLik"], printed["sigma"])
    assert found == pytest.approx(expected, abs=TOLERANCE["loglik_abs"])
    assert (figures["n"], figures["n_schools"]) == (printed["nobs"], printed["ngrps"]["school"])


def test_there_are_65_schools():
    assert len(blups()) == 65


@pytest.mark.parametrize("expected", blups(), ids=lambda r: r["group"])
def test_the_effect_of_the_school_and_its_error_equal_lme4(effects, expected):
    found = effects[expected["group"]]
    assert found["effect"] == pytest.approx(float(expected["blup"]), abs=TOLERANCE["blup_abs"])
    assert found["sd"] == pytest.approx(float(expected["post_sd"]), abs=TOLERANCE["blup_abs"])


def test_terms_are_named_as_the_columns(fitted, rows):
    assert [r["term"] for r in rows(fitted["hsb82_ri_reml"], "fixed")] == [
        "(Intercept)",
        "meanses",
        "sector[Catholic]",
        "cses",
    ]


def test_intervals_are_196_posterior_deviations_and_flags_follow(effects):
    sides = {s: (r["low"], r["high"], r["flag"]) for s, r in effects.items() if r["n"] >= 10}
    assert all(
        (flag == "above") == (low > 0) and (flag == "below") == (high < 0)
        for low, high, flag in sides.values()
    )
    some = effects["1"]
    assert (some["low"], some["high"]) == pytest.approx(
        (some["effect"] - 1.96 * some["sd"], some["effect"] + 1.96 * some["sd"])
    )


def test_schools_of_fewer_than_ten_pupils_are_small(effects):
    assert {r["n"] for r in effects.values() if r["flag"] == "small"} == {2, 8}


def test_by_default_the_school_mean_of_the_prior_is_in_the_model(run, rows):
    carried = run(
        "exam.value_added",
        {"scores": GOLDEN / "Exam.csv"},
        outcome="normexam",
        prior="standLRT",
        school="school",
    )
    terms = [r["term"] for r in rows(carried, "fixed")]
    assert terms == ["(Intercept)", "standLRT", "school_mean(standLRT)"]
    assert carried.params.procedure == "reml"
