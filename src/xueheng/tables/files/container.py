"""What a file really is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Literal

from xueheng.standards.words import catalogue
from xueheng.tables.files.refusal import refusal
from xueheng.tables.issues import Refused

Content = Literal["zip", "ole2", "dbf", "text"]
HEAD_BYTES = 4096
MARKUP = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|table|meta|style|div|script|form|center|font|tr|br)\b"
)
SIGNATURES: dict[bytes, str] = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"II*\x00": "image",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"{\\rtf": "document",
    b"PAR1": "parquet",
    b"SQLite format 3": "database",
    b"\x00\x01\x00\x00Standard": "database",
    b"\x09\x00\x04\x00": "xls_old",
    b"\x09\x02\x06\x00": "xls_old",
    b"\x09\x04\x06\x00": "xls_old",
}
WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16
DBF_VERSIONS = frozenset(b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb")


def content_of(path: Path) -> Content:
    """The container that the file's bytes are; Refused when they are none of those read here."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole2"
    if not head.strip(b"\0"):
        raise refusal("CORRUPT" if head or not _is_text(path) else "NO_DATA", path.name)
    if _is_dbf(head):
        return "dbf"
    if named := _named(head):
        raise foreign(path, named)
    return "text"


def foreign(path: Path, found: str) -> Refused:
    """The file is not the table that its name says; the words name what it is."""
    words = catalogue("xueheng.tables")
    return refusal("CONTAINER", path.name, found=words[f"CONTAINER.{found}"])


def misplaced(path: Path, found: Content) -> Refused:
    """The file is a table of another kind than its name says; what is not even text is damaged."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if found == "text" and b"\0" in head and not head.startswith(WIDE):
        return refusal("CORRUPT", path.name)
    return foreign(path, {"zip": "xlsx", "ole2": "xls"}.get(found, found))


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".txt", ".tsv")


def _is_dbf(head: bytes) -> bool:
    if len(head) < 33 or head[0] not in DBF_VERSIONS:
        return False
    header, record = struct.unpack_from("<HH", head, 8)
    # Text may begin with the digits 0 to 2, but never holds the zero bytes of a header.
    return header >= 33 and record >= 2 and b"\0\0" in head[12:32]


def _named(head: bytes) -> str | None:
    for signature, name in SIGNATURES.items():
        if head.startswith(signature) and (name != "image" or signature != b"BM" or b"\0" in head):
            return name
    if head.startswith(WIDE):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("latin-1").removeprefix("\xef\xbb\xbf")
    return _markup(text.lstrip().lower())


def _markup(text: str) -> str | None:
    if text.startswith("mime-version:") or "content-type: multipart/related" in text[:400]:
        return "html"
    if not text.startswith("<"):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "xml_sheet"
    if MARKUP.search(text):
        return "html"
    return "xml" if text.startswith("<?xml") else None
