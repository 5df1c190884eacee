"""排序依据的说法: the parts of a key and of what is needed, in the words of a parent."""

from __future__ import annotations

import re
from typing import Any

from xueheng.standards.words import Words, catalogue, plain

NEEDED = re.compile(r"(.+?)(>=|<=|>|<)(.*)")
SIGNS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
NUMBERED = re.compile(r"(score|grade)[_](\d+)")


def said(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def parts(key: str | None) -> dict[str, str]:
    """The parts of a key as it stands in the reasons: `score_1=601; ticket=0a3f`."""
    pairs = (one.partition("=") for one in (key or "").split("; ") if "=" in one)
    return {name: value for name, _, value in pairs}


def part(name: str) -> Words:
    """What a part of a key is called; a rule of the bureau's own as it is written."""
    if found := NUMBERED.fullmatch(name):
        return said(f"part.{found[1]}", n=found[2])
    code = f"part.{name}"
    return said(code) if code in catalogue(__package__) else plain(name)


def first_part(key: str | None) -> Words:
    """The part of a key that is compared first, with its name; a value without a name as it is."""
    held = parts(key)
    if not held:
        return truth(key or "")
    name = next(iter(held))
    return said("named", what=part(name), value=held[name])


def needed(text: str | None) -> Words:
    """What would have been enough: `score_1>=520`, or a value that is asked for."""
    found = NEEDED.fullmatch(text or "")
    if found is None:
        return truth(text or "")
    return said(SIGNS[found[2]], what=part(found[1]), value=found[3])


def truth(text: str) -> Words:
    """Yes and no in words, nothing as a dash, anything else as it is."""
    code = {"true": "yes", "false": "no", "": "nothing"}.get(text.lower())
    return said(code) if code else plain(text)
