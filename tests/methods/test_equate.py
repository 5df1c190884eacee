"""exam.equate against R equate 2.0.9 on ACTmath; sources: tests/golden/README.md."""

import csv
import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTED = json.loads((GOLDEN / "expected_equate_actmath.json").read_text(encoding="utf-8"))
ANCHORED = "total,anchor\n10,3\n12,4\n9,2\n15,5\n11,2\n"
PLAIN = "score\n1\n2\n3\n5\n"
SE_LINEAR = [0.268098433, 0.194846984, 0.375084385]  # printed by R equate 2.0.9
ITEMS = "item,a,b\n1,1,0\n2,1,1\n3,1.2,-1\n"


@pytest.fixture(scope="module")
def act(write):
    """Both forms as counts by score."""
    rows = list(csv.DictReader((GOLDEN / "ACTmath.csv").read_text(encoding="utf-8").splitlines()))
    lines = {f: "".join(f"{r['scale']},{r[f + 'count']}\n" for r in rows) for f in "xy"}
    return {f: write(f"{f}.csv", "score,count\n" + text) for f, text in lines.items()}


@pytest.fixture
def pair(write):
    return lambda x, y, kind="": {f"{kind}x": write("x.csv", x), f"{kind}y": write("y.csv", y)}


@pytest.mark.parametrize(
    ("procedure", "printed"), [("mean", "mean"), ("linear", "linear"), ("equipercentile", "equip")]
)
def test_random_groups_equal_the_package(run, rows, act, procedure, printed):
    found = rows(run("exam.equate", act, design="random_groups", procedure=procedure), "concordance")
    assert [r["equivalent"] for r in found] == pytest.approx(PRINTED[printed], abs=1e-6)
    assert [r["score"] for r in found] == PRINTED["scale"]


@pytest.mark.parametrize(
    ("x", "y", "params", "code"),
    [
        (PLAIN, PLAIN, {"procedure": "linear"}, "NOT_COMPARABLE"),
        (PLAIN, PLAIN, {"procedure": "linear", "design": "neat"}, "DESIGN_DIFFERS"),
        (PLAIN, PLAIN, {"procedure": "linear_tucker"}, "NO_ANCHOR"),
        (PLAIN, PLAIN, {"procedure": "haebara"}, "TABLE_MISSING"),
        (PLAIN, "score\n4\n4\n", {"procedure": "linear", "design": "random_groups"}, "NO_SPREAD"),
        (PLAIN, "id,score\n1,4\n1,5\n", {"procedure": "mean", "design": "random_groups"}, "DUP_ID"),
        (PLAIN, "score\n缺考\n\n", {"procedure": "mean", "design": "random_groups"}, "EMPTY"),
        (ANCHORED, "total,anchor\n10,13\n12,4\n", {"procedure": "linear_tucker"}, "ANCHOR_ABOVE_TOTAL"),
        (ANCHORED, "total,anchor\n99,33\n98,32\n", {"procedure": "linear_tucker"}, "ANCHOR_APART"),
        (ANCHORED, "total,anchor\n10,3\n12,2\n", {"procedure": "linear_levine"}, "NO_SPREAD"),
    ],
)
def test_forms_that_nothing_joins_are_not_equated(refusal, pair, x, y, params, code):
    assert set(refusal("exam.equate", pair(x, y), **params)) == {code}


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("item,a,b\n8,1,0\n9,1,1\n", "NO_COMMON_ITEM"),
        ("item,a,b\n1,1,0\n9,1,1\n", "TOO_FEW_ANCHORS"),
        ("item,a,b\n1,-1,0\n2,1,1\n", "ITEM_OUT_OF_RANGE"),
    ],
)
def test_items_that_do_not_join_are_refused(refusal, pair, items, code):
    assert refusal("exam.equate", pair(ITEMS, items, "items_"), procedure="haebara") == [code]


@pytest.mark.parametrize("procedure", ["mean_sigma", "haebara", "stocking_lord"])
def test_a_drifted_anchor_is_listed_and_not_used(run, row, pair, procedure):
    x = "item,a,b\n1,0.8,-1\n2,1.2,0.5\n3,1.5,0\n4,0.6,2\n5,1,1\n"
    y = "item,a,b\n1,0.64,-1.65\n2,0.96,0.225\n3,1.2,-0.4\n4,0.48,2.1\n5,0.8,1.85\n"
    done = run("exam.equate", pair(x, y, "items_"), procedure=procedure)
    assert row(done, "anchors", kept=False)["item"] == "5"
    assert done.outcome.figures["slope"] == pytest.approx(1.25)


