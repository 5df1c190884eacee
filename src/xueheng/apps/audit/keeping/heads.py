"""已知链头: heads of the audit that somebody has kept; each must still be in the chain."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from xueheng.apps.audit.chain import START
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import receipt

PLACE = Path("keys") / "heads"
RESTORED = "audit.restored"
Knows = Callable[[Path], Iterable[str]]
_KNOWN: list[Knows] = []


def knows_heads(tells: Knows) -> Knows:
    """Register who else keeps heads in a home; upper apps register downward when they load."""
    _KNOWN.append(tells)
    return tells


def note(home: Path) -> None:
    """The head of now is kept in the home, once."""
    path, line = home / PLACE, receipt()
    if line in _lines(path) or not os.access(home / PLACE.parent, os.W_OK):
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def carried(old: Path, new: Path) -> None:
    """What one home had noted is noted in another too."""
    path = new / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    both = dict.fromkeys([*_lines(path), *_lines(old / PLACE)])
    path.write_text("".join(f"{line}\n" for line in both), encoding="utf-8")


def known(home: Path) -> set[str]:
    """The hashes of every head that is known in a home."""
    noted = {str(json.loads(line)["hash"]) for line in _lines(home / PLACE)}
    told = {hash_ for tells in _KNOWN for hash_ in tells(home)}
    return (noted | told) - {START}


def lost(heads: Iterable[str]) -> list[str]:
    """Heads of which the chain knows nothing: it was cut or rewritten, or an old copy was restored."""
    wanted = set(heads)
    held = set(Entry.objects.filter(hash__in=wanted).values_list("hash", flat=True))
    return sorted(wanted - held - set(_given_up()))


def _given_up() -> Iterator[str]:
    """Heads that somebody accepted to lose when an old copy was restored."""
    for entry in Entry.objects.filter(action=RESTORED):
        yield from entry.details.get("lost", [])


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.is_file() else []
