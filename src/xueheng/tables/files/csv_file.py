"""Text with delimiters as a grid: its encoding and its delimiter are found, its records read one by one."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from xueheng.tables.files.grid import Grid, GridRow
from xueheng.tables.files.limits import csv_limits, limits
from xueheng.tables.files.refusal import refusal, too_large
from xueheng.tables.issues import Issue, finding

SAMPLE = 65_536  # characters in which the delimiter is looked for
SAMPLE_LINES = 100
PIECE = 1 << 20
DELIMITERS = ",;\t\uff0c"  # the last is the full-width comma
QUOTED = re.compile(r'(?:(?<=[\t;,\uff0c\r\n])|^)"(?:[^"]|"")*"')
SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?[\r\n]*', re.IGNORECASE)
# So many characters in a row are no accident: the file is UTF-8, and what follows is damage.
SURELY_UTF8 = 8
END_OF_FILE = "\x1a"  # old programs of DOS and FoxPro end a text with it


def csv_grids(path: Path) -> Iterator[Grid]:
    """The one grid of a text file; an encoding other than UTF-8 is an issue of it."""
    encoding = _encoding(path)
    known = {"gb18030": "GB18030", "utf-16": "UTF-16"}.get(encoding)
    issues: tuple[Issue, ...] = (finding("ENCODING", "notice", value=known),) if known else ()
    yield Grid(None, _rows(path, encoding), issues=issues)


def _encoding(path: Path) -> str:
    """The first encoding in which the whole file makes sense."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refusal("ENCODING_UNKNOWN", path.name)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        understood = _understood(path, encoding)
        if understood is None:
            return encoding
        if encoding == "utf-8-sig" and (understood >= SURELY_UTF8 or start.startswith(codecs.BOM_UTF8)):
            break
    raise refusal("ENCODING_UNKNOWN", path.name)


def _understood(path: Path, encoding: str) -> int | None:
    """None when the file is text in that encoding, else how many letters beyond ASCII precede the fault."""
    decoder, letters = codecs.getincrementaldecoder(encoding)(), 0
    with path.open("rb") as file:
        while True:
            data = file.read(PIECE)
            try:
                text = decoder.decode(data, not data)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, errors="ignore")
                return letters + sum(not c.isascii() for c in before)
            if "\0" in text:
                return letters
            letters += len(text.encode()) - len(text)
            if not data:
                return None


def _rows(path: Path, encoding: str) -> Iterator[GridRow]:
    with path.open(encoding=encoding, newline="") as file:
        delimiter, skipped = _delimiter(path, file)
        file.seek(0)
        lines = islice(_lines(path, file), skipped, None)
        records = csv.reader(lines, delimiter=delimiter, strict=True)
        line, limited = 1, csv_limits()
        try:
            for number, record in enumerate(records, start=1):
                if not limited.holds(number, len(record)):
                    raise too_large(path.name, number, len(record), limited=limited)
                yield number, record
                line = records.line_num + 1 + skipped
        except csv.Error as error:
            raise refusal("CSV_QUOTES", path.name, line=line) from error


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of the file, none of them longer than a line of data can be."""
    while line := file.readline(limits().line_characters + 1):
        if len(line) > limits().line_characters:
            raise refusal("LINE_TOO_LONG", path.name, limit=limits().line_characters)
        if line.strip("\r\n") != END_OF_FILE:
            yield line


def _delimiter(path: Path, file: IO[str]) -> tuple[str, int]:
    """The delimiter, and how many lines at the top only declare it."""
    first = file.readline(limits().line_characters)
    if declared := SEPARATOR.fullmatch(first):
        return declared[1], 1
    sample = first + file.read(SAMPLE)
    lines = [line for line in QUOTED.sub("", sample).splitlines()[:SAMPLE_LINES] if line.strip(" ")]
    return max(DELIMITERS, key=lambda d: _regularity(lines, d)), 0


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines have the commonest number of that delimiter, and that number."""
    counts = Counter(line.count(delimiter) for line in lines)
    del counts[0]
    return max(((times, count) for count, times in counts.items()), default=(0, 0))