def test_missing_marks_are_left_out_and_said(run, pair):
    done = run("exam.equate", pair(PLAIN, PLAIN + "缺考\n"), procedure="mean", design="random_groups")
    assert (done.outcome.figures["n_y"], done.outcome.figures["intercept"]) == (4, 0)
    assert "LEFT_OUT" in [i.code for i in done.issues]


def test_the_order_of_rows_does_not_matter(run, rows, pair):
    head, *lines = ANCHORED.splitlines()
    turned = "\n".join([head, *reversed(lines)]) + "\n"
    found = [
        rows(run("exam.equate", pair(x, ANCHORED), procedure="linear_tucker"), "concordance")
        for x in (ANCHORED, turned)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("text", "scores"),
    [("score\n0\n10\n20\n", list(range(21))), ("score,count\n0,1\n10,1\n20,1\n", [0, 10, 20])],
)
def test_scores_go_by_whole_marks_unless_they_are_listed(run, rows, pair, text, scores):
    done = run("exam.equate", pair(text, text), procedure="equipercentile", design="random_groups")
    assert [r["score"] for r in rows(done, "concordance")] == scores


@pytest.fixture(scope="module")
def anchored(write):
    """Two made-up forms of 120 pupils with an anchor inside each."""
    at = range(120)
    x = [(i % 3 + i // 3 % 3 + i // 9 % 2, i % 5 + i // 7 % 4) for i in at]
    y = [(i // 2 % 3 + i % 3 + i // 11 % 2, i % 4 + i // 5 % 3) for i in at]
    lines = {f: "".join(f"{2 * v + u},{v}\n" for v, u in form) for f, form in (("x", x), ("y", y))}
    return {f: write(f"neat_{f}.csv", "total,anchor\n" + text) for f, text in lines.items()}


# Printed by R equate 2.0.9 with ws = 0.25, the true scores by lts = TRUE, smoothed by degrees = list(3, 1).
@pytest.mark.parametrize(
    ("procedure", "params", "printed"),
    [
        ("mean_tucker", {}, [3.091427321, 8.091427321, 13.091427321]),
        ("linear_tucker", {}, [3.189895351, 8.075950538, 12.962005725]),
        ("mean_levine", {}, [3.084185159, 8.084185159, 13.084185159]),
        ("linear_levine", {}, [3.635715144, 7.998440992, 12.361166841]),
        ("linear_levine", {"anchor": "external"}, [3.483526088, 8.024650301, 12.565774514]),
        ("linear_levine_true", {}, [3.828616195, 7.968451435, 12.108286676]),
        ("linear_levine_true", {"anchor": "external"}, [3.588584946, 8.008257506, 12.427930066]),
        ("mean_chained", {}, [3.1, 8.1, 13.1]),
        ("linear_chained", {}, [3.385824746, 8.041595127, 12.697365508]),
        ("equipercentile_frequency", {}, [2.713115328, 8.095015469, 12.883518822]),
        ("equipercentile_frequency", {"smooth": "3"}, [3.101250771, 8.106219488, 12.934822103]),
        ("equipercentile_chained", {}, [2.838095239, 7.979338843, 12.8]),
        ("equipercentile_chained", {"smooth": "3"}, [3.418373066, 8.066007653, 12.602210412]),
    ],
)
def test_anchored_forms_equal_the_package(run, rows, anchored, procedure, params, printed):
    done = run("exam.equate", anchored, procedure=procedure, w="0.25", replicates="2", **params)
    found = {r["score"]: r["equivalent"] for r in rows(done, "concordance")}
    assert [found[score] for score in (4, 9, 14)] == pytest.approx(printed, abs=1e-6)


def test_the_error_of_linear_equating_equals_the_package(run, rows, act):
    found = rows(run("exam.equate", act, design="random_groups", procedure="linear"), "concordance")
    assert [found[i]["se"] for i in (0, 20, 40)] == pytest.approx(SE_LINEAR, abs=1e-6)
