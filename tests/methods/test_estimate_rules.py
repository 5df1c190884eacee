import pytest

HEAD = "v,w,s,c,g,f,r1,r2\n"
ROWS = [
    "1,2,a,1,x,10,4,0",
    "2,2,a,2,x,10,0,4",
    "3,3,b,3,y,5,3,3",
    "5,3,b,4,y,5,3,3",
    "4,3,b,4,y,5,3,3",
]


def table(*lines):
    return HEAD + "".join(line + "\n" for line in lines or ROWS)


@pytest.fixture
def estimate(run, write):
    def carried(text=None, **params):
        files = {"sample": write("t.csv", text or table())}
        return run("exam.estimate", files, **{"value": "v", "weight": "w"} | params)

    return carried


def said(carried):
    return {i.code for i in carried.issues} - {"EXAM_NOT_DECLARED"}


REFUSED = [
    (["1,,a,1,x,1,1,1", ROWS[1]], {}, "WEIGHT_MISSING"),
    (["1,-1,a,1,x,1,1,1", ROWS[1]], {}, "WEIGHT_NEGATIVE"),
    (["1,0,a,1,x,1,1,1"], {}, "NO_ROWS"),
    ([",1,a,1,x,1,1,1"], {}, "NO_ROWS"),
    (["1e200,1,a,1,x,1,1,1", ROWS[1]], {}, "VALUE_TOO_LARGE"),
    ([ROWS[0]], {}, "ONE_UNIT"),
    (ROWS[:3], {"strata": "s"}, "LONELY_UNIT"),
    (ROWS[:3], {"strata": "s", "variance": "jkn"}, "LONELY_UNIT"),
    (["1,1,,1,x,1,1,1", ROWS[1]], {"strata": "s"}, "DESIGN_BLANK"),
    (["1,1,a,1,x,1,1,1", "1,1,a,2,x,1,1,1"], {"fpc": "f"}, "FPC_SMALL"),
    (["1,1,a,1,x,9,1,1", "1,1,a,2,x,8,1,1"], {"fpc": "f"}, "FPC_DIFFERS"),
    (ROWS, {"strata": "s", "variance": "jk1"}, "JK1_STRATA"),
    (ROWS, {"strata": "s", "variance": "jk2"}, "PAIRS_NEED_CLUSTER"),
    ([*ROWS, "4,3,b,5,y,5,3,3"], {"strata": "s", "cluster": "c", "variance": "brr"}, "NOT_PAIRED"),
    (["1,1,a,1,x,1,-1,1", ROWS[1]], {"replicates": "r1,r2", "variance": "brr"}, "REPLICATE_WRONG"),
    ([",1,a,1,x,1,1,1", *ROWS[2:]], {"nonresponse": "s"}, "CLASS_SILENT"),
    (ROWS, {"margins": "g=x:10"}, "MARGIN_LEVEL_ABSENT"),
    (ROWS, {"margins": "g=x:10,g=y:5,g=z:1"}, "MARGIN_LEVEL_EMPTY"),
    (ROWS, {"margins": "g=x:10,g=y:5,s=a:9,s=b:9"}, "MARGINS_DISAGREE"),
    (ROWS, {"margins": "g=x:10,g=y:5,s=a:5,s=b:10"}, "NOT_RAKED"),
    (ROWS, {"margins": "g=x:0,g=y:0"}, "MARGIN_ZERO"),
    (ROWS, {"statistic": "regression", "x": "f,w"}, "X_DEPENDENT"),
    (["1,1,a,1,x,0,1,1", "1,1,a,2,x,0,1,1"], {"statistic": "ratio", "denominator": "f"}, "DENOMINATOR_ZERO"),
    (ROWS, {"value": "g", "statistic": "share", "level": "z"}, "LEVEL_UNKNOWN"),
]


@pytest.mark.parametrize(("lines", "params", "code"), REFUSED)
def test_what_cannot_be_estimated_is_refused_and_says_why(write, refusal, lines, params, code):
    files = {"sample": write("t.csv", table(*lines))}
    assert refusal("exam.estimate", files, **{"value": "v", "weight": "w"} | params) == [code]


