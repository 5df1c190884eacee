"""The fonts that documents embed: where they stand, which characters they have, how wide a line runs."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from xueheng.standards.words import catalogue

SANS, SERIF = "Noto Sans CJK SC", "Noto Serif SC"
# Family to (package, file); the first has the rare characters of names, the second all of 4E00-9FFF.
FILES = {
    SANS: ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"),
    SERIF: ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
}
# Blanks, controls, marks of direction and variant: nothing of their own to draw.
UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
COLLECTION = b"ttcf"
FULL_WIDTH = 1.0
SPACES = {"\u2009": 0.2, "\u200b": 0.0}  # drawn without a glyph


class FontsMissing(RuntimeError):
    """A package of fonts is not installed."""


@dataclass(frozen=True)
class Face:
    """What is known of a font: ranges of characters with their first glyph, and advances by glyph."""

    starts: tuple[int, ...]
    ranges: tuple[tuple[int, int, int], ...]
    advances: tuple[float, ...]  # in em; the last one stands for all later glyphs

    def glyph(self, letter: str) -> int:
        """The glyph of a character, 0 when there is none."""
        code = ord(letter)
        at = bisect_right(self.starts, code) - 1
        if at < 0 or code > self.ranges[at][1]:
            return 0
        first, _, glyph = self.ranges[at]
        return glyph + code - first

    def advance(self, letter: str) -> float:
        """How far a character moves the pen, in em."""
        glyph = self.glyph(letter)
        if not glyph:
            return SPACES.get(letter, FULL_WIDTH)
        return self.advances[min(glyph, len(self.advances) - 1)]


def families() -> tuple[str, str]:
    """The family of the text and that of titles."""
    return SANS, SERIF


def font_paths() -> list[str]:
    """The folders that hold the fonts."""
    return [str(_path(family).parent) for family in FILES]


def width(text: str) -> float:
    """How wide a line of text runs, in em."""
    sans = face(SANS)
    return sum(map(sans.advance, text))


def without_glyph(texts: Iterable[str]) -> list[str]:
    """The characters that no font has, in order; blanks and controls need none."""
    letters = {letter for text in texts for letter in text if not UNSEEN.match(letter)}
    faces = [face(family) for family in FILES]
    return sorted(letter for letter in letters if not any(known.glyph(letter) for known in faces))


@cache
def face(family: str) -> Face:
    """The font of a family, read from its file."""
    data = _path(family).read_bytes()
    tables = _tables(data)
    ranges = _ranges(data[tables["cmap"] :])
    return Face(
        starts=tuple(first for first, _, _ in ranges), ranges=ranges, advances=_advances(data, tables)
    )


def _path(family: str) -> Path:
    package, name = FILES[family]
    found = find_spec(package)
    path = Path(found.origin).parent / name if found and found.origin else None
    if path is None or not path.is_file():
        raise FontsMissing(catalogue("xueheng.reports")["fonts_missing"].say("zh", package=package))
    return path


def _tables(data: bytes) -> dict[str, int]:
    """Where the tables of the file's first font begin."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == COLLECTION else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = struct.iter_unpack(">4sIII", data[start + 12 : start + 12 + 16 * count])
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _ranges(cmap: bytes) -> tuple[tuple[int, int, int], ...]:
    """The map of the whole of Unicode (format 12)."""
    count = struct.unpack_from(">H", cmap, 2)[0]
    records = struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])
    at = next(offset for _, _, offset in records if cmap[offset : offset + 2] == b"\0\x0c")
    groups = struct.unpack_from(">I", cmap, at + 12)[0]
    return tuple(struct.iter_unpack(">III", cmap[at + 16 : at + 16 + 12 * groups]))


def _advances(data: bytes, tables: dict[str, int]) -> tuple[float, ...]:
    em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    start = tables["hmtx"]
    return tuple(advance / em for advance, _ in struct.iter_unpack(">Hh", data[start : start + 4 * count]))
