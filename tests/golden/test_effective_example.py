"""Published worked example of 单科有效分; source and transcription: effective_score_example/README.md."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.engine.effective import mean_ratio_from_means

DATA = Path(__file__).parent / "effective_score_example" / "example.csv"


@pytest.fixture(scope="module")
def published():
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["quantity"]: Fraction(row["value"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("subject", ["语文", "数学", "历史"])
def test_the_effective_scores_are_as_published(published, subject):
    line = mean_ratio_from_means(
        published[f"mean_{subject}_of_group"],
        total_line=published["total_line_T0"],
        mean_total=published["mean_total_of_group_at_or_above_T0_P1"],
    )
    assert abs(line - published[f"effective_{subject}"]) <= Fraction("0.01")


def test_the_coefficient_of_the_lines_is_as_published(published):
    ratio = mean_ratio_from_means(
        Fraction(1),
        total_line=published["total_line_T0"],
        mean_total=published["mean_total_of_group_at_or_above_T0_P1"],
    )
    assert abs(ratio - published["coefficient=T0/P1"]) <= Fraction("0.00005")
