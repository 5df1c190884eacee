"""The programme against every plan of tiny counties, tried one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.rotation.pairing import Ties, matched
from xueheng.engine.rotation.problem import Moves, Problem, Quotas
from xueheng.engine.rotation.solve import Weights, least_lacking, lexicographic, weighted

WEIGHTS = Weights(10.0, 10.0, 1.0, 5.0)
SCHOOLS, SUBJECTS = 3, 2


def county(seed, people=6, **changed):
    rng = np.random.default_rng(seed)
    school = np.arange(people) % SCHOOLS
    subject = rng.integers(0, SUBJECTS, people)
    pairs = np.array([(i, s) for i in range(people) for s in range(SCHOOLS) if s != school[i]])
    staff = np.bincount(school, minlength=SCHOOLS)
    found = Problem(
        school=school,
        subject=subject,
        backbone=rng.random(people) < 0.4,
        senior=rng.random(people) < 0.4,
        head=np.zeros(people, bool),
        staff=staff,
        low=staff,
        high=staff,
        leave=np.full(SCHOOLS, 2),
        small=rng.random(SCHOOLS) < 0.5,
        keeps_senior=True,
        heads_swap=True,
        need=rng.integers(0, 3, (SCHOOLS, SUBJECTS)),
        target=rng.integers(0, 3, SCHOOLS),
        moves=Moves(
            pairs[:, 0],
            pairs[:, 1],
            subject[pairs[:, 0]],
            rng.uniform(1, 20, len(pairs)),
            rng.integers(0, 3, len(pairs)),
        ),
        couples=(),
        must=(),
        uncounted=(),
        quotas=Quotas(2, people, backbone_share=Fraction(1, 5)),
    )
    return replace(found, **changed)


def is_kept(p, where):
    """True when the plan, a school for each teacher, keeps every hard rule, written down once more."""
    gone = [i for i, s in enumerate(where) if s != p.school[i]]
    staff = np.bincount(where, minlength=SCHOOLS)
    if (staff < p.low).any() or (staff > p.high).any():
        return False
    for s, k in product(range(SCHOOLS), range(SUBJECTS)):
        of = [i for i in range(len(where)) if p.subject[i] == k and p.school[i] == s]
        leaves = [i for i in of if i in gone]
        after = sum(where[i] == s for i in range(len(where)) if p.subject[i] == k)
        if p.small[s] and of and (len(leaves) > 1 or not after):
            return False
        seniors = [i for i in of if p.senior[i]]
        if p.keeps_senior and seniors and all(i in gone for i in seniors):
            return False
    left = np.bincount([p.school[i] for i in gone], minlength=SCHOOLS)
    together = all(len({(i in gone, i in gone and where[i]) for i in c}) == 1 for c in p.couples)
    return together and bool((left <= p.leave).all()) and len(gone) <= p.quotas.most


def lack(p, where):
    gone = [i for i, s in enumerate(where) if s != p.school[i]]
    short = max(p.quotas.least - len(gone), 0)
    backbone = sum(bool(p.backbone[i]) for i in gone)
    return short + max(-(-(len(gone) - 5 * backbone) // 5), 0)


def points(p, where):
    have = np.zeros((SCHOOLS, SUBJECTS), int)
    np.add.at(have, (np.array(where), p.subject), 1)
    backbone = np.bincount(np.array(where)[p.backbone], minlength=SCHOOLS)
    total = 10 * np.maximum(p.need - have, 0).sum() + 10 * np.maximum(p.target - backbone, 0).sum()
    m = p.moves
    chosen = [j for j in range(len(m.teacher)) if where[m.teacher[j]] == m.to[j]]
    return float(total + sum(np.rint(m.km[j] / 5) + m.rank[j] for j in chosen))


def best_by_hand(p):
    plans = [w for w in product(range(SCHOOLS), repeat=len(p.school)) if is_kept(p, w)]
    return min((lack(p, w), points(p, w)) for w in plans)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_plan_is_the_best_of_all_plans(seed):
    problem = county(seed)
    found = weighted(problem, WEIGHTS, seconds=30)
    assert (sum(found.lacking.values()), found.levels[-1].value) == best_by_hand(problem)
    assert found.proven
    assert found.levels[-1].bound <= found.levels[-1].value


@pytest.mark.parametrize("seed", range(4))
def test_couples_go_together_or_stay(seed):
    problem = county(seed, couples=((0, 3),), small=np.zeros(SCHOOLS, bool))
    found = weighted(problem, WEIGHTS, seconds=30)
    to = {int(problem.moves.teacher[j]): int(problem.moves.to[j]) for j in found.chosen}
    assert to.get(0) == to.get(3)
    assert (sum(found.lacking.values()), found.levels[-1].value) == best_by_hand(problem)


@pytest.mark.parametrize("seed", range(3))
def test_levels_come_in_order_and_each_is_proven(seed):
    problem = county(seed, small=np.zeros(SCHOOLS, bool))
    found = lexicographic(problem, seconds=30)
    names = [level.name for level in found.levels if level.name != "quotas"]
    assert names == ["short", "worst", "spread", "wishes", "km"]
    assert found.proven
    one = weighted(problem, Weights(1000.0, 0.0, 0.0, 1e9), seconds=30)
    short = next(level for level in found.levels if level.name == "short")
    assert short.value == one.levels[-1].value / 1000


def test_a_quota_that_cannot_be_kept_gives_way_by_as_little_as_it_must():
    problem = county(1, leave=np.zeros(SCHOOLS, int))
    found = least_lacking(problem, seconds=30)
    assert found.lacking == {"moves": 2, "backbone": 0, "must": 0}


def test_the_head_of_a_school_only_changes_places_with_another():
    head = np.array([True, True, False, False, False, False])
    alone = county(2, head=head & (np.arange(6) == 0), must=(0,), senior=np.zeros(6, bool))
    two = county(2, head=head, must=(0, 1), senior=np.zeros(6, bool), small=np.zeros(SCHOOLS, bool))
    assert weighted(alone, WEIGHTS, seconds=30).lacking["must"] == 1
    assert weighted(two, WEIGHTS, seconds=30).lacking["must"] == 0


@given(st.integers(0, 10_000), st.integers(1, 2))
@settings(max_examples=20, deadline=None)
def test_pairs_are_as_many_and_fit_as_well_as_any(seed, most):
    rng = np.random.default_rng(seed)
    ties = [(s, 3 + w) for s in range(3) for w in range(4) if rng.random() < 0.6]
    at = np.array(ties, int).reshape(-1, 2).T
    held = Ties(at[0], at[1], rng.integers(0, 4, len(ties)), rng.uniform(1, 9, len(ties)))
    chosen, _ = matched(held, most=most, seconds=30)
    every = [
        np.array(c, bool)
        for c in product((0, 1), repeat=len(ties))
        if np.bincount(at[1][np.array(c, bool)], minlength=7).max(initial=0) <= 1
        and np.bincount(at[0][np.array(c, bool)], minlength=3).max(initial=0) <= most
    ]
    assert (len(chosen), held.fit[chosen].sum()) == max((c.sum(), held.fit[c].sum()) for c in every)
