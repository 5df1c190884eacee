"""exam.items against what psych::alpha and psych::fa printed; sources: tests/golden/README.md."""

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTED = json.loads((GOLDEN / "expected_ctt_rasch.json").read_text(encoding="utf-8"))
OMEGA = json.loads((GOLDEN / "expected_omega.json").read_text(encoding="utf-8"))
PAPERS = {
    "lsat6": ("LSAT6_items.csv", {}),
    "mathexam14w": ("MathExam14W_items.csv", {"groups": "nsolved,tests", "dif": "gender,group"}),
    "bfi_agree_alpha_checkkeys_off": ("bfi_A_items.csv", {"groups": "gender"}),
}
every_paper = pytest.mark.parametrize("paper", PAPERS)


@pytest.fixture(scope="module")
def analysed(run):
    """Each paper, run once."""
    return {
        name: run("exam.items", {"responses": GOLDEN / file}, **params)
        for name, (file, params) in PAPERS.items()
    }


def printed(paper):
    return PRINTED[paper].get("ctt", PRINTED[paper])


@every_paper
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("mean", "item_mean"),
        ("r_item_total", "r_item_total"),
        ("r_item_rest", "r_drop"),
        ("alpha_if_dropped", "alpha_drop"),
    ],
)
def test_items_equal_psych(analysed, rows, paper, ours, theirs):
    found = {r["item"]: r[ours] for r in rows(analysed[paper], "items")}
    assert found == pytest.approx(printed(paper)[theirs], abs=1e-6)


@every_paper
def test_alpha_and_pupils_equal_psych(analysed, paper):
    figures = analysed[paper].outcome.figures
    assert (figures["alpha"], figures["n"]) == pytest.approx(
        (printed(paper)["raw_alpha"], printed(paper)["n"]), abs=1e-6
    )


def test_omega_equals_the_one_factor_solution_of_psych(run):
    found = run("exam.items", {"responses": GOLDEN / "bfi_C_items.csv"}, groups="gender")
    expected = OMEGA["bfi_C1toC5_raw_signs"]["omega_total_1f"]
    assert found.outcome.figures["omega"] == pytest.approx(expected, abs=1e-4)


def test_matched_tests_equal_mantelhaen_test_of_r(analysed, rows):
    found = {(r["by"], r["item"]): r for r in rows(analysed["mathexam14w"], "dif")}
    quad = found["group", "quad"]
    assert (quad["chi2"], quad["delta"]) == pytest.approx((101.0033, 4.372354), rel=1e-5)
    assert (quad["level"], quad["anchor"]) == ("C", False)
