"""备份: everything of a platform in one encrypted file, while it goes on being used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from xueheng import __version__
from xueheng.apps.audit import queries
from xueheng.apps.audit.keeping import heads
from xueheng.apps.audit.keeping.archive import FILES, FORMAT, HEADER, MANIFEST, ROWS, Put
from xueheng.apps.audit.keeping.numbering import numbering
from xueheng.apps.audit.keeping.rows import Sum, batches, lines, snapshot, tables
from xueheng.apps.audit.keeping.vault import Sealed
from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point

BACKED_UP, SUFFIX = "audit.backed_up", ".xhbackup"
WRITTEN = point("audit.back_up.written", "备份已写完，还没有放到位 / backup written, not in place")
IN_PLACE = point("audit.back_up.in_place", "备份已放到位，留痕未记 / backup in place, not recorded")
LEFT_OUT = ("exports", "worker.lock")  # made again when they are wanted


@dataclass(frozen=True)
class Made:
    """备份: one file, and what is in it."""

    path: Path
    id: str
    size: int
    rows: int
    files: int


def back_up(path: Path, *, secret: bytes, home: Path, actor: str, now: datetime) -> Made:
    """备份 stands whole under its name, or there is none; the audit says that it was made."""
    unfinished = path.with_name(f".writing-{path.name}")
    header = _header(now)
    unfinished.touch(mode=0o600)
    try:
        with unfinished.open("wb") as out:
            manifest = _written(out, secret, home, header)
            out.flush()
            os.fsync(out.fileno())
        pass_by(WRITTEN)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    pass_by(IN_PLACE)
    heads.note(home)
    rows = sum(said["rows"] for said in manifest["tables"].values())
    details = {"backup": header["id"], "rows": rows, "files": len(manifest["files"])}
    record(actor, BACKED_UP, subject=("backup", header["id"]), now=now, details=details)
    return Made(path, header["id"], path.stat().st_size, rows, len(manifest["files"]))


def keep_latest(folder: Path, n: int) -> list[Path]:
    """Of the backups in a folder only so many are left; those that went."""
    old = sorted(folder.glob(f"xueheng-*{SUFFIX}"))[:-n]
    for path in old:
        path.unlink()
    return old


def _header(now: datetime) -> dict[str, Any]:
    leaves = MigrationLoader(connection).applied_migrations
    return {
        "format": FORMAT,
        "id": str(uuid4()),
        "made_at": now.isoformat(),
        "version": __version__,
        "database": connection.vendor,
        "migrations": sorted(leaves),
    }


def _written(out: BinaryIO, secret: bytes, home: Path, header: dict[str, Any]) -> dict[str, Any]:
    sealed = Sealed(out, secret)
    put = Put(sealed)  # type: ignore[arg-type]
    known = tables(apps)
    manifest: dict[str, Any] = {"tables": {}, "files": {}}
    with snapshot():
        put.text(HEADER, header | {"head": queries.receipt()})
        manifest["numbering"] = numbering(known)
        for table, model in known.items():
            summed = Sum()
            for n, part in enumerate(batches(map(summed.add, lines(model)))):
                put.data(f"{ROWS}/{table}/{n}", b"\n".join(part))
            manifest["tables"][table] = summed.said()
    for path in _files(home):  # after the rows: what a row names was there before the row
        name = path.relative_to(home).as_posix()
        if digest := _put_file(put, f"{FILES}/{name}", path):
            manifest["files"][name] = digest
    put.text(MANIFEST, manifest)
    put.close()
    sealed.finish()
    return manifest


def _files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        inner = path.relative_to(home).parts
        is_left_out = inner[0] in LEFT_OUT or inner[0].startswith("xueheng.sqlite3")
        is_passing = any(part.startswith(".writing-") for part in inner) or path.name.endswith(SUFFIX)
        if path.is_file() and not path.is_symlink() and not is_left_out and not is_passing:
            yield path


def _put_file(put: Put, name: str, path: Path) -> str:
    """The hash of a file that was put; none where it has gone since the folder was listed."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ""
    with file:
        listening = _Listening(file)
        put.stream(name, listening, os.fstat(file.fileno()).st_size)  # type: ignore[arg-type]
    return listening.summed.hexdigest()


class _Listening:
    """A file whose bytes are hashed while they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.summed = file, sha256()

    def read(self, n: int) -> bytes:
        """The next bytes."""
        data = self._file.read(n)
        self.summed.update(data)
        return data
