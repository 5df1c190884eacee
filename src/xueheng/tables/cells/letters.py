"""姓名用字: the letters that a name may be written in, and what stands in for one that is missing."""

from __future__ import annotations

import re
import unicodedata

HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U0003347f"
)
GLYPH_CHOICE = "\ufe00-\ufe02\U000e0100-\U000e01ef"  # variation selectors that follow a Han character
LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
MINORITY = (
    "\u0400-\u052f\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"  # Cyrillic, Arabic
    "\u0f00-\u0fff\u1800-\u180d\u180f-\u18af"  # Tibetan, Mongolian
    "\ua000-\ua4ff\u1950-\u19df\u1a20-\u1aaf"  # Yi, Lisu, Dai
    "\u1100-\u11ff\uac00-\ud7ff\U00016f00-\U00016f9f"  # Korean, Miao
)
OTHER = LATIN + MINORITY
WITHIN = "\u180e\u200c\u200d"  # unseen marks that shape Mongolian and Uyghur words
BULLETS = "·•∙⋅●・･‧⸱ꞏ᛫◦⦁˙"
STOPS = ".。｡﹒․"
STAND_INS = frozenset("?*×□▢■〓○◯\u303e\ufffd")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
SIMPLIFIED = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
ONE_FORM = FULL_WIDTH | KANGXI | SIMPLIFIED  # radicals are what text copied out of a PDF holds

_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_LOOSE = re.compile(
    f"(?<![{MINORITY}{WITHIN}])[{WITHIN}]++|[{WITHIN}]++(?![{MINORITY}])|(?<=[{WITHIN}])[{WITHIN}]"
)
_HAN_WORD = f"(?:[{HAN}][{GLYPH_CHOICE}]?)+"
_OTHER_WORD = f"[{OTHER}]+(?:[-'{WITHIN}][{OTHER}]+)*\\.?"
_WORD = f"(?:{_HAN_WORD}|{_OTHER_WORD})"
_WORDS = re.compile(rf"{_WORD}(?:(?:[· ]|(?<=\.)-?){_WORD})*")
_HAN_LETTER = re.compile(f"[{HAN}{GLYPH_CHOICE}]")
_OTHER_LETTER = re.compile(f"[{OTHER}]")


def composed(text: str) -> str:
    """The text with its accents composed; Han characters stay as they are written, names being law."""
    parts = _COMPATIBILITY.split(_LOOSE.sub("", text))
    return "".join(p if _COMPATIBILITY.match(p) else unicodedata.normalize("NFC", p) for p in parts)


def are_words(text: str) -> bool:
    """True when the text is made of words of letters, joined as names are."""
    return bool(_WORDS.fullmatch(text)) and all(map(_is_letter_or_join, text))


def have_stand_in(text: str) -> bool:
    """True when nothing is wrong with the text but signs that stand for letters nobody could type."""
    odd = [c for c in text if not _is_letter_or_join(c)]
    return bool(odd) and all(map(_is_stand_in, odd))


def _is_letter_or_join(character: str) -> bool:
    if _HAN_LETTER.match(character) or character in f"· -'.\u0f0b\u0f0c{WITHIN}":
        return True
    return bool(_OTHER_LETTER.match(character)) and unicodedata.category(character)[0] in "LM"


def _is_stand_in(character: str) -> bool:
    is_description = "\u2e80" <= character <= "\u2fff" or "\u31c0" <= character <= "\u31ef"
    unwritten = unicodedata.category(character) in ("Co", "Cs")
    return character in STAND_INS or is_description or unwritten
