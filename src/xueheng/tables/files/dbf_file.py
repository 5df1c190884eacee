"""dBase and FoxPro tables as a grid: fixed-width records after a header that says what they hold."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xueheng.tables.files.dbf_values import Reader, binary, day, instant, number, truth
from xueheng.tables.files.grid import Cell, Grid, GridRow
from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal, too_large
from xueheng.tables.issues import Issue, finding

HEADER = struct.Struct("<4xLHH3x?13xB2x")
FIELD = struct.Struct("<11sc4xBB14x")
DELETED = b"*"
MEMO = frozenset("MGPWQ")  # the values stand in another file, or are no text
NULL_FLAGS = "0"
FOXPRO = (0x30, 0x31, 0x32)  # dialects in which B is a double and not a memo
# Language driver bytes that name a code page of China; most others are what a program wrote unasked.
DRIVERS = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "cp950", 0x78: "cp950"}
GUESSES = ("utf-8", "gb18030")
LOST = "\ufffd"
BINARY: dict[tuple[str, int], Reader] = {
    ("I", 4): binary("<l", 1),
    ("+", 4): binary("<l", 1),
    ("Y", 8): binary("<q", 10_000),
    ("B", 8): binary("<d", 1),
    ("O", 8): binary("<d", 1),
    ("T", 8): instant,
    ("@", 8): instant,
}
WRITTEN: dict[str, Reader] = {"N": number, "F": number, "D": day, "L": truth}


@dataclass(frozen=True)
class _Field:
    name: bytes
    kind: str
    start: int
    length: int


@dataclass(frozen=True)
class _Table:
    """A table whose header agrees with its size."""

    path: Path
    version: int
    records: int
    header: int
    length: int
    driver: int
    fields: tuple[_Field, ...]

    def rows(self) -> Iterator[bytes]:
        """The records that are not deleted."""
        with self.path.open("rb") as file:
            file.seek(self.header)
            for _ in range(self.records):
                record = file.read(self.length)
                if len(record) < self.length:
                    raise refusal("CORRUPT", self.path.name)
                if record[:1] != DELETED:
                    yield record


def dbf_grids(path: Path) -> Iterator[Grid]:
    """The one grid of a table: the field names in row 1, the records that are not deleted below."""
    table = _table(path)
    encoding, is_guess = _encoding(table)
    names = [_text(f.name.partition(b"\0")[0], encoding) for f in table.fields]
    memos = [name for name, f in zip(names, table.fields, strict=True) if _is_memo(f, table.version)]
    issues: list[Issue] = [finding("DBF_MEMO", "warning", column=name) for name in memos]
    if is_guess:
        known = {"gb18030": "GB18030", "utf-8": "UTF-8"}
        issues.append(finding("ENCODING", "notice", value=known.get(encoding, encoding)))
    yield Grid(None, _rows(table, names, encoding), is_typed=True, issues=tuple(issues))


def _table(path: Path) -> _Table:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER.size)
        if len(head) < HEADER.size:
            raise refusal("CORRUPT", path.name)
        records, header, length, is_locked, driver = HEADER.unpack(head)
        if is_locked:
            raise refusal("PASSWORD", path.name)
        fields = _fields(file.read(max(header - HEADER.size, 0)))
    width = sum(f.length for f in fields) + 1
    if not fields or width > length or header + records * length > size:
        raise refusal("CORRUPT", path.name)
    if len(fields) > limits().dbf_fields or not limits().holds(records + 1, len(fields)):
        raise too_large(path.name, records + 1, len(fields))
    kept = tuple(f for f in fields if f.kind != NULL_FLAGS)
    return _Table(path, head[0], records, header, length, driver, kept)


def _fields(data: bytes) -> list[_Field]:
    """The fields up to the byte that ends their list."""
    fields, start = [], 1
    for at in range(0, len(data) - FIELD.size + 1, FIELD.size):
        if data[at : at + 1] in (b"\r", b"\n", b"\0"):
            break
        name, kind, length, decimals = FIELD.unpack_from(data, at)
        letter = kind.decode("latin-1")
        # A text field longer than 255 keeps the high byte of its length where others keep decimals.
        length += (decimals << 8) if letter == "C" else 0
        fields.append(_Field(name, letter, start, length))
        start += length
    return fields


def _is_memo(field: _Field, version: int) -> bool:
    return field.kind in MEMO or (field.kind == "B" and version not in FOXPRO)


def _encoding(table: _Table) -> tuple[str, bool]:
    """The encoding of the text, and whether it was guessed because the file does not name one of ours."""
    if named := DRIVERS.get(table.driver):
        candidates: tuple[str, ...] = (named,)
    else:
        candidates = GUESSES
    texts = [f for f in table.fields if not _is_memo(f, table.version) and _stored(f) is None]
    for encoding in candidates:
        guess = _fits(table, texts, encoding)
        if guess is not None:
            return encoding, guess and not named
    raise refusal("ENCODING_UNKNOWN", table.path.name)


def _fits(table: _Table, texts: list[_Field], encoding: str) -> bool | None:
    """None when some text is not of that encoding, else whether any of it is more than ASCII."""
    is_more = False
    try:
        for name in (f.name.partition(b"\0")[0] for f in table.fields):
            is_more |= not _text(name, encoding).isascii()
        for record in table.rows():
            if not record.isascii():
                for f in texts:
                    is_more |= not _text(record[f.start : f.start + f.length], encoding).isascii()
    except UnicodeDecodeError:
        return None
    return is_more


def _text(data: bytes, encoding: str) -> str:
    """Text without its padding; a letter of which the field's end has cut off a part is shown as lost."""
    stripped = data.rstrip(b" \0")
    try:
        return stripped.decode(encoding)
    except UnicodeDecodeError as error:
        is_cut = error.start == len(data) - 1 and encoding != "utf-8"
        if not is_cut:
            raise
        return stripped[: error.start].decode(encoding) + LOST


def _rows(table: _Table, names: list[str], encoding: str) -> Iterator[GridRow]:
    yield 1, names
    readers = [_reader(f, table.version, encoding) for f in table.fields]
    for row, record in enumerate(table.rows(), start=2):
        cells: list[Cell] = []
        for f, read in zip(table.fields, readers, strict=True):
            cells.append(read(record[f.start : f.start + f.length]))
        yield row, cells


def _reader(field: _Field, version: int, encoding: str) -> Reader:
    if _is_memo(field, version):
        return lambda data: ""
    return _stored(field) or (lambda data: _text(data, encoding))


def _stored(field: _Field) -> Reader | None:
    """The reader of a field that is not text; a field of no known type is text."""
    return WRITTEN.get(field.kind) or BINARY.get((field.kind, field.length))
