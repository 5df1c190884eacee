"""Values to text: half up by declared digits, thin-spaced thousands, a dash for what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType

from xueheng.reports.blocks import Meanings, Number, Tone
from xueheng.standards.words import Lang, Words, catalogue

MISSING = "—"
THIN_SPACE = "\u2009"
MINUS = "−"
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHAPES: Mapping[Tone, str] = MappingProxyType(
    {"good": "●", "near": "◇", "bad": "▼", "quiet": "○", "plain": ""}
)


def said(code: str, lang: Lang, /, **values: object) -> str:
    """The renderer's own words, by code."""
    return catalogue("xueheng.reports")[code].say(lang, **values)


def meaning(tone: Tone, lang: Lang, *, given: Meanings = ()) -> str:
    """What a tone means: the words given with the block, else the general ones."""
    words = dict(given).get(tone)
    return words.say(lang) if words else said(f"tone_{tone}", lang)


def toned(tones: tuple[Tone, ...], length: int) -> tuple[Tone, ...]:
    """The tones given, else as many plain ones."""
    plain: Tone = "plain"
    return tones or (plain,) * length


def is_number(value: object) -> bool:
    """True for what is counted or measured; true and false are neither."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def cell(value: object, lang: Lang, *, digits: int | None = None, percent: bool = False) -> str:
    """One value as a reader sees it; None and what is not finite are missing."""
    if isinstance(value, Words):
        return value.say(lang)
    if isinstance(value, bool):
        return said("yes" if value else "no", lang)
    if isinstance(value, int | float | Decimal):
        return number(value, digits=digits, percent=percent)
    if isinstance(value, date):
        return dated(value).say(lang)
    return MISSING if value is None else str(value)


def number(value: int | float | Decimal, *, digits: int | None = None, percent: bool = False) -> str:
    """A number with its declared digits; without them as it is, ungrouped like a year or a code."""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return MISSING
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if percent:
        exact = EXACT.multiply(exact, Decimal(100))
    text = _as_it_is(exact) if digits is None else _rounded(exact, digits)
    return text.replace("-", MINUS) + ("%" if percent else "")


def headline(figure: Number, lang: Lang) -> str:
    """The value of a headline figure; a count stays whole whatever the digits."""
    whole = isinstance(figure.value, int) and not figure.percent
    return cell(figure.value, lang, digits=0 if whole else figure.digits, percent=figure.percent)


def dated(on: date) -> Words:
    """A day as each language writes it."""
    return Words(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {MONTHS[on.month - 1]} {on.year}")


def _as_it_is(exact: Decimal) -> str:
    return format(EXACT.normalize(exact), "f")


def _rounded(exact: Decimal, digits: int) -> str:
    rounded = exact.quantize(Decimal(1).scaleb(-digits), context=EXACT)
    return format(abs(rounded) if rounded.is_zero() else rounded, ",f").replace(",", THIN_SPACE)
