"""SplitMix64: numbers that follow from a seed and a purpose, the same on every machine."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.kernels import kernel

Stream = NDArray[np.uint64]
GOLDEN, FIRST, SECOND = (
    np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB),
)  # fmt: skip
BY_30, BY_27, BY_31, HALF = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)


def stream(seed: str, purpose: str) -> Stream:
    """随机流: its state is the first eight bytes of SHA-256 over seed and purpose."""
    digest = hashlib.sha256(f"{seed}\n{purpose}\n".encode()).digest()
    return np.array([int.from_bytes(digest[:8], "big")], np.uint64)


@kernel
def drawn(state: Stream, below: int) -> int:
    """The next number from 0 to `below` less one; the stream moves on."""
    state[0] += GOLDEN
    word = state[0]
    word = (word ^ (word >> BY_30)) * FIRST
    word = (word ^ (word >> BY_27)) * SECOND
    word ^= word >> BY_31
    return int(((word >> HALF) * np.uint64(below)) >> HALF)


@kernel
def shuffled(state: Stream, count: int) -> NDArray[np.int64]:
    """The numbers from 0 to `count` less one in drawn order."""
    order = np.arange(count)
    for at in range(count - 1, 0, -1):
        other = drawn(state, at + 1)
        order[at], order[other] = order[other], order[at]
    return order
