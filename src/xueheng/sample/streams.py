"""Randomness of the example county: every draw from a stream named by seed, purpose and counter."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

GRAIN = 2.0**-20  # normal values are kept on this grid: sums of few of them are exact


def stream(seed: str, *purpose: object, counter: int = 0) -> np.random.Generator:
    """随机流: the same on every machine for the same seed, purpose and counter."""
    text = "/".join((seed, *map(str, purpose), str(counter)))
    digest = hashlib.sha256(text.encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def normal(random: np.random.Generator, n: int) -> NDArray[np.float64]:
    """About normal values of mean 0 and SD 1: sums of twelve uniform ones, exact on every machine."""
    sums = random.integers(0, 2**20, (n, 12)).sum(axis=1)
    return np.asarray(sums * GRAIN - 6.0)
