"""拆包: the files that a clerk brings, some of them in zip files, each in a place of ours."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.store import CHUNK, suffix_of
from xueheng.tables.files.limits import limits

MOST_FILES = 1000
PASSED = ("__MACOSX/", "~$", ".")  # what systems put beside files


@dataclass(frozen=True)
class Brought:
    """带来的文件: what it was called, for people alone, and where it lies under a name of ours."""

    name: str
    path: Path

    def chunks(self, size: int) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        with self.path.open("rb") as file:
            while piece := file.read(size):
                yield piece


def unpacked(files: Iterable[Any], folder: Path) -> Iterator[Brought]:
    """带来的文件 one by one, those in zip files too; NotReady for a zip file that is unsafe or too large."""
    for number, file in enumerate(files):
        path = folder / f"{number}{suffix_of(file.name)}"
        with path.open("wb") as out:
            out.writelines(file.chunks(CHUNK))
        if path.suffix == ".zip":
            yield from _inside(Brought(file.name, path), folder)
        else:
            yield Brought(file.name, path)


def _inside(packed: Brought, folder: Path) -> Iterator[Brought]:
    try:
        with zipfile.ZipFile(packed.path) as archive:
            members = [m for m in archive.infolist() if not _is_beside(m)]
            _refuse_unsafe(packed.name, members)
            for number, member in enumerate(members):
                name = _name(member)
                path = folder / f"{packed.path.stem}-{number}{suffix_of(name)}"
                with archive.open(member) as source, path.open("wb") as out:
                    while piece := source.read(CHUNK):
                        out.write(piece)
                yield Brought(name, path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error) as error:
        raise NotReady(_("压缩包“%(name)s”打不开，可能已经损坏。") % {"name": packed.name}) from error


def _refuse_unsafe(name: str, members: list[zipfile.ZipInfo]) -> None:
    at_most, total = limits(), sum(m.file_size for m in members)
    if len(members) > MOST_FILES or total > at_most.total_bytes:
        raise NotReady(_("压缩包“%(name)s”里的文件太多或太大，没有接收。") % {"name": name})
    if any(m.flag_bits & 1 for m in members):
        raise NotReady(_("压缩包“%(name)s”设了密码，请去掉密码再交。") % {"name": name})
    if total > at_most.ratio_from_bytes and total > at_most.ratio * sum(m.compress_size + 1 for m in members):
        raise NotReady(_("压缩包“%(name)s”展开后大得不正常，没有接收。") % {"name": name})


def _is_beside(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename).name
    return member.is_dir() or member.filename.startswith(PASSED[0]) or name.startswith(PASSED[1:])


def _name(member: zipfile.ZipInfo) -> str:
    """The name as its owner wrote it: programs in China write GB18030 where a zip file says nothing."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
