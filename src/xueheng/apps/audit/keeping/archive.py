"""备份文件: what it holds, in which order, and that it holds it whole."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from xueheng.apps.audit.keeping.rows import Sum
from xueheng.apps.audit.keeping.vault import Opened
from xueheng.apps.errors import NotReady

HEADER, MANIFEST, ROWS, FILES = "header.json", "manifest.json", "rows", "files"
FORMAT = 1


@dataclass(frozen=True)
class Member:
    """One part of a backup: rows of a table, or a file of the home folder."""

    kind: str
    name: str
    content: IO[bytes]

    def lines(self) -> list[bytes]:
        """The rows, one a line."""
        return self.content.read().splitlines()


class Put:
    """Writes the parts of a backup."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def text(self, name: str, document: Any) -> None:
        """A JSON document."""
        self.data(name, json.dumps(document, ensure_ascii=False, sort_keys=True).encode())

    def data(self, name: str, data: bytes) -> None:
        """Bytes under a name."""
        self.stream(name, io.BytesIO(data), len(data))

    def stream(self, name: str, content: IO[bytes], size: int) -> None:
        """So many bytes of a file under a name."""
        info = tarfile.TarInfo(name)
        info.size = size
        self._tar.addfile(info, content)

    def close(self) -> None:
        """All parts are written."""
        self._tar.close()
        self._zip.close()


class Archive:
    """An opened backup: its header at once, then its parts one after the other, at last its manifest."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        self._zip = gzip.GzipFile(fileobj=io.BufferedReader(Opened(source, secret)), mode="rb")
        self._tar = tarfile.open(fileobj=self._zip, mode="r|")  # noqa: SIM115
        self.header = self._document(HEADER)
        if self.header["format"] != FORMAT:
            raise NotReady(_("这份备份是更新的版本做的，请先升级。"))
        self.manifest: dict[str, Any] = {}

    def members(self) -> Iterator[Member]:
        """Every part; afterwards the manifest is known and the file was read to its very end."""
        while info := self._tar.next():
            content = self._tar.extractfile(info)
            if content is None or ".." in PurePosixPath(info.name).parts:
                raise NotReady(_("备份里有不该有的内容：%(name)s。") % {"name": info.name})
            if info.name == MANIFEST:
                self.manifest = json.load(content)
                continue
            kind, _slash, name = info.name.partition("/")
            yield Member(kind, name, content)
        while self._zip.read(2**20):
            pass

    def _document(self, name: str) -> dict[str, Any]:
        info = self._tar.next()
        content = self._tar.extractfile(info) if info and info.name == name else None
        if content is None:
            raise NotReady(_("这个文件不是学衡的备份。"))
        found: dict[str, Any] = json.load(content)
        return found


@contextmanager
def opened(path: Path, secret: bytes) -> Iterator[Archive]:
    """The backup of a file; NotReady wherever it turns out not to be whole."""
    try:
        with path.open("rb") as source:
            yield Archive(source, secret)
    except FileNotFoundError as error:
        raise NotReady(_("没有备份文件 %(path)s。") % {"path": path}) from error
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, json.JSONDecodeError) as error:
        raise NotReady(_("备份文件不完整。请用另一份备份。")) from error


def table_of(name: str) -> str:
    """The table of which a part holds rows: the parts of one are numbered."""
    return name.partition("/")[0]


def read_whole(path: Path, secret: bytes) -> Archive:
    """The backup after every byte of it was compared with its manifest; NotReady when it is not whole."""
    rows: dict[str, Sum] = {}
    files: dict[str, str] = {}
    with opened(path, secret) as archive:
        for member in archive.members():
            if member.kind == ROWS:
                summed = rows.setdefault(table_of(member.name), Sum())
                for line in member.lines():
                    summed.add(line)
            else:
                files[member.name] = hashed(member.content)
    compare(archive, {name: summed.said() for name, summed in rows.items()}, files)
    return archive


def compare(archive: Archive, rows: dict[str, Any], files: dict[str, str]) -> None:
    """Refuse tables and files other than those that the manifest names."""
    wanted = {name: said for name, said in archive.manifest.get("tables", {}).items() if said["rows"]}
    found = {name: said for name, said in rows.items() if said["rows"]}
    wrong = sorted(n for n in wanted.keys() | found.keys() if wanted.get(n) != found.get(n))
    named = archive.manifest.get("files", {})
    wrong += sorted(n for n in named.keys() | files.keys() if named.get(n) != files.get(n))
    if wrong or not archive.manifest:
        raise NotReady(_("备份里的内容与它的清单不符：%(wrong)s。") % {"wrong": "、".join(wrong[:5])})


def hashed(content: IO[bytes], out: IO[bytes] | None = None) -> str:
    """The SHA-256 of a stream, which is copied where wanted."""
    summed = sha256()
    while chunk := content.read(2**20):
        summed.update(chunk)
        if out:
            out.write(chunk)
    return summed.hexdigest()
