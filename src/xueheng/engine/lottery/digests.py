"""散列: SHA-256 and SM3 of lines of text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal

from xueheng.engine.lottery.sm3 import sm3

Algorithm = Literal["sha256", "sm3"]
Digest = Callable[[bytes], str]


def digest_of(algorithm: Algorithm) -> Digest:
    """The function from bytes to lower-case hex."""
    if algorithm == "sha256":
        return lambda data: hashlib.sha256(data).hexdigest()
    return _sm3_of_machine() or sm3


@cache
def _sm3_of_machine() -> Digest | None:
    """That of OpenSSL where it can be used: some list it and refuse it."""
    try:
        hashlib.new("sm3", b"")
    except ValueError:
        return None
    return lambda data: hashlib.new("sm3", data).hexdigest()


def of_lines(digest: Digest, lines: Iterable[str]) -> str:
    """The digest of lines, each ended by LF, in UTF-8."""
    return digest("".join(f"{line}\n" for line in lines).encode())
