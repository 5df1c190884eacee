"""Nobody is favoured: over many seeds each wins as often as chance has it, alone and in pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import chi2

from xueheng.engine.lottery import xhl1

SEEDS, SEATS = 10_000, 5
IDS = [f"SQ{n:04}" for n in range(20)]


@pytest.fixture(scope="module")
def wins():
    """Who has a seat, by seed and id."""
    found = np.zeros((SEEDS, len(IDS)), dtype=np.int64)
    for at in range(SEEDS):
        drawn = xhl1.tickets(IDS, seed=f"{at}", scope=xhl1.ALL, algorithm="sha256")
        found[at, xhl1.ordered(IDS, drawn)[:SEATS]] = 1
    return found


def test_each_wins_as_often_as_chance_has_it(wins):
    share, n = SEATS / len(IDS), len(IDS)
    # Drawn without replacement: winners are negatively correlated, so the sum is scaled by (n - 1) / n.
    spread = SEEDS * share * (1 - share)
    statistic = ((wins.sum(axis=0) - SEEDS * share) ** 2).sum() / spread * (n - 1) / n
    assert chi2.sf(statistic, n - 1) > 0.001


def test_each_pair_wins_together_as_often_as_chance_has_it(wins):
    together = wins.T @ wins
    share = SEATS * (SEATS - 1) / (len(IDS) * (len(IDS) - 1))
    counts = np.array([together[pair] for pair in combinations(range(len(IDS)), 2)])
    far = np.abs(counts - SEEDS * share) / np.sqrt(SEEDS * share * (1 - share))
    assert far.max() < 4.5
    assert abs(counts.mean() - SEEDS * share) < 1e-9


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_one_more_name_changes_half_of_the_bits_of_every_seed(algorithm):
    def seed(ids, public):
        roll = xhl1.roll_hash(ids, algorithm)
        return int(xhl1.Draw(algorithm, "e", roll, public, ()).seed, 16)

    flips = [(seed(IDS, f"a|{n}|1") ^ seed([*IDS, "X"], f"a|{n}|1")).bit_count() for n in range(400)]
    assert 126 < np.mean(flips) < 130
    assert min(flips) > 85
