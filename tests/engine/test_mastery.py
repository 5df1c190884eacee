"""Shares by knowledge point, held against loops over pupils written from the words."""

import math
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.mastery import Z95, mastery, point_shares

MARK = st.one_of(st.none(), st.integers(0, 4))
PUPIL = st.tuples(st.integers(-1, 3), st.lists(MARK, min_size=3, max_size=3))
FULL = np.array([4.0, 5.0, 4.0])
POINTS = np.array([[True, False], [True, True], [False, True]])


def share_of(marks, items):
    held = [(marks[i], FULL[i]) for i in items if marks[i] is not None]
    return sum(m for m, _ in held) / sum(f for _, f in held) if held else None


@given(st.lists(PUPIL, min_size=1, max_size=25))
def test_every_group_and_point_is_what_a_loop_finds(pupils):
    marks = np.array([[np.nan if m is None else m for m in held] for _, held in pupils], float)
    found = mastery(point_shares(marks, FULL, POINTS), np.array([g for g, _ in pupils]), 4)
    for point, items in enumerate(((0, 1), (1, 2))):
        for group in range(4):
            own = [s for g, m in pupils if g == group and (s := share_of(m, items)) is not None]
            assert found.n[group, point] == len(own)
            if own:
                assert found.rate[group, point] == pytest.approx(fmean(own))
            if len(own) > 1:
                spread = math.sqrt(sum((v - fmean(own)) ** 2 for v in own) / (len(own) - 1) / len(own))
                assert found.se[group, point] == pytest.approx(spread, abs=1e-9)
                assert found.low[group, point] == pytest.approx(max(fmean(own) - Z95 * spread, 0), abs=1e-9)


def test_groups_that_differ_by_chance_alone_shrink_to_all():
    shares = np.array([[0.0], [1.0]] * 10)
    found = mastery(shares, np.repeat(np.arange(5), 4), 5)
    assert found.shrunken.ravel().tolist() == [0.5] * 5


def test_a_large_group_keeps_more_of_its_distance_than_a_small_one():
    rng = np.random.default_rng(3)
    sizes = (200, 200, 200, 5)
    group = np.repeat(np.arange(4), sizes)
    shares = rng.normal(np.array([0.3, 0.5, 0.7, 0.7])[group], 0.15)[:, None]
    found = mastery(shares, group, 4)
    joint = shares.mean()
    kept = (found.shrunken - joint) / (found.rate - joint)
    assert 0.95 < kept[2, 0] < 1
    assert 0 < kept[3, 0] < kept[2, 0]
