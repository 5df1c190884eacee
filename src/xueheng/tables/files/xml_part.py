"""One XML member read as a stream: no document type, no entity, and no cells where nobody counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from xml.parsers import expat

from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal
from xueheng.tables.files.sheet_scan import Extent, SheetScan

TOKEN = 1 << 20  # no tag and no comment is longer
OVERLAP = 64
MANY = 500  # empty elements in a piece
# What may not follow the root of a part that is no worksheet.
SMUGGLED = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<(?:[^\s<>/!?]{1,40}:)?sheetData")

# Cells and rows that are formatted and hold nothing, where the next one says its own place: a sheet may
# have millions of them, so they are passed over before the parser sees them.
BLANK_CELL = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?/>'
BLANKS = re.compile(
    rb'(?:<row r="[0-9]{1,7}"[^<>]*(?:/>|(?<!/)>(?:%b)*</row>))+(?=<row r=")|(?:%b)+(?=<c r="|</row>)'
    % (BLANK_CELL, BLANK_CELL)
)


@dataclass(frozen=True)
class Element:
    """An element and its attributes, by their local names."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Part:
    """What a member turned out to be: its root element, and the extent of a worksheet."""

    root: Element = field(default_factory=lambda: Element("", {}))
    sheet: Extent | None = None


class _RootSeen(Exception):
    """Nothing but the root of this part is wanted."""


class _Parser:
    """An XML parser that refuses the file at the first sign of a document type."""

    def __init__(self, file: str) -> None:
        self._file, self._fed = file, 0
        self.expat = expat.ParserCreate()
        self.expat.ordered_attributes = True
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self._refuse
        self.expat.EntityDeclHandler = self._refuse

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Parse one more piece."""
        self._fed += len(piece)
        try:
            self.expat.Parse(piece, is_last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise refusal("CORRUPT", self._file) from error
        if self._fed - self.expat.CurrentByteIndex > TOKEN:
            raise refusal("CORRUPT", self._file)

    def _refuse(self, *_: object) -> None:
        raise refusal("XML_DOCTYPE", self._file)


def read_part(file: str, pieces: Iterable[bytes]) -> Part:
    """A worksheet is read whole; of any other part only the root, and the rest is looked through."""
    scan, parser, stream, roots = SheetScan(file), _Parser(file), iter(pieces), list[Element]()

    def root(name: str, attributes: list[str]) -> None:
        roots.append(_element(name, attributes))
        if roots[0].name != "worksheet":
            raise _RootSeen
        parser.expat.StartElementHandler = scan.start
        parser.expat.CharacterDataHandler = scan.text

    parser.expat.StartElementHandler = root
    for piece in stream:
        try:
            parser.feed(_without_blanks(piece))
        except _RootSeen:
            look_through(file, chain([piece], stream))
            return Part(roots[0])
    parser.feed(b"", is_last=True)
    return Part(roots[0], scan.done())


def read_elements(file: str, pieces: Iterable[bytes]) -> list[Element]:
    """Every element of a small part, in order."""
    elements: list[Element] = []
    parser = _Parser(file)

    def start(name: str, attributes: list[str]) -> None:
        elements.append(_element(name, attributes))
        if len(elements) > limits().merged:
            raise refusal("CORRUPT", file)

    parser.expat.StartElementHandler = start
    for piece in pieces:
        parser.feed(piece)
    parser.feed(b"", is_last=True)
    return elements


def look_through(file: str, pieces: Iterable[bytes]) -> None:
    """Read to the end, so that the whole member is measured, and refuse what is smuggled into it."""
    before, texts = b"", 0
    for piece in pieces:
        joined = before + piece
        texts += piece.count(b"</t>")
        if texts > limits().cells:
            raise refusal("FILE_TOO_LARGE", file, limit=limits().file_bytes >> 20)
        if found := SMUGGLED.search(joined):
            raise refusal("XML_DOCTYPE" if found[0].startswith(b"<!") else "CORRUPT", file)
        before = joined[-OVERLAP:]


def _without_blanks(piece: bytes) -> bytes:
    """The piece itself where few cells are blank: looking for them costs more than parsing them."""
    return BLANKS.sub(b"", piece) if piece.count(b'"/>') > MANY else piece


def _element(name: str, attributes: list[str]) -> Element:
    values = zip(attributes[::2], attributes[1::2], strict=True)
    return Element(name.rpartition(":")[2], {k.rpartition(":")[2]: v for k, v in values})
