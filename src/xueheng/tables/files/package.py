"""A zip package opened with care: its directory checked, its members inflated no further than they say."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal
from xueheng.tables.issues import Refused

CHUNK = 65_536
END = struct.Struct("<4s4H2LH")  # the end record of a zip file
LOCAL = struct.Struct("<4s5H3L2H")  # the header in front of each member


@dataclass(frozen=True)
class Package:
    """A zip file whose directory is sound: no name twice, no path out of it, no size out of proportion."""

    name: str
    file: BinaryIO
    members: dict[str, zipfile.ZipInfo]  # by name in lower case

    def inflated(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The member's bytes piece by piece; Refused once they are more or others than declared."""
        size = checksum = 0
        try:
            for plain in self._plain(member):
                size, checksum = size + len(plain), zlib.crc32(plain, checksum)
                if size > member.file_size:
                    raise refusal("ZIP_RATIO", self.name)
                yield plain
        except zlib.error as error:
            raise refusal("CORRUPT", self.name) from error
        if size != member.file_size or checksum != member.CRC:
            raise refusal("CORRUPT", self.name)

    def _plain(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        if member.compress_type == zipfile.ZIP_STORED:
            yield from self._stored(member)
            return
        inflate = zlib.decompressobj(-15)
        for piece in self._stored(member):
            rest = piece
            while rest:
                yield inflate.decompress(rest, CHUNK)
                rest = inflate.unconsumed_tail
        yield inflate.flush()

    def _stored(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        self.file.seek(member.header_offset)
        header = self.file.read(LOCAL.size)
        if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
            raise refusal("CORRUPT", self.name)
        *_, name, extra = LOCAL.unpack(header)
        at, left = member.header_offset + LOCAL.size + name + extra, member.compress_size
        while left:
            self.file.seek(at)
            piece = self.file.read(min(left, CHUNK))
            if not piece:
                raise refusal("CORRUPT", self.name)
            yield piece
            at, left = at + len(piece), left - len(piece)


def open_package(path: Path, file: BinaryIO) -> Package:
    """The package with its directory checked against every limit, before anything is inflated."""
    try:
        with zipfile.ZipFile(file) as directory:
            infos, start = directory.infolist(), directory.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise refusal("CORRUPT", path.name) from error
    if not _ends_plainly(file, start):
        raise refusal("CORRUPT", path.name)
    _check_sizes(path.name, infos)
    members = {info.filename.lower(): info for info in infos}
    if len(members) < len(infos):
        raise refusal("ZIP_RATIO", path.name)
    for info in infos:
        if problem := _problem(info):
            raise refusal(problem, path.name)
    return Package(path.name, file, members)


def _ends_plainly(file: BinaryIO, start: int) -> bool:
    """True when every reader of zip files finds this same directory: one end, nothing around it."""
    file.seek(-END.size, 2)
    signature, *_, offset, comment = END.unpack(file.read(END.size))
    return signature == b"PK\x05\x06" and not comment and offset in (start, 0xFFFFFFFF)


def _check_sizes(name: str, infos: list[zipfile.ZipInfo]) -> None:
    at_most = limits()
    if len(infos) > at_most.members or sum(info.file_size for info in infos) > at_most.total_bytes:
        raise _too_much(name, infos)
    for info in infos:
        if _is_bomb(info):
            raise refusal("ZIP_RATIO", name)
        if info.file_size > at_most.member_bytes:
            raise _too_much(name, [info])


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    large = info.file_size > limits().ratio_from_bytes
    return large and info.file_size > limits().ratio * max(info.compress_size, 1)


def _too_much(name: str, infos: list[zipfile.ZipInfo]) -> Refused:
    """Sheets that are truly long are too large a table; anything else is a bomb."""
    largest = max(infos, key=lambda info: info.file_size)
    is_sheet = "/worksheets/" in largest.filename.lower() and not _is_bomb(largest)
    return refusal("FILE_TOO_LARGE" if is_sheet else "ZIP_RATIO", name, limit=limits().member_bytes >> 20)


def _problem(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 1:
        return "PASSWORD"
    parts = info.filename.split("/")
    if ".." in parts or info.filename.startswith("/") or ":" in parts[0]:
        return "ZIP_RATIO"
    is_known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return None if is_known and not set("&\\\0") & set(info.orig_filename) else "CORRUPT"
