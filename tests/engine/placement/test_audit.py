"""The audit finds key classes, leaves chance alone, and corrects as published."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from xueheng.engine.placement.audit import adjusted, against_chance
from xueheng.engine.placement.stream import stream


def test_chance_is_as_far_as_often_as_all_orders_say():
    values, class_of = np.array([[0], [3], [4], [9]]), np.array([0, 0, 1, 1])
    every = [sum(order[:2]) for order in permutations(values[:, 0].tolist())]
    share = sum(abs(total - 8) >= 5 for total in every) / len(every)
    found = against_chance(values, class_of, classes=2, permutations=20_000, state=stream("s", "a"))
    assert found.as_far.tolist()[0] == found.as_far.tolist()[1]
    assert found.as_far[0, 0] / 20_000 == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("correction", "expected"),
    [("holm", [40, 60, 60, 51]), ("benjamini_hochberg", [34, 40, 40, 34])],
)
def test_corrections_are_those_of_the_textbook(correction, expected):
    as_far = [9, 29, 39, 16]  # p = 10, 30, 40, 17 of 1000
    assert adjusted(as_far, permutations=999, correction=correction) == expected


def test_the_largest_of_all_distances_is_held_against_its_like():
    rng = np.random.default_rng(1)
    values = rng.integers(-1000, 1000, (200, 2))
    values[:20] += 900
    found = against_chance(values, np.arange(200) // 20, classes=10, permutations=999, state=stream("s", "a"))
    assert (found.peaks >= found.peak).sum() == 0
