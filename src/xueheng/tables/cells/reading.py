"""What one cell of text means: a value, a problem, or both, and the repair."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from xueheng.tables.issues import Severity

FORCED_TEXT = re.compile(r'="([^"]*)"')  # how exporters make Excel keep digits as text in a csv
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | set(map(chr, range(0xFE03, 0xFE10)))
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))


@dataclass(frozen=True)
class Reading:
    """What was read; a blank cell has neither value nor problem."""

    value: Any = None
    problem: str | None = None
    severity: Severity | None = None
    repair: str | None = None


def refused(problem: str, *, repair: str | None = None) -> Reading:
    """A text that cannot be taken as it stands; the repair is offered, not used."""
    return Reading(None, problem, "error", repair)


def noticed(value: Any, problem: str, *, repair: str) -> Reading:
    """A text that was read, but not as it is written."""
    return Reading(value, problem, "notice", repair)


def normalised(value: str, text: str) -> Reading:
    """The value in silence when the cell says just that, else with a notice; blank is no value."""
    if not value:
        return Reading()
    return Reading(value) if value == text else noticed(value, "NORMALISED", repair=value)


def visible(text: str, *, keeping: str = "") -> str:
    """The text without control characters and other marks that nobody sees; breaks become blanks."""
    if text.isascii() and text.isprintable():
        return text
    spaced = "".join(" " if c.isspace() else c for c in text)
    return "".join(c for c in spaced if c in keeping or not _is_unseen(c))


def half_width_line(text: str) -> str:
    """One line of half-width text with plain dashes, without what makes Excel keep it as text."""
    if text.isascii() and text.isalnum():
        return text
    plain = unicodedata.normalize("NFKC", visible(text)).translate(DASHES).strip()
    forced = FORCED_TEXT.fullmatch(plain)
    return (forced[1] if forced else plain.lstrip("'’‘`")).strip()


def half_width_word(text: str) -> str:
    """Half-width text without any blank, such as numbers have it."""
    plain = "".join(half_width_line(text).split())
    return plain if plain == text else half_width_word(plain)


def _is_unseen(character: str) -> bool:
    return character in UNSEEN or unicodedata.category(character) in ("Cc", "Cf")
