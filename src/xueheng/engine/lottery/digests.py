"""散列: SHA-256 and SM3 of lines of text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Literal

from xueheng.engine.lottery.sm3 import sm3

Algorithm = Literal["sha256", "sm3"]
Digest = Callable[[bytes], str]


def digest_of(algorithm: Algorithm) -> Digest:
    """The function from bytes to lower-case hex."""
    if algorithm == "sm3" and "sm3" not in hashlib.algorithms_available:
        return sm3
    return lambda data: hashlib.new(algorithm, data).hexdigest()


def of_lines(digest: Digest, lines: Iterable[str]) -> str:
    """The digest of lines, each ended by LF, in UTF-8."""
    return digest("".join(f"{line}\n" for line in lines).encode())
