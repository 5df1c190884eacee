"""exam.estimate against what R's survey 4.1-1 printed; sources: tests/golden/README.md."""

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTED = json.loads((GOLDEN / "expected_survey.json").read_text(encoding="utf-8"))
MORE = json.loads((GOLDEN / "expected_survey_more.json").read_text(encoding="utf-8"))
SRS = ("apisrs.csv", {"weight": "pw", "fpc": "fpc"})
STRAT = ("apistrat.csv", {"weight": "pw", "fpc": "fpc", "strata": "stype"})
CLUSTERS = ("apistrat.csv", {"weight": "pw", "strata": "stype", "cluster": "dnum"})
UNSTRATIFIED = ("apistrat.csv", {"weight": "pw", "cluster": "dnum"})
AREAS = ("scd.csv", {"strata": "ESA", "cluster": "ambulance", "value": "alive", "denominator": "arrests"})
TOTALS = "stype=E:4421,stype=H:755,stype=M:1018,sch.wide=Yes:5122,sch.wide=No:1072"
MEAN = {"value": "api00"}
TOTAL = {"value": "enroll", "statistic": "total"}
RATIO = {"value": "api.stu", "statistic": "ratio", "denominator": "enroll"}
RIGHT = 1e-6  # the tolerance of the reference data


@pytest.fixture(scope="module")
def estimates(run, rows):
    def found(sample, **params):
        file, design = sample
        carried = run("exam.estimate", {"sample": GOLDEN / file}, **design | params)
        return rows(carried, "estimates")

    return found


@pytest.mark.parametrize(
    ("sample", "params", "printed"),
    [
        (SRS, MEAN, PRINTED["srs"]["mean_api00"]),
        (SRS, TOTAL, PRINTED["srs"]["total_enroll"]),
        (STRAT, MEAN, PRINTED["strat"]["mean_api00"]),
        (STRAT, TOTAL, PRINTED["strat"]["total_enroll"]),
        (STRAT, RATIO, PRINTED["strat"]["ratio"]),
        (STRAT, MEAN | {"variance": "jkn"}, PRINTED["strat"]["jkn_mean"]),
    ],
)
def test_means_totals_and_ratios_are_those_of_r(estimates, sample, params, printed):
    [found] = estimates(sample, **params)
    assert found["estimate"] == pytest.approx(*printed["est"].values(), rel=RIGHT)
    assert found["se"] == pytest.approx(printed["se"], rel=RIGHT)


def test_a_regression_is_that_of_r(estimates):
    found = estimates(STRAT, value="api00", statistic="regression", x="ell,meals")
    printed = PRINTED["strat"]["glm"]
    assert [r["term"] for r in found] == list(printed["est"])
    assert [r["estimate"] for r in found] == pytest.approx(list(printed["est"].values()), rel=RIGHT)
    assert [r["se"] for r in found] == pytest.approx(printed["se"], rel=RIGHT)


def test_quantiles_and_their_errors_are_those_of_r(estimates):
    found = estimates(STRAT, value="api00", statistic="quantile", q="0.25,0.5,0.75")
    assert [r["estimate"] for r in found] == list(PRINTED["strat"]["quant"].values())
    assert [r["se"] for r in found] == pytest.approx(
        [MORE[f"quantile_{r['q']}"]["se"] for r in found], rel=RIGHT
    )


@pytest.mark.parametrize(
    ("name", "sample", "params"),
    [
        ("strat_mean", STRAT, MEAN),
        ("strat_total", STRAT, TOTAL),
        ("raked_mean", STRAT, MEAN | {"margins": TOTALS}),
        ("raked_total", STRAT, TOTAL | {"margins": TOTALS}),
        ("cluster_mean", CLUSTERS, MEAN),
        ("cluster_jkn_ratio", CLUSTERS, RATIO | {"variance": "jkn"}),
        ("cluster_jk1_ratio", UNSTRATIFIED, RATIO | {"variance": "jk1"}),
        ("scd_taylor", AREAS, {"statistic": "ratio"}),
        ("scd_jkn", AREAS, {"statistic": "ratio", "variance": "jkn"}),
        ("scd_jkn", AREAS, {"statistic": "ratio", "variance": "jk2"}),
        ("scd_brr", AREAS, {"statistic": "ratio", "variance": "brr"}),
        ("scd_fay_0.3", AREAS, {"statistic": "ratio", "variance": "fay", "k": "0.3"}),
    ],
)
def test_designs_replicates_and_raking_are_those_of_r(estimates, name, sample, params):
    [found] = estimates(sample, **params)
    printed = MORE[name]
    assert (found["estimate"], found["se"]) == pytest.approx((printed["est"], printed["se"]), rel=RIGHT)
    assert printed["deff"] is None or found["deff"] == pytest.approx(printed["deff"], rel=RIGHT)


def test_groups_keep_the_design_of_the_whole_sample(run, rows, row):
    file, design = STRAT
    carried = run("exam.estimate", {"sample": GOLDEN / file}, **design, **MEAN, by="awards")
    for found in rows(carried, "estimates"):
        printed = MORE[f"domain_{found['group']}"]
        assert [found[c] for c in ("estimate", "se", "deff")] == pytest.approx(
            list(printed.values()), rel=RIGHT
        )
    gap, printed = row(carried, "differences"), MORE["domain_difference"]
    assert (gap["difference"], gap["se"]) == pytest.approx((printed["est"], printed["se"]), rel=RIGHT)


def test_without_a_weight_it_follows_from_the_number_of_units(estimates):
    [found] = estimates(("apistrat.csv", {"fpc": "fpc", "strata": "stype"}), **MEAN)
    assert (found["estimate"], found["se"]) == pytest.approx((662.287363, 9.40894080), rel=RIGHT)


def test_totals_may_stand_in_a_table(run, row, write):
    lines = (entry.replace("=", ",").replace(":", ",") for entry in TOTALS.split(","))
    margins = write("margins.csv", "variable,level,total\n" + "\n".join(lines))
    file, design = STRAT
    files = {"sample": GOLDEN / file, "margins": margins}
    found = row(run("exam.estimate", files, **design, **MEAN, margins="stype,sch.wide"), "estimates")
    assert found["se"] == pytest.approx(MORE["raked_mean"]["se"], rel=RIGHT)
