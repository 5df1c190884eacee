"""One worksheet part looked through as a stream: where its values end, what is merged, hidden or broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xueheng.tables.files.grid import Area
from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal, too_large

REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
NO_RESULT = "=?"  # a formula that was saved without its result
NAMES = 1_000  # an honest sheet knows fewer names of elements and attributes
TRUE = ("1", "true")
PLAIN = {("r",), ("r", "s"), ("r", "t"), ("r", "s", "t")}  # the attributes of nearly every cell


def column_number(letters: str) -> int:
    """The number from 1 of a column named by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True)
class Extent:
    """What a sheet holds besides its values, up to the last row and column that hold one."""

    rows: int
    columns: int
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    broken: dict[tuple[int, int], str]


class _Names(dict[str, str]):
    """Names as they are written, each with its local name; too many of them are an attack."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def __missing__(self, name: str) -> str:
        if len(self) > NAMES:
            raise refusal("CORRUPT", self._file)
        self[name] = name.rpartition(":")[2]
        return self[name]


class _Columns(dict[str, int]):
    """Column letters, each with its number from 1."""

    def __missing__(self, letters: str) -> int:
        self[letters] = column_number(letters)
        return self[letters]


class SheetScan:
    """Takes the elements of a worksheet in order and refuses it once its values pass the limits."""

    def __init__(self, file: str) -> None:
        self._file, self._limits = file, limits()
        self._names, self._numbers = _Names(file), _Columns()
        self._rows = self._columns = 0
        self._row, self._row_text, self._column, self._reference = 0, "0", 0, ""
        self._is_hidden = self._is_watched = self._has_value = False
        self._type, self._heard, self._characters = "", "", 0
        self._merged: list[Area] = []
        self._hidden: set[int] = set()
        self._broken: dict[tuple[int, int], str] = {}

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins; its attributes are names and values in turn."""
        local = self._names[name]
        if local == "c":
            self._begin_cell(attributes)
        elif local == "v" or local == "is":
            self._locate()
            self._has_value, self._heard = True, ""
        elif local == "row":
            self._begin_row(attributes)
        elif local == "f":
            self._locate()
            self._is_watched = self._type != "str"
        else:
            self._other(local, attributes)

    def text(self, data: str) -> None:
        """Characters of the element that began last."""
        self._characters += len(data)
        if self._characters > self._limits.characters:
            raise refusal("FILE_TOO_LARGE", self._file, limit=self._limits.characters >> 20)
        if self._is_watched:
            self._heard += data[:100]

    def done(self) -> Extent:
        """What was found, once the part has ended."""
        self._settle()
        corner = (self._rows, self._columns)
        areas = (Area(a.top, a.left, min(a.bottom, corner[0]), min(a.right, corner[1])) for a in self._merged)
        merged = tuple(a for a in areas if a.top <= a.bottom and a.left <= a.right)
        return Extent(*corner, merged, frozenset(self._hidden), self._broken)

    def _begin_row(self, attributes: list[str]) -> None:
        self._settle()
        named = self._named(attributes)
        number = named.get("r", str(self._row + 1))
        if not (number.isascii() and number.isdigit() and len(number) <= 7):
            raise refusal("CORRUPT", self._file)
        self._row, self._row_text = int(number), str(int(number))
        self._column, self._reference = 0, ""
        self._is_hidden = named.get("hidden") in TRUE

    def _begin_cell(self, attributes: list[str]) -> None:
        if self._is_watched:
            self._settle()
        self._has_value = False
        names = tuple(attributes[::2])
        if names in PLAIN:
            self._reference, self._type = attributes[1], attributes[-1] if names[-1] == "t" else ""
        else:
            self._begin_odd_cell(self._named(attributes))
        if self._type == "e":
            self._locate()
            self._is_watched, self._heard = True, ""

    def _begin_odd_cell(self, named: dict[str, str]) -> None:
        """A cell whose attributes stand in another order, or that has no reference and follows the last."""
        if "r" not in named:
            self._column = self._place()[1] + 1
        self._reference, self._type = named.get("r", ""), named.get("t", "")

    def _named(self, attributes: list[str]) -> dict[str, str]:
        """Attributes by local name."""
        return {self._names[k]: v for k, v in zip(attributes[::2], attributes[1::2], strict=True)}

    def _place(self) -> tuple[int, int]:
        """Row and column of the cell begun last; a cell without a reference follows the one before."""
        if not self._reference:
            return self._row, self._column
        match = REFERENCE.fullmatch(self._reference)
        if match is None:
            raise refusal("CORRUPT", self._file)
        return int(match[2]), self._numbers[match[1]]

    def _locate(self) -> None:
        """The cell begun last holds a value: the sheet reaches at least there."""
        # The row's own number ends the reference of every honest cell, and its letters are known.
        column = self._numbers.get(self._reference[: -len(self._row_text)], 0)
        if column and self._reference.endswith(self._row_text):
            row = self._row
        else:
            row, column = self._place()
        if self._is_hidden:
            self._hidden.add(row)
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(row, self._rows), max(column, self._columns)
            if not self._limits.holds(self._rows, self._columns):
                raise too_large(self._file, self._rows, self._columns)

    def _settle(self) -> None:
        """The cell begun last is complete: an error, or a formula without a result, is broken."""
        if not self._is_watched:
            return
        heard = self._heard.strip() if self._has_value else ""
        if self._type == "e" or not heard:
            self._broken[self._place()] = heard or NO_RESULT
        self._is_watched, self._heard = False, ""
        if len(self._broken) > self._limits.broken:
            raise refusal("TOO_MANY_ERRORS", self._file, limit=self._limits.broken)

    def _other(self, local: str, attributes: list[str]) -> None:
        if local == "mergeCell":
            first, _, last = self._named(attributes).get("ref", "").partition(":")
            ends = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
            if ends[0] and ends[1]:
                self._merge(*(Area(0, 0, int(m[2]), self._numbers[m[1]]) for m in ends if m))
        elif attributes:
            self._named(attributes)

    def _merge(self, first: Area, last: Area) -> None:
        self._merged.append(Area(first.bottom, first.right, last.bottom, last.right))
        if len(self._merged) > self._limits.merged:
            raise refusal("CORRUPT", self._file)
