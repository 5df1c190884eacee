"""均衡指数 on files: golden figures, what is left out, what is refused."""

import json
from pathlib import Path

import pytest

from xueheng.tables.issues import Refused

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/equity_indices/golden.json").read_text("utf-8"))
W = GOLDEN["weighted"]
ROWS = [
    f"s{i},{y},{p},{'镇' if g else '乡'}"
    for i, (y, p, g) in enumerate(zip(W["y"], W["pupils"], W["group"], strict=True))
]


@pytest.fixture(scope="module")
def weighted(write, run):
    path = write("w.csv", "\n".join(["学校,y,pupils,group", *ROWS]))
    return run("balance.equity", {"units": path}, value="y", weight="pupils", group="group", seed="s")


@pytest.fixture
def of(write, run):
    """The indices of a small table."""

    def made(text, **params):
        given = {"value": "y", "weight": "p", "replicates": "0"} | params
        return run("balance.equity", {"units": write("t.csv", text)}, **{k: v for k, v in given.items() if v})

    return made


@pytest.mark.parametrize(
    ("figure", "golden"),
    [
        ("cv", "cv_weighted"),
        ("cv_unweighted", "cv_unweighted_pop"),
        ("gini", "gini"),
        ("theil_t", "theil_T"),
        ("theil_between", "theil_between"),
        ("theil_within", "theil_within"),
        ("mcloone", "mcloone"),
        ("verstegen", "verstegen"),
        ("mean", "mean"),
    ],
)
def test_a_figure_is_the_golden_one(weighted, figure, golden):
    assert weighted.outcome.figures[figure] == pytest.approx(W[golden], abs=1e-9)


@pytest.mark.parametrize(("epsilon", "golden"), [("0.5", "0_5"), ("1", "1"), ("2", "2")])
def test_epsilon_chooses_the_aversion(of, epsilon, golden):
    text = "\n".join(["y", *map(str, GOLDEN["x"])])
    found = of(text, weight="", epsilon=epsilon).outcome.figures
    assert found["atkinson"] == pytest.approx(GOLDEN["unweighted"][f"atkinson_{golden}"], abs=1e-9)
    assert (found["theil_l"], found["theil_t"]) == pytest.approx((0.232630161961, 0.250201211769), abs=1e-9)


def test_influence_is_the_coefficient_without_a_unit_less_that_with_it(weighted, of, row):
    rest = of("\n".join(["s,y,p,g", *(r for r in ROWS if not r.startswith("s2"))])).outcome.figures["cv"]
    found = row(weighted, "influence", unit="s2")
    assert found["effect"] == pytest.approx(rest - W["cv_weighted"], abs=1e-12)
    assert found["cv_without"] == pytest.approx(rest, abs=1e-12)


def test_the_decomposition_of_both_theils_is_told_apart(weighted, row):
    t, ell = (row(weighted, "decomposition", index=i) for i in ("theil_t", "theil_l"))
    assert all(one["between"] + one["within"] == pytest.approx(one["total"], abs=1e-12) for one in (t, ell))
    assert t["total"] != ell["total"]


def test_an_interval_stands_around_each_index(weighted, row):
    found = row(weighted, "indices", index="cv")
    assert found["low"] < found["value"] < found["high"]


def test_the_order_of_the_rows_changes_nothing(write, run, weighted):
    path = write("w.csv", "\n".join(["学校,y,pupils,group", *reversed(ROWS)]))
    again = run("balance.equity", {"units": path}, value="y", weight="pupils", group="group", seed="s")
    assert again.outcome.tables["indices"] == weighted.outcome.tables["indices"]


def test_units_without_pupils_or_numbers_are_left_out_and_listed(of, rows):
    found = of("学校,y,p\n甲,1,10\n乙,2,0\n丙,,10\n丁,3,10\n")
    assert [(r["unit"], r["row"], r["reason"]) for r in rows(found, "left_out")] == [
        ("丙", 4, "BLANK"),
        ("乙", 3, "NO_PUPILS"),
    ]
    assert (found.outcome.figures["n"], found.outcome.figures["cv"]) == (2, 0.5)


def test_a_unit_with_nothing_makes_l_unknown_and_is_named(of):
    found = of("学校,y,p\n甲,0,10\n乙,2,10\n丙,4,10\n")
    assert found.outcome.figures["theil_l"] is None
    assert found.outcome.figures["theil_t"] > 0
    assert ("L_INFINITE", "甲") in [(i.code, i.value) for i in found.issues]


@pytest.mark.parametrize(
    ("text", "params", "code"),
    [
        ("学校,y,p\n甲,-1,10\n乙,2,10\n", {}, "NEGATIVE"),
        ("学校,y,p\n甲,1,-10\n乙,2,10\n", {}, "NEGATIVE"),
        ("学校,y,p\n甲,0,10\n乙,0,10\n", {}, "ALL_ZERO"),
        ("学校,y,p\n甲,1,0\n", {}, "NOTHING"),
        ("学校,y,p,g\n甲,1,5,a\n乙,1,5,\n", {"group": "g"}, "GROUP_BLANK"),
        ("学校,y,p,m\n甲,1,5,6\n", {"members": "m"}, "MEMBERS_MORE"),
        ("学校,y,p,m\n甲,1,5,2.5\n", {"members": "m"}, "MEMBERS_PART"),
        ("学校,y\n甲,1\n", {}, "COLUMN_MISSING"),
    ],
)
def test_what_cannot_be_measured_is_refused(write, refusal, text, params, code):
    files = {"units": write("t.csv", text)}
    assert refusal("balance.equity", files, **({"value": "y", "weight": "p"} | params)) == [code]


def test_a_negative_value_is_refused_by_name(write, run):
    with pytest.raises(Refused) as refused:
        run("balance.equity", {"units": write("t.csv", "学校,y\n甲校,-3\n")}, value="y")
    assert "甲校（2）-3" in str(refused.value.issues[0].words.zh)


def test_the_spread_of_a_group_stands_beside_chance(of, row):
    text = "学校,y,p,m\n" + "".join(f"s{i},1,40,{m}\n" for i, m in enumerate((20, 20, 0, 0)))
    found = row(of(text, members="m", seed="a"), "distribution", index="dissimilarity")
    assert found["value"] == pytest.approx(2 / 3)
    assert found["low"] <= found["expected"] <= found["high"] < found["value"]


def test_need_met_with_more_has_a_concentration_below_zero(of):
    found = of("学校,y,p,poor\n甲,9,10,0.3\n乙,5,10,0.2\n丙,1,10,0.1\n", poverty="poor").outcome.figures
    assert found["concentration"] < 0 < found["slope"]
