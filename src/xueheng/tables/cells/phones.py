"""联系电话: mobile numbers, landlines, service numbers and numbers abroad; several in one cell."""

from __future__ import annotations

import re

from xueheng.tables.cells.reading import Reading, half_width_line, normalised

APART = re.compile(r"[、/;,|\\]|和|或")
LONGEST = 200  # characters of a cell that may still be a list of numbers
WHOLE_FLOAT = re.compile(r"\.0+$")
MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})", re.ASCII)
ABROAD = re.compile(r"(?:\+|00)(?!86)([1-9]\d{6,14})", re.ASCII)
EXTENSION = r"(?:(?:-|转|ext\.?|x|#)(\d{1,5}))?"
LANDLINE = re.compile(
    rf"(?:(?:\+|00)86-?\(?0?|\(?0)(10|2\d|[3-9]\d\d)(\)?-?)([2-9]\d{{2,3}})-?(\d{{4}}){EXTENSION}",
    re.ASCII | re.IGNORECASE,
)
LOCAL = re.compile(rf"([2-9]\d{{2,3}})-?(\d{{4}}){EXTENSION}", re.ASCII | re.IGNORECASE)
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}", re.ASCII)


def read_phone(text: str) -> Reading:
    """联系电话: the numbers, each in one form; what is no telephone number is kept and warned of."""
    plain = half_width_line(text)
    if not plain:
        return Reading()
    pieces = [p.strip() for p in APART.split(plain)] if len(plain) <= LONGEST else [plain]
    numbers = [_numbers(piece) for piece in pieces if piece]
    if not numbers or not all(numbers):
        return Reading(plain, "PHONE", "warning")
    return normalised("、".join(n for listed in numbers for n in listed), text)


def _numbers(piece: str) -> list[str]:
    """The numbers of one piece, blank apart if need be; none when any part is no number."""
    whole = _number(piece)
    if whole:
        return [whole]
    parts = [_number(part) for part in piece.split()]
    return parts if all(parts) else []


def _number(text: str) -> str:
    compact = WHOLE_FLOAT.sub("", "".join(text.split()))
    digits = re.sub(r"[-.()]", "", compact)
    if mobile := MOBILE.fullmatch(digits):
        return mobile[1]
    if abroad := ABROAD.fullmatch(digits):
        return f"+{abroad[1]}"
    if SERVICE.fullmatch(compact):
        return compact
    return _landline(compact)


def _landline(compact: str) -> str:
    if found := LANDLINE.fullmatch(compact):
        area, mark, head, tail, extension = found.groups()
        return f"0{area}{'-' if mark else ''}{head}{tail}" + (f"-{extension}" if extension else "")
    if found := LOCAL.fullmatch(compact):
        head, tail, extension = found.groups()
        return f"{head}{tail}" + (f"-{extension}" if extension else "")
    return ""
