"""The records of an old workbook (.xls) looked through before they are read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from xueheng.tables.files.grid import Area
from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal, too_large
from xueheng.tables.files.sheet_scan import Extent
from xueheng.tables.files.workbook_guard import SheetPart

BOF, EOF, CONTINUE, FILEPASS, BOUNDSHEET, SUPBOOK, DIMENSIONS = 0x809, 0x0A, 0x3C, 0x2F, 0x85, 0x1AE, 0x200
FORMULA, BOOL_ERR, MUL_RK, ROW, MERGED_CELLS = 0x06, 0x205, 0xBD, 0x208, 0xE5
CELLS = frozenset({FORMULA, BOOL_ERR, MUL_RK, 0x203, 0x204, 0xD6, 0x27E, 0xFD})
VERSIONS = (0x0500, 0x0600)
UNKNOWN = 0xFFFF  # a record type that means nothing to a reader
CONTINUED = 10_000  # a table of shared strings of 80 MB has as many continuations
WORKSHEET, MACRO_SHEET = 0, 1
ROW_HIDDEN = 0x20
OWN_BOOK, ADD_INS = b"\x01\x04", b"\x01\x3a"
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(frozen=True)
class _Record:
    at: int
    kind: int
    data: memoryview


@dataclass
class _Sheet:
    """What the records of one sheet have said so far."""

    file: str
    rows: int = 0
    columns: int = 0
    filled: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, kind: int, data: memoryview) -> None:
        """A record of a value."""
        row, column = struct.unpack_from("<HH", data)
        self.filled.add(row + 1)
        last = max(column, struct.unpack_from("<H", data, len(data) - 2)[0]) if kind == MUL_RK else column
        if row >= self.rows or last >= self.columns:
            self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
            if not limits().holds(self.rows, self.columns):
                raise too_large(self.file, self.rows, self.columns)
        if kind == BOOL_ERR and data[7]:
            self.broken[row + 1, column + 1] = ERRORS.get(data[6], "#N/A")
        elif kind == FORMULA and bytes(data[12:14]) == b"\xff\xff" and data[6] == 2:
            self.broken[row + 1, column + 1] = ERRORS.get(data[8], "#N/A")

    def merge(self, data: memoryview) -> None:
        """A record of merged ranges."""
        for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + (len(data) - 2) // 8 * 8]):
            self.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
        if len(self.merged) > limits().merged:
            raise refusal("CORRUPT", self.file)

    def extent(self) -> Extent:
        """What was found, once the sheet has ended."""
        areas = (
            Area(a.top, a.left, min(a.bottom, self.rows), min(a.right, self.columns)) for a in self.merged
        )
        merged = tuple(a for a in areas if a.top <= a.bottom and a.left <= a.right)
        return Extent(self.rows, self.columns, merged, frozenset(self.hidden & self.filled), self.broken)


def guard_records(file: str, stream: bytearray) -> tuple[SheetPart, ...]:
    """The sheets of an old workbook; records that only ask its reader to make room are blotted out."""
    try:
        places = list(_bound_sheets(file, stream))
        if len({at for at, _, _ in places}) < len(places) or not 0 < len(places) <= limits().sheets:
            raise refusal("CORRUPT", file)
        parts = tuple(_part(file, stream, *place) for place in places)
    except (struct.error, IndexError) as error:
        raise refusal("CORRUPT", file) from error
    if sum(p.extent.rows * p.extent.columns for p in parts if p.extent) > limits().all_cells:
        raise refusal("FILE_TOO_LARGE", file, limit=limits().xls_bytes >> 20)
    return parts


def _bound_sheets(file: str, stream: bytearray) -> Iterator[tuple[int, int, int]]:
    """Where each sheet begins, whether it is hidden and of what kind it is."""
    first = True
    for record in _records(file, stream, 0):
        if first and (record.kind != BOF or struct.unpack_from("<H", record.data)[0] not in VERSIONS):
            raise refusal("CORRUPT", file)
        first = False
        if record.kind == FILEPASS:
            raise refusal("PASSWORD", file)
        if record.kind == SUPBOOK and bytes(record.data[2:4]) not in (OWN_BOOK, ADD_INS):
            raise refusal("EXTERNAL_LINK", file)
        if record.kind == BOUNDSHEET:
            at, state, kind = struct.unpack_from("<LBB", record.data)
            if kind == MACRO_SHEET:
                raise refusal("MACROS", file)
            yield at, state & 3, kind


def _part(file: str, stream: bytearray, at: int, state: int, kind: int) -> SheetPart:
    sheet, depth = _Sheet(file), 0
    if at >= len(stream):
        raise refusal("CORRUPT", file)
    for record in _records(file, stream, at, nested=True):
        if record.at == at and record.kind != BOF:  # a reader would take what follows for the sheet
            raise refusal("CORRUPT", file)
        depth += (record.kind == BOF) - (record.kind == EOF)
        if depth <= 0:
            break
        if depth > 1:  # a chart within the sheet
            continue
        _note(sheet, record, stream)
    return SheetPart(state != 0, sheet.extent() if kind == WORKSHEET else None)


def _note(sheet: _Sheet, record: _Record, stream: bytearray) -> None:
    if record.kind in CELLS:
        sheet.cell(record.kind, record.data)
    elif record.kind == ROW:
        (row,) = struct.unpack_from("<H", record.data)
        if struct.unpack_from("<H", record.data, 12)[0] & ROW_HIDDEN:
            sheet.hidden.add(row + 1)
    elif record.kind == MERGED_CELLS:
        sheet.merge(record.data)
    elif record.kind == DIMENSIONS:
        struct.pack_into("<H", stream, record.at, UNKNOWN)


def _records(file: str, stream: bytearray, at: int, *, nested: bool = False) -> Iterator[_Record]:
    """The records from a place on, to the end of the workbook's own or, nested, as long as one asks."""
    view, continued = memoryview(stream), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise refusal("CORRUPT", file)
        continued = continued + 1 if kind == CONTINUE else 0
        if continued > CONTINUED:
            raise refusal("CORRUPT", file)
        yield _Record(at, kind, view[at + 4 : at + 4 + length])
        if kind == EOF and not nested:
            return
        at += 4 + length
    raise refusal("CORRUPT", file)
