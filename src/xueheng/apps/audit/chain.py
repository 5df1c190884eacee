"""The chain: what the hash of an entry covers, and where a chain does not hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from xueheng.apps.audit.models import Entry
from xueheng.standards.words import Words

START = "0" * 64
FIELDS = ("sequence", "at", "actor", "action", "subject_kind", "subject_id", "org", "details", "previous")
ALTERED = Words(
    "第 {n} 条留痕的内容与它的校验值不符：有人改过它。", "Entry {n} does not match its hash: it was altered."
)
MISSING = Words("第 {n} 条留痕不见了，或者次序被改过。", "Entry {n} is missing, or the order was changed.")
UNCHAINED = Words("第 {n} 条留痕与前一条接不上。", "Entry {n} does not follow from the one before.")
REWRITTEN = Words(
    "第 {n} 条留痕与留存的凭据不同：历史被改写过，或者恢复的是旧的备份。",
    "Entry {n} differs from the receipt that was kept: history was rewritten, or an old copy was restored.",
)


@dataclass(frozen=True)
class Head:
    """链头: the last entry; who keeps it can prove later that nothing before it was changed."""

    sequence: int
    hash: str
    at: datetime | None


@dataclass(frozen=True)
class Break:
    """断点: the entry at which the chain does not hold, and why."""

    sequence: int
    why: Words


def digest(entry: Entry) -> str:
    """The SHA-256 over every field of an entry and the hash before it."""
    held = {name: getattr(entry, name) for name in FIELDS}
    held["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def broken(entries: Iterable[Entry]) -> Iterator[Break]:
    """Every place of a chain, given in order, at which it does not hold."""
    due, previous = 1, START
    for entry in entries:
        if entry.sequence != due:
            yield Break(due, MISSING.fill(n=due))
        elif entry.previous != previous:
            yield Break(entry.sequence, UNCHAINED.fill(n=entry.sequence))
        if entry.hash != digest(entry):
            yield Break(entry.sequence, ALTERED.fill(n=entry.sequence))
        due, previous = entry.sequence + 1, entry.hash
