"""证件号与编号: identity numbers, candidate numbers and school codes as they stand in a cell."""

from __future__ import annotations

import re
import string

from xueheng.tables.cells.reading import Reading, half_width_word, normalised, refused

SCIENTIFIC = re.compile(r"\d\.\d+E\+?\d{1,3}|\dE\+\d{1,3}", re.ASCII | re.IGNORECASE)
WHOLE_FLOAT = re.compile(r"(\d{4,})\.0+", re.ASCII)
CROSS_FOR_X = re.compile(r"(\d{17})[×✕✖╳ХхΧχ]", re.ASCII)
EXACT_DIGITS = 15  # what a number cell keeps
UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def read_identity(text: str) -> Reading:
    """证件号: half width, without blanks, in upper case; its digits are left to the rules."""
    plain = CROSS_FOR_X.sub(r"\1X", half_width_word(text))
    return _exact(plain.translate(UPPER), text)


def read_id(text: str) -> Reading:
    """编号: half width and without blanks; letters, digits and hyphens stay as they are."""
    return _exact(half_width_word(text), text)


def _exact(plain: str, text: str) -> Reading:
    whole = WHOLE_FLOAT.fullmatch(plain)
    if SCIENTIFIC.fullmatch(plain) or (whole and len(whole[1]) > EXACT_DIGITS):
        return refused("ID_PRECISION_LOST")
    return normalised(whole[1] if whole else plain, text)
