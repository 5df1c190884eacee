from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xueheng.standards.class_size import Band, ClassSizes, class_sizes
from xueheng.standards.words import plain
from xueheng.standards.yaml_source import Source, Validity

with (Path(__file__).parent / "data" / "class_size.csv").open(encoding="utf-8", newline="") as file:
    PUBLISHED = list(csv.DictReader(file))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["band"])
def test_a_band_holds_from_its_first_to_its_last_size(row: dict[str, str]) -> None:
    first, last = int(row["min"]), int(row["max"] or 500)
    named = [class_sizes().band_of(n) for n in (first, last)]
    assert [band and band.label.zh for band in named] == [row["band"]] * 2


def test_a_class_below_every_band_has_none() -> None:
    assert class_sizes().band_of(int(PUBLISHED[0]["min"]) - 1) is None


@pytest.mark.parametrize(("stage", "pupils"), [("primary", 45), ("junior", 50), ("senior", 55)])
def test_the_standard_size_grows_with_the_stage(stage: str, pupils: int) -> None:
    assert class_sizes().standard[stage].pupils == pupils


def test_bands_that_leave_a_gap_are_refused() -> None:
    bands = (Band("a", plain("甲"), 1, 10), Band("b", plain("乙"), 12))
    with pytest.raises(ValueError, match="does not begin where"):
        ClassSizes("x", Validity(), Source("某口径", "一", "unverified"), bands, {})
