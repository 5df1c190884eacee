"""How often a name was tried from an address: each wrong try waits a little longer, there and only there.

A count belongs to the name and the address together, so nobody can shut another out from elsewhere, and a
school behind one address is not held up by one pupil's mistakes. Counts live in this process.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.locmem import LocMemCache

FREE = 4  # wrong tries that cost nothing: forgotten capitals, old passwords
LONGEST = 60  # seconds
FORGOTTEN = 15 * 60  # seconds after the last wrong try
_COUNTS = LocMemCache("sign_in_attempts", {"timeout": FORGOTTEN, "OPTIONS": {"MAX_ENTRIES": 50_000}})


def wait(name: str, address: str, *, now: datetime) -> int:
    """Seconds until the name may be tried again from the address."""
    held: tuple[int, datetime] | None = _COUNTS.get(_key(name, address))
    return 0 if held is None else max(0, round((held[1] - now).total_seconds()))


def failed(name: str, address: str, *, now: datetime) -> None:
    """One more wrong try is counted."""
    key = _key(name, address)
    held: Any = _COUNTS.get(key)
    count = 1 + (held[0] if held else 0)
    pause = min(LONGEST, 2 ** (count - FREE)) if count > FREE else 0
    _COUNTS.set(key, (count, now + timedelta(seconds=pause)))


def forget(name: str, address: str) -> None:
    """The right person came: nothing is held against the name."""
    _COUNTS.delete(_key(name, address))


def _key(name: str, address: str) -> str:
    told = f"{name.strip().casefold()}\n{address}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
