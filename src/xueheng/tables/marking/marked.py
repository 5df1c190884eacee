"""标红: the user's own workbook back, each finding marked where it stands and listed."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from xueheng.standards.words import Lang
from xueheng.tables.files.grid import Laid
from xueheng.tables.issues import Issue, Refused, finding
from xueheng.tables.whole import whole_file

MOST_ROWS = 10_020  # 10,000 and what may stand above them
MOST_BYTES = 48 * 2**20  # of a sheet's XML: a sheet formatted down to its last row takes too long in place
CHUNK = 2**20


def write_marked(
    source: Path, target: Path, *, issues: Sequence[Issue], laid: Sequence[Laid], lang: Lang
) -> None:
    """标红: `target` is the source with its findings marked and listed; whole, or left as it was."""
    if target.suffix.lower() != ".xlsx":
        raise Refused([finding("MARKED_NAME", "error", value=target.name)])
    if target.exists() and source.exists() and target.samefile(source):
        raise Refused([finding("MARKED_SAME", "error", value=target.name)])
    with whole_file(target) as made:
        if not (_fits_in_place(source) and _in_place(source, made, issues, laid, lang)):
            from xueheng.tables.marking.marked_anew import write_anew

            write_anew(source, made, issues=issues, laid=laid, lang=lang)


def _in_place(source: Path, made: Path, issues: Sequence[Issue], laid: Sequence[Laid], lang: Lang) -> bool:
    """Mark the workbook itself; False when it is one that only the reader of data understands."""
    from xueheng.tables.marking.marked_book import open_book, write_book

    book = open_book(source)
    if book is None or not {one.sheet for one in laid} <= {s.title for s in book.worksheets}:
        return False
    write_book(book, source, made, issues=issues, laid=laid, lang=lang)
    return True


def _fits_in_place(source: Path) -> bool:
    if source.suffix.lower() not in (".xlsx", ".xlsm") or not zipfile.is_zipfile(source):
        return False
    with zipfile.ZipFile(source) as archive:
        sheets = [m for m in archive.infolist() if m.filename.startswith("xl/worksheets/")]
        if sum(m.file_size for m in sheets) > MOST_BYTES:
            return False
        return sum(_rows(archive, m) for m in sheets if m.filename.endswith(".xml")) <= MOST_ROWS


def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    count = 0
    with archive.open(member) as xml:
        while chunk := xml.read(CHUNK):
            count += chunk.count(b"<row ") + chunk.count(b":row ")
    return count
