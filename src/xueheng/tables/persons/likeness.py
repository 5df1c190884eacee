"""相近: numbers and names that one slip of the hand or one rare character keeps apart."""

from __future__ import annotations

import re

from xueheng.standards.words import comparable

JOINTS = re.compile("[·•.'\ufe00-\ufe0f\U000e0100-\U000e01ef-]")


def is_one_edit(one: str, other: str) -> bool:
    """号码只错一处: true when one character differs, or two neighbours are swapped."""
    if one == other:
        return False
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) != 2:
        return len(wrong) == 1
    i, j = wrong
    return j == i + 1 and one[i] == other[j] and one[j] == other[i]


def is_near_name(one: str, other: str) -> bool:
    """姓名相近: true when names differ but for signs, width and case, or in one character that is rare."""
    if one == other:
        return False
    a, b = (JOINTS.sub("", comparable(name)) for name in (one, other))
    wrong = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or len(wrong) > 1 or not a:
        return False
    return not wrong or (len(a) > 1 and not all(map(_is_common, wrong[0])))


def _is_common(character: str) -> bool:
    """True for a letter or a Han character that every computer of the last forty years could type."""
    if character.isascii():
        return character.isalnum()
    try:
        return character.encode("gb2312") >= b"\xb0"
    except UnicodeEncodeError:
        return False
