"""排序依据的说法: the parts of a key, and what would have been enough, in the words of a family."""

from __future__ import annotations

import re
from typing import Any

from xueheng.standards.words import Words, catalogue, plain

SHORT = 12  # letters of a ticket that are shown: no two of a draw begin alike so far
NEVER_SHOWN = "rank"  # a place in a school's own order of priority would be a rank of a pupil
NUMBERED = re.compile(r"(score|grade)_(\d+)")
ENOUGH = re.compile(r"(.+?)(>=|<=|>|<)(.*)", re.DOTALL)
SIGNS = {">": "above", ">=": "from", "<": "below", "<=": "to"}


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on admission."""
    return catalogue("xueheng.reports.runs.admission")[code].fill(**values)


def part(name: str) -> Words:
    """What a part of a key is called; a column of the bureau's own keeps its name."""
    code = f"part.{name}"
    if code in catalogue("xueheng.reports.runs.admission"):
        return said(code)
    found = NUMBERED.fullmatch(name)
    return said(f"part.{found[1]}_n", n=found[2]) if found else plain(name)


def parts(key: str | None) -> dict[str, str]:
    """The parts of a key by name."""
    pairs = (one.partition("=") for one in (key or "").split("; ") if one)
    return {name: value for name, _, value in pairs}


def value(name: str, text: str) -> str:
    """A value as it is shown: of a ticket the beginning."""
    return f"{text[:SHORT]}…" if name == "ticket" and len(text) > SHORT else text


def key(text: str | None) -> Words | None:
    """A whole key in words, without a place in an order of priority; nothing for nobody."""
    shown = [(part(name), value(name, held)) for name, held in parts(text).items() if name != NEVER_SHOWN]
    if not shown:
        return None
    return Words("，".join(f"{n.zh} {v}" for n, v in shown), ", ".join(f"{n.en} = {v}" for n, v in shown))


def enough(text: str | None) -> Words | None:
    """What would have been enough, as a condition in words."""
    found = ENOUGH.fullmatch(text or "")
    if found is None:
        return None
    name, sign, held = found.groups()
    return said(f"enough.{SIGNS[sign]}", part=part(name), value=value(name, held))