@pytest.mark.parametrize(
    "params",
    [
        {"statistic": "quantile", "variance": "jkn"},
        {"statistic": "ratio"},
        {"statistic": "regression"},
        {"denominator": "f"},
        {"replicates": "r1"},
        {"cut": "3"},
        {"q": "1.5"},
        {"value": "v,v"},
        {"margins": "g=x:-2"},
        {"variance": "jkn", "lonely": "adjust"},
    ],
)
def test_parameters_that_do_not_go_together_are_named(estimate, params):
    with pytest.raises(ValueError, match="参数"):
        estimate(**params)


@pytest.mark.parametrize(
    ("lines", "params", "code"),
    [
        ([*ROWS, "1,0,a,1,x,10,1,1"], {}, "WEIGHT_ZERO"),
        ([*ROWS, ",1,a,1,x,10,1,1"], {}, "VALUE_MISSING"),
        ([*ROWS, "1,1,a,1,,10,1,1"], {"by": "g"}, "GROUP_BLANK"),
        ([*ROWS, ",1,a,1,z,10,1,1"], {"by": "g"}, "GROUP_EMPTY"),
        (ROWS, {"by": "v"}, "ERROR_UNKNOWN"),
        (ROWS, {"weight": ""}, "NO_WEIGHT"),
        (
            ["1,1,a,1,x,1,1,1", "2,1,b,1,x,1,1,1", "3,1,b,2,x,1,1,1", "1,1,a,3,x,1,1,1"],
            {"strata": "s", "cluster": "c"},
            "CLUSTER_SHARED",
        ),
    ],
)
def test_what_is_left_out_or_not_known_is_told(estimate, lines, params, code):
    assert code in said(estimate(table(*lines), **params))


def test_a_row_without_a_value_stays_in_the_design(estimate, row):
    carried = estimate(table(*ROWS, ",3,b,5,y,5,3,3"))
    found = row(carried, "estimates")
    assert (found["n"], carried.outcome.figures["units"], carried.outcome.figures["n_left_out"]) == (5, 6, 1)


def test_one_unit_alone_has_an_estimate_and_no_interval(estimate, rows):
    first = rows(estimate(by="c"), "estimates")[0]
    assert first["estimate"] == 1.0
    assert [first[c] for c in ("se", "low", "high", "deff")] == [None] * 4


def test_shares_of_words_sum_to_one_and_stay_between_0_and_1(estimate, rows):
    found = rows(estimate(value="g", statistic="share"), "estimates")
    assert sum(r["estimate"] for r in found) == pytest.approx(1)
    assert all(r["low"] >= 0 and r["high"] <= 1 for r in found)


def test_a_share_at_a_cut_counts_who_reaches_it(estimate, row):
    assert row(estimate(statistic="share", cut="3"), "estimates")["estimate"] == pytest.approx(9 / 13)


def test_groups_of_several_columns_are_crossed(estimate, rows):
    assert [r["group"] for r in rows(estimate(by="s,g"), "estimates")] == ["a/x", "b/y"]


def test_plausible_values_add_their_own_error(estimate, row):
    one, two = (row(estimate(value=value), "estimates") for value in ("v", "v,f"))
    assert one["imputation"] is None
    assert 0 < two["imputation"] < 1
    assert two["df"] < one["df"]


def test_replicates_are_named_one_by_one_or_as_a_run(estimate, row):
    found = [row(estimate(replicates=names, variance="jkn"), "estimates") for names in ("r1,r2", "r1..r2")]
    assert found[0] == found[1]
    assert found[0]["se"] > 0


def test_intervals_are_by_t_or_by_the_normal_as_asked(estimate, row):
    found = {kind: row(estimate(interval=kind), "estimates") for kind in ("t", "normal")}
    half = {kind: (r["high"] - r["low"]) / 2 / r["se"] for kind, r in found.items()}
    assert half == pytest.approx({"t": 2.776445, "normal": 1.959964}, abs=1e-6)


def test_who_answered_is_weighted_up_to_the_class(estimate, row):
    text = table(*ROWS, ",4,a,5,x,10,1,1")
    found = row(estimate(text, nonresponse="s"), "estimates")
    assert found["estimate"] == pytest.approx((1 * 4 + 2 * 4 + 3 * 3 + 5 * 3 + 4 * 3) / (8 + 9))
