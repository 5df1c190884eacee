"""What Word pages and workbooks share: tone colours, text that XML allows, widths, pictures, equal bytes."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xueheng.reports.blocks import Chart, Table, Tone
from xueheng.reports.charts.images import drawing_png
from xueheng.reports.display import MISSING, SHAPES, cell, meaning, said
from xueheng.standards.words import Lang

INKS: Mapping[Tone, str] = MappingProxyType(
    {"good": "2C6E2F", "near": "8A5A00", "bad": "A8371F", "quiet": "55605B", "plain": "1D2421"}
)
FILLS: Mapping[Tone, str] = MappingProxyType(
    {"good": "E6F2E4", "near": "FBF0D9", "bad": "F9E7E1", "quiet": "EFEDE8"}
)
RED = "A8371F"
GREY = "7C8581"
LINE = "C9C3B6"
HEAD_FILL = "E3F0EC"
ORDER: tuple[Tone, ...] = ("bad", "near", "good", "quiet")
UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001 - the first moment a zip can hold; equal reports, equal bytes
FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Picture:
    """A chart as PNG and its size in pixels."""

    png: bytes
    width: int
    height: int


def picture(chart: Chart, lang: Lang, *, width: int = 720) -> Picture:
    """The drawing of a chart; the size is read from the PNG itself."""
    png = drawing_png(chart, lang=lang, width=width)
    return Picture(png, *struct.unpack(">II", png[16:24]))


def clean(text: str) -> str:
    """Text as XML may hold it: control characters and half pairs are dropped, line ends are one kind."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def breadth(text: str) -> int:
    """The width of a text in half-width letters: a Han character takes two."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)


def key_items(block: Table, lang: Lang) -> list[tuple[Tone | None, str]]:
    """What the marks of a table mean, only those that stand in it; the last is for what is missing."""
    used = {tone for row in block.tones for tone in row}
    items: list[tuple[Tone | None, str]] = [
        (tone, f"{SHAPES[tone]} {meaning(tone, lang, given=block.meanings)}")
        for tone in ORDER
        if tone in used
    ]
    if any(cell(value, lang) == MISSING for row in block.rows for value in row):
        items.append((None, f"{MISSING} {said('missing', lang)}"))
    return items


def sealed(package: bytes) -> bytes:
    """The same office file with all members dated alike, so that equal content is equal bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(made, "w") as packed:
        for name in given.namelist():
            member = ZipInfo(name, UNDATED.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            packed.writestr(member, given.read(name))
    return made.getvalue()
