"""exam.irt against ltm, glmer and psychotools, and its laws; sources: tests/golden/README.md."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
LSAT6 = list(csv.reader((GOLDEN / "LSAT6.csv").read_text(encoding="utf-8").splitlines()))
EXPECTED = json.loads((GOLDEN / "expected_irt.json").read_text(encoding="utf-8"))["models"]
CML = json.loads((GOLDEN / "expected_ctt_rasch.json").read_text(encoding="utf-8"))


def text_of(head, rows):
    lines = [",".join(["id", *head]), *(f"p{n:05d},{','.join(map(str, row))}" for n, row in enumerate(rows))]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def lsat6(write):
    return write("lsat6.csv", text_of(LSAT6[0], LSAT6[1:]))


@pytest.mark.parametrize(("model", "name"), [("2pl", "lsat6_2pl_ltm"), ("rasch", "lsat6_rasch_ltm")])
def test_the_likelihood_is_that_of_ltm(run, rows, lsat6, model, name):
    found = run("exam.irt", {"responses": lsat6}, model=model)
    slopes = [one["Dscrmn"] for one in EXPECTED[name]["coef"]]
    assert abs(found.outcome.figures["loglik"] - EXPECTED[name]["logLik"]) < 1e-3
    assert np.allclose([r["a"] for r in rows(found, "items")], slopes, atol=1e-3)


def test_conditional_difficulties_are_those_of_psychotools(run, rows, lsat6):
    expected = CML["lsat6"]["rasch_cml"]
    found = run("exam.irt", {"responses": lsat6}, model="rasch", estimator="cml")
    items = {r["item"]: r for r in rows(found, "items")}
    assert abs(found.outcome.figures["loglik"] - expected["loglik"]) < 1e-6
    assert all(abs(items[q]["b"] - b) < 1e-5 for q, b in expected["itempar_sumzero"].items())
    assert all(abs(items[q]["se_b"] - se) < 1e-5 for q, se in expected["se"].items())


@pytest.mark.parametrize("model", ["gpcm", "grm"])
def test_two_steps_of_any_model_are_the_two_parameter_model(run, lsat6, model):
    found = run("exam.irt", {"responses": lsat6}, model=model)
    assert abs(found.outcome.figures["loglik"] - EXPECTED["lsat6_2pl_ltm"]["logLik"]) < 1e-3


def test_the_order_of_the_rows_does_not_matter(run, rows, write, lsat6):
    lines = Path(lsat6).read_text(encoding="utf-8").splitlines()
    turned = write("turned.csv", "\n".join([lines[0], *lines[:0:-1]]) + "\n")
    one, other = (
        [
            r["theta"]
            for r in rows(run("exam.irt", {"responses": path}, model="2pl", plausible=2), "plausible")
        ]
        for path in (lsat6, turned)
    )
    assert np.allclose(one, other, atol=1e-9)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("1,0,1", "CONSTANT_ITEM"),
        ("0.5,1,0", "NOT_WHOLE"),
        ("2,1,0", "NOT_BINARY"),
    ],
)
def test_an_item_with_nothing_to_estimate_is_refused_by_name(refusal, write, cells, code):
    rows = [[0 if code != "CONSTANT_ITEM" else 1, 0, 1], [1, 1, 0], cells.split(",")]
    path = write("bad.csv", text_of(["q1", "q2", "q3"], rows))
    assert refusal("exam.irt", {"responses": path}, model="2pl") == [code]


def test_items_that_part_the_pupils_are_said_not_to_converge(run, rows, write):
    answers = [[int(n > 50), int(n > 50), n % 2, n // 2 % 2] for n in range(100)]
    found = run("exam.irt", {"responses": write("parted.csv", text_of("abcd", answers))}, model="2pl")
    assert found.outcome.figures["converged"] is False
    assert {i.code for i in found.outcome.issues} >= {"SEPARATED"}
    assert all(r["se_a"] is None for r in rows(found, "items"))


@pytest.mark.parametrize("model", ["rasch", "2pl"])
def test_a_perfect_scale_is_said_to_be_separated_and_can_be_written(run, write, model):
    marks = [[int(n > 4 * item) for item in range(1, 7)] for n in range(30)]
    found = run("exam.irt", {"responses": write("g.csv", text_of("abcdef", marks))}, model=model)
    assert json.loads(json.dumps(found.as_json("zh")))["figures"]["converged"] is False
    assert "SEPARATED" in {i.code for i in found.issues}


def test_booklets_are_counted_once_and_not_cell_by_cell(run, write):
    marks = [[n % 2, (n // 2) % 2, (n // 3) % 2, ""] for n in range(20)]
    marks += [["", (n // 3) % 2, n % 2, (n // 2) % 2] for n in range(20)]
    found = run("exam.irt", {"responses": write("b.csv", text_of("abcd", marks))}, model="rasch")
    codes = [i.code for i in found.issues]
    assert (codes.count("MARKS_LACKING"), codes.count("ITEM_BLANK")) == (1, 0)
