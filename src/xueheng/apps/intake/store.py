"""Where raw files, staged rows and Datasets lie in the home folder; a file appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.tables.files.limits import limits

CHUNK = 2**20
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")


@dataclass(frozen=True)
class Kept:
    """存档: the hash and the size of a file that lies in the store."""

    sha256: str
    size: int


def home() -> Path:
    """The home folder."""
    return Path(settings.XUEHENG_HOME)


def raw_path(sha256: str) -> Path:
    """Where a raw file lies."""
    return home() / "files" / sha256


def frozen_path(sha256: str) -> Path:
    """Where the Parquet file of a Dataset lies."""
    return home() / "datasets" / f"{sha256}.parquet"


def stage_path(upload: UUID, attempt: int) -> Path:
    """Where one attempt at reading an upload keeps what it found."""
    return home() / "intake" / str(upload) / str(attempt)


def writing(folder: Path) -> Path:
    """A name in a folder under which a file may be written before it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".writing-{uuid4().hex}"


def keep(file: Any) -> Kept:
    """存档 of an uploaded file or a path under its hash; NotReady when it is larger than is taken."""
    made = writing(home() / "files")
    digest, size = hashlib.sha256(), 0
    try:
        with made.open("wb") as out:
            for chunk in _chunks(file):
                size += len(chunk)
                if size > limits().received_bytes:
                    most = limits().received_bytes // 2**20
                    raise NotReady(_("文件超过 %(most)s MB，没有接收。请分成几个文件。") % {"most": most})
                digest.update(chunk)
                out.write(chunk)
            _settled(out)
        made.replace(raw_path(digest.hexdigest()))
        _remembered(made.parent)
    finally:
        made.unlink(missing_ok=True)
    return Kept(digest.hexdigest(), size)


def freeze(made: Path) -> str:
    """The hash of a whole Parquet file, which now lies under it."""
    with made.open("rb+") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        _settled(file)
    made.replace(frozen_path(sha256))
    _remembered(made.parent)
    return sha256


def rows_in(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of a Parquet file, read by this thread alone: others would keep memory of their own."""
    with pq.ParquetFile(path) as file:
        return file.read(columns=columns, use_threads=False)


def first_rows(path: Path, n: int) -> pa.Table:
    """The first rows of a Parquet file, read no further than that; an empty table has its columns."""
    with pq.ParquetFile(path) as file:
        parts = file.iter_batches(batch_size=max(n, 1), use_threads=False)
        return pa.Table.from_batches([next(parts)] if file.metadata.num_rows else [], file.schema_arrow)


def settle(place: Path) -> None:
    """What lies in a folder, and the folder itself, is still there after a power cut."""
    for below in place.rglob("*"):
        if below.is_dir():
            _remembered(below)
        else:
            with below.open("rb+") as file:
                _settled(file)
    _remembered(place)
    _remembered(place.parent)


def suffix_of(name: str) -> str:
    """The extension of a file name in lower case; "" when it is none that a file format has."""
    found = SUFFIX.search(name.lower())
    return found[0] if found else ""


def _chunks(file: Any) -> Iterable[bytes]:
    return _of_path(file) if isinstance(file, Path) else file.chunks(CHUNK)


def _of_path(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def _settled(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _remembered(folder: Path) -> None:
    """The names in a folder survive a power cut; elsewhere than on POSIX systems nobody can ask for it."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
