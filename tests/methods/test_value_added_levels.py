"""exam.value_added with slopes, crossed schools, counties and cohorts, beside what lme4 1.1-31 printed."""

import csv
import json
from pathlib import Path
from random import Random

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTED = json.loads((GOLDEN / "expected_lmm.json").read_text(encoding="utf-8"))["models"]
SLOPES = {"outcome": "mAch", "context": "meanses,sector:Public,cses", "slopes": "cses"}
SLOPES |= {"interactions": "meanses:cses,sector:cses", "school": "school"}
CROSSED = {"outcome": "attain", "context": "sex:M", "school": "second", "crossed": "primary"}
MODELS = {
    "hsb82_slopes_reml": ("Hsb82.csv", SLOPES),
    "scotssec_crossed_reml": ("ScotsSec.csv", CROSSED),
}
every_model = pytest.mark.parametrize("model", MODELS)


@pytest.fixture(scope="module")
def fitted(run):
    """Each model, run once."""
    return {
        name: run("exam.value_added", {"scores": GOLDEN / file}, school_mean_prior="false", **params)
        for name, (file, params) in MODELS.items()
    }


@every_model
def test_the_criterion_is_not_worse_than_that_of_lme4(fitted, model):
    printed = PRINTED[model]["deviance_or_remlcrit"]
    assert printed - 1e-5 < fitted[model].outcome.figures["deviance"] < printed + 1e-7


@every_model
def test_fixed_effects_equal_lme4(fitted, rows, model):
    found = sorted(r["estimate"] for r in rows(fitted[model], "fixed"))
    printed = sorted(PRINTED[model]["fixef"].values())
    assert found == pytest.approx(printed, rel=3e-5)  # lme4 stops short of the optimum, see below


def test_variances_of_crossed_schools_equal_lme4(fitted, rows):
    found = {r["group"]: r["value"] for r in rows(fitted["scotssec_crossed_reml"], "variance")}
    [primary, second, rest] = [v["vcov"] for v in PRINTED["scotssec_crossed_reml"]["varcomp"]]
    assert found == pytest.approx({"primary": primary, "second": second, "Residual": rest}, rel=1e-4)


def test_variances_of_slopes_are_those_of_the_least_criterion(fitted, rows):
    """lme4 stops 1e-6 above it: with rhoend=1e-10 it prints 0.101215851913 instead of 0.10104391222."""
    found = [r["value"] for r in rows(fitted["hsb82_slopes_reml"], "variance")]
    assert found == pytest.approx([2.379580008811, 0.101215851913, 0.191826366819, 36.721155285769], rel=1e-5)


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """Four counties of six schools in three years; the last county's pupils get ten marks more."""
    path, random = tmp_path_factory.mktemp("province") / "marks.csv", Random(8)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["county", "school", "year", "base", "mark"])
        for school in range(24):
            lasting = random.gauss(0, 3)
            for year in (2024, 2025, 2026):
                gain = lasting + 10 * (school >= 18) + random.gauss(0, 1)
                for _ in range(15):
                    base = random.gauss(60, 10)
                    row = [f"县{school // 6}", f"校{school:02}", year, base, base + gain + random.gauss(0, 5)]
                    writer.writerow(row)
    return path


def test_a_county_that_adds_more_lies_above(run, rows, province):
    found = run("exam.value_added", {"scores": province}, outcome="mark", prior="base", school="school",
                county="county", school_mean_prior="false")  # fmt: skip
    effects = {r["school"]: r["effect"] for r in rows(found, "effects") if r["group"] == "county"}
    assert max(effects, key=effects.get) == "县3"
    assert sum(effects.values()) == pytest.approx(0, abs=1e-6)


def test_several_cohorts_give_a_mean_with_a_narrower_interval(run, rows, province):
    found = run("exam.value_added", {"scores": province}, outcome="mark", prior="base", school="school",
                year="year", school_mean_prior="false")  # fmt: skip
    own = {r["term"]: r["sd"] for r in rows(found, "effects") if r["school"] == "校05"}
    assert own["mean(year)"] < min(sd for term, sd in own.items() if term.startswith("year["))
