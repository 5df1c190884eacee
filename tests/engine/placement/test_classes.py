"""Classes keep every rule, are the same again, and are never less alike than the S-shape."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.placement.worlds import breaches, worlds

from xueheng.engine.placement.classes import placed
from xueheng.engine.placement.late import joined_balanced, joined_smallest
from xueheng.engine.placement.measures import Category, Column, features, spread_of_counts, standardised
from xueheng.engine.placement.rules import FREE, Conflict, Rules
from xueheng.engine.placement.s_shape import s_shape
from xueheng.engine.placement.stream import drawn, stream
from xueheng.engine.placement.teams import teamed


def free(pupils, classes):
    return Rules(classes, (), (), np.full(pupils, FREE), np.zeros(pupils, np.int64))


def classes_of(world):
    """The classes, or nothing where the rules contradict each other."""
    try:
        return placed(world.features, world.rules, seed="s")
    except Conflict:
        return None


@settings(max_examples=40)
@given(worlds())
def test_classes_keep_every_rule(world):
    class_of = classes_of(world)
    assert class_of is None or breaches(class_of, world.rules) == []


@settings(max_examples=16)
@given(worlds(most=7))
def test_a_conflict_is_told_exactly_where_no_classes_keep_the_rules(world):
    every = product(range(world.rules.classes), repeat=len(world.rules.fixed))
    is_possible = any(breaches(np.array(one), world.rules) == [] for one in every)
    assert (classes_of(world) is not None) == is_possible


def test_a_contradiction_is_told_by_the_rules_without_any_of_which_it_is_gone():
    fixed = np.full(30, FREE)
    fixed[:2], fixed[20] = (0, 1), 2
    rules = Rules(3, ((0, 1), (7, 8)), ((3, 4), (9, 10)), fixed, np.zeros(30, np.int64))
    with pytest.raises(Conflict) as told:
        placed(features([], [], pupils=30), rules, seed="s")
    assert sorted((r.kind, r.pupils) for r in told.value.rules) == [
        ("fixed", (0,)), ("fixed", (1,)), ("together", (0, 1)),
    ]  # fmt: skip


@settings(max_examples=20)
@given(worlds())
def test_the_same_seed_gives_the_same_classes(world):
    assert np.array_equal(classes_of(world), classes_of(world))


def test_the_stream_is_that_of_the_published_generator():
    state = np.array([1234567], np.uint64)  # first outputs of SplitMix64 from 1234567, their upper halves
    expected = [6457827717110365317 >> 32, 3203168211198807973 >> 32, 9817491932198370423 >> 32]
    assert [drawn(state, 1 << 32) for _ in range(3)] == expected


@pytest.mark.parametrize("seed", range(3))
def test_600_pupils_in_12_classes_meet_the_targets_and_beat_the_s_shape(seed):
    rng = np.random.default_rng(seed)
    values = [rng.normal(500, 80, 600), rng.normal(60, 15, 600), rng.normal(50, 9, 600)]
    columns = [Column(tuple((10 * v).astype(int).tolist())) for v in values]
    levels = [rng.integers(0, 2, 600), rng.integers(0, 4, 600)]
    goals = features(columns, [Category(level) for level in levels], pupils=600)
    class_of = placed(goals, free(600, 12), seed=str(seed))
    snake = s_shape(sum(standardised(c.values) for c in columns), 12)
    assert [spread_of_counts(level, class_of, 12) for level in levels] <= [1, 1]
    for value in values:
        means, deviations = _spread(value, class_of)
        assert max(means, deviations) <= 0.01
        assert (means, deviations) <= tuple(s + 0.01 for s in _spread(value, snake))


def _spread(value, class_of):
    held = [value[class_of == k] for k in range(12)]
    return tuple(np.ptp([f(h) for h in held]) / value.std() for f in (np.mean, np.std))


def test_z_is_rounded_half_up_and_a_column_of_one_value_says_nothing():
    assert standardised([1, 3]).tolist() == [-1024, 1024]
    assert standardised([7, 7, 7]).tolist() == [0, 0, 0]


def test_the_s_shape_goes_there_and_back_again():
    assert s_shape(np.arange(7)[::-1], 3).tolist() == [0, 1, 2, 2, 1, 0, 0]


@pytest.mark.parametrize("join", [joined_smallest, joined_balanced])
def test_late_comers_fill_the_smallest_classes_and_nobody_else_moves(join):
    held = np.array([0, 0, 0, 1, 2, 2, FREE, FREE, FREE])
    goals = features([Column(tuple(range(9)))], [], pupils=9)
    found = join(goals, free(9, 3), held=held, state=stream("s", "late"))
    assert found[:6].tolist() == [0, 0, 0, 1, 2, 2]
    assert np.bincount(found).tolist() == [3, 3, 3]


def test_each_team_has_one_teacher_of_each_subject():
    subject = np.repeat([0, 1, 2], 6)
    goals = features([Column(tuple(range(18)))], [], pupils=18)
    team = teamed(goals, subject, teams=6, seed="s")
    assert sorted(zip(subject, team, strict=True)) == list(product(range(3), range(6)))
