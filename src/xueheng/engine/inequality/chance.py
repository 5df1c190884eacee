"""随机流: one generator for each purpose of a public seed, the same on every machine."""

from __future__ import annotations

import hashlib

import numpy as np


def generator(seed: str, purpose: str) -> np.random.Generator:
    """The stream of that seed and purpose."""
    key = hashlib.sha256(f"{seed}\n{purpose}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(key, "big")))
