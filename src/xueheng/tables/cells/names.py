"""姓名: names as the law writes them, each letter of every plane kept."""

from __future__ import annotations

import re

from xueheng.tables.cells.letters import (
    BULLETS,
    GLYPH_CHOICE,
    HAN,
    ONE_FORM,
    OTHER,
    STOPS,
    WITHIN,
    are_words,
    composed,
    have_stand_in,
)
from xueheng.tables.cells.reading import DASHES, Reading, noticed, refused, visible

LONGEST = 50
PLAIN = re.compile("[\u4e00-\u9fff]{1,5}")
HAN_LETTER = f"[{HAN}{GLYPH_CHOICE}]"
HAN_BEFORE, HAN_AFTER = f"(?<={HAN_LETTER})", f"(?=[{HAN}])"
LETTER_BEFORE, LETTER_AFTER = f"(?<=[{HAN}{GLYPH_CHOICE}{OTHER}])", f"(?=[{HAN}{OTHER}])"
TEXT_MARK = re.compile(f"^['’‘`]+(?=[{HAN}])")
APOSTROPHE = re.compile(f"(?<=[{OTHER}])[’‘`´ʼ](?=[{OTHER}])")
BLANKS = re.compile(" +")
BLANK_OF_DOT = re.compile(f" *([{BULLETS}]) *|{HAN_BEFORE} *([{STOPS}]) *{HAN_AFTER}")
BLANK_OF_HAN = re.compile(f"{HAN_BEFORE} {HAN_AFTER}")
DOT = re.compile(f"{LETTER_BEFORE}[{BULLETS}]{{1,2}}{LETTER_AFTER}|{HAN_BEFORE}[{STOPS}]{{1,2}}{HAN_AFTER}")
TWO_PARTS = re.compile(f"(?=.{{7,}}){HAN_LETTER}{{2,}} {HAN_LETTER}{{2,}}")
FORMULA_SIGNS = ("=", "@", "\t", "\r", "＝", "＠")
SIGNED = re.compile(r"[+\-＋－][\s+\-＋－]*")
NUMBER_OR_PHONE = re.compile(r"[+-](\d[\d,]*(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?|\+\d[\d\s()-]*", re.ASCII)


def read_name(text: str) -> Reading:
    """姓名: without blanks between Han characters, with the one right dot; no other letter is changed."""
    if PLAIN.fullmatch(text):
        return Reading(text)
    plain = _plain(text)
    spaced = BLANKS.sub(" ", plain).strip()
    joined = BLANK_OF_HAN.sub("", BLANK_OF_DOT.sub(r"\1\2", spaced))
    name = DOT.sub("·", joined)
    if not name:
        return Reading()
    if problem := _problem(name):
        return refused(problem)
    if TWO_PARTS.fullmatch(spaced):
        return Reading(spaced, "NAME_PARTS", "warning")
    steps = (("NAME_DOT", joined, name), ("NAME_SPACE", plain, joined), ("NORMALISED", text, plain))
    changed = next((code for code, before, after in steps if before != after), None)
    return noticed(name, changed, repair=name) if changed else Reading(name)


def is_formula_like(text: str) -> bool:
    """True when a spreadsheet might take the text for a formula."""
    if text.lstrip(" \u3000\xa0\n").startswith(FORMULA_SIGNS):
        return True
    plain = text.strip()
    if not SIGNED.match(plain) or SIGNED.fullmatch(plain):
        return False
    return not NUMBER_OR_PHONE.fullmatch(plain.translate({0xFF0B: "+", 0xFF0D: "-"}))


def _plain(text: str) -> str:
    """The text in composed half-width letters, without what nobody sees and without Excel's text mark."""
    seen = visible(text, keeping=WITHIN).translate(ONE_FORM).translate(DASHES)
    return APOSTROPHE.sub("'", TEXT_MARK.sub("", composed(seen)))


def _problem(name: str) -> str | None:
    if not are_words(name):
        return "NAME_STANDIN" if have_stand_in(name) else "NAME_CHARS"
    return "NAME_LONG" if len(name) > LONGEST else None
