"""序号: what place a word stands for: 第一志愿, 志愿2, 一, A."""

from __future__ import annotations

import re

from xueheng.tables.cells.reading import half_width_word

WORDS = re.compile(r"平行|顺序|志愿|第|顺位|选择|个|号|[()]|[.、:]$")
DIGITS = re.compile(r"\d{1,3}", re.ASCII)
LETTERS = "ABCDEFGH"  # parallel choices are lettered
NUMERALS = "一二三四五六七八九"
TENS = re.compile(f"([{NUMERALS}]?)(十?)([{NUMERALS}]?)")


def ordinal_of(text: str) -> int | None:
    """序号 that a text stands for; None when it is no word for one."""
    bare = WORDS.sub("", half_width_word(text))
    if DIGITS.fullmatch(bare):
        return int(bare)
    if bare in (*LETTERS, *LETTERS.lower()):
        return LETTERS.index(bare.upper()) + 1
    found = TENS.fullmatch(bare)
    if not found or not bare or (found[1] and found[3] and not found[2]):
        return None
    tens = NUMERALS.find(found[1]) + 1 if found[1] else 1
    ones = NUMERALS.find(found[3]) + 1 if found[3] else 0
    return tens * 10 + ones if found[2] else tens if found[1] else ones
