"""OLE2 storages, the container of old workbooks: one stream out of an untrusted one, or into a new one."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from xueheng.tables.files.container import foreign
from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal

HEADER = struct.Struct("<8s16s5H6s9L")
SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = struct.Struct("<64sHBBLLL36xLQ")
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 4096  # of a storage written here
MINI_SECTOR = 64
ENCRYPTED = ("encryptedpackage", "\tdrmcontent")
FOREIGN = {
    "worddocument": "document",
    "powerpoint document": "slides",
    "current user": "slides",
    "__properties_version1.0": "mail",
}


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class _Storage:
    """An OLE2 file whose chains of sectors are followed once around at most."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name, self._data = name, data
        fields = HEADER.unpack_from(data.ljust(HEADER.size, b"\0"))
        self._sector = 1 << fields[5] if fields[5] in (9, 12) else 0
        if not self._sector or fields[6] != 6:
            raise refusal("CORRUPT", name)
        directory, self._cutoff, mini_fat = fields[10], fields[12], fields[13]
        self._fat = self._table(self._fat_sectors(fields[15]))
        self.entries = self._entries(self._chain(directory, self._fat))
        self._mini_fat = self._table(self._chain(mini_fat, self._fat))
        self._mini = self._joined(self._chain(self.entries[0].start, self._fat))

    def stream(self, entry: _Entry) -> bytes:
        """The bytes of a stream, as many as its entry says."""
        if entry.size >= self._cutoff:
            data = self._joined(self._chain(entry.start, self._fat))
        else:
            chain = self._chain(entry.start, self._mini_fat)
            data = b"".join(self._mini[s * MINI_SECTOR : (s + 1) * MINI_SECTOR] for s in chain)
        if len(data) < entry.size:
            raise refusal("CORRUPT", self._name)
        return data[: entry.size]

    def _piece(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._data):
            raise refusal("CORRUPT", self._name)
        return self._data[start : start + self._sector]

    def _joined(self, sectors: list[int]) -> bytes:
        return b"".join(map(self._piece, sectors))

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        joined = self._joined(sectors)
        return struct.unpack_from(f"<{len(joined) // 4}L", joined)

    def _fat_sectors(self, more: int) -> list[int]:
        """The sectors of the allocation table: 109 in the header, the others in a chain of lists."""
        found = list(struct.unpack_from("<109L", self._data.ljust(512, b"\0"), 76))
        seen: set[int] = set()
        while more < FAT_SECTOR - 1:
            if more in seen:
                raise refusal("CORRUPT", self._name)
            seen.add(more)
            *listed, more = self._table([more])
            found += listed
        return [s for s in found if s < FAT_SECTOR - 1]

    def _chain(self, sector: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while sector < FAT_SECTOR - 1:
            if sector >= len(table) or len(chain) >= len(table):
                raise refusal("CORRUPT", self._name)
            chain.append(sector)
            sector = table[sector]
        return chain

    def _entries(self, sectors: list[int]) -> list[_Entry]:
        joined = self._joined(sectors)
        entries = []
        for name, length, kind, _, _, _, _, start, size in ENTRY.iter_unpack(
            joined[: len(joined) // 128 * 128]
        ):
            text = name[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
            entries.append(_Entry(text.lower(), kind, start, size & 0xFFFFFFFF))
        if not entries:
            raise refusal("CORRUPT", self._name)
        return entries


def workbook_stream(path: Path) -> bytearray:
    """The records of an old workbook; Refused when the storage is locked, holds macros or something else."""
    if path.stat().st_size > limits().xls_bytes:
        raise refusal("FILE_TOO_LARGE", path.name, limit=limits().xls_bytes >> 20)
    try:
        storage = _Storage(path.name, path.read_bytes())
    except struct.error as error:
        raise refusal("CORRUPT", path.name) from error
    named = {entry.name: entry for entry in storage.entries if entry.kind}
    if any(name in named for name in ENCRYPTED):
        raise refusal("PASSWORD", path.name)
    found = named.get("workbook") or named.get("book")
    if found is None:
        raise foreign(path, next((kind for name, kind in FOREIGN.items() if name in named), "storage"))
    if "_vba_project_cur" in named:
        raise refusal("MACROS", path.name)
    return bytearray(storage.stream(found))


def storage_of(stream: bytearray) -> bytes:
    """A new storage of one stream named Workbook, so that its reader meets no chain that it cannot trust."""
    body = stream.ljust(-(-max(len(stream), 1) // SECTOR) * SECTOR, b"\0")
    used = len(body) // SECTOR
    tables = -(-(used + 1) // (SECTOR // 4 - 1))
    chain = [*range(1, used), END_OF_CHAIN, END_OF_CHAIN, *[FAT_SECTOR] * tables]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    numbers = [*range(used + 1, used + 1 + tables)]
    numbers += [FREE] * (109 - len(numbers))
    version = (0x3E, 4, 0xFFFE, 12, 6)
    header = HEADER.pack(SIGNATURE, b"", *version, b"", 1, tables, used, 0, SECTOR, 0, 0, END_OF_CHAIN, 0)
    return b"".join(
        [
            header,
            struct.pack("<109L", *numbers),
            bytes(SECTOR - 512),
            body,
            _directory(len(body)),
            struct.pack(f"<{len(chain)}L", *chain),
        ]
    )


def _directory(size: int) -> bytes:
    root = ENTRY.pack("Root Entry".encode("utf-16-le"), 22, 5, 1, FREE, FREE, 1, 0, 0)
    workbook = ENTRY.pack("Workbook".encode("utf-16-le"), 18, 2, 1, FREE, FREE, FREE, 0, size)
    return (root + workbook).ljust(SECTOR, b"\0")
