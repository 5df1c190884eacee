"""存证包: members in one sealed zip; its comment is the digest of everything before it."""

from __future__ import annotations

import hashlib
import io
import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

STAMP = (1980, 1, 1, 0, 0, 0)  # a bundle does not say when it was made: equal runs make equal bytes
SEAL = b"xhb/1 sha256:"  # the zip's comment: the digest of every byte before it
END_OF_ZIP = b"PK\x05\x06"
FEW = 2**20  # a larger member is packed quickly rather than small
Member = bytes | Path  # a file is packed as it stands, and never held whole
LARGEST = 4 * 2**30  # bytes a bundle may unpack to
# What zipfile, zlib and struct raise on damaged bytes.
DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    RuntimeError,
    OverflowError,
    OSError,
    EOFError,
)


def sealed(members: Mapping[str, Member]) -> bytes:
    """A zip of the members whose comment is the digest of everything before it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            _put(archive, info, members[name])
        archive.comment = SEAL + b"0" * 64
    body = out.getvalue()[:-64]
    return body + sha256(body[: -len(SEAL)]).encode()


def _put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member) -> None:
    size = len(member) if isinstance(member, bytes) else member.stat().st_size
    level = None if size < FEW else 1
    if isinstance(member, bytes):
        archive.writestr(info, member, compresslevel=level)
        return
    info.file_size = size
    info._compresslevel = level  # type: ignore[attr-defined]
    with member.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, FEW)


def unpacked(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Every member that can be read, and what is wrong with the container."""
    data = path.read_bytes()
    problems = []
    if _is_seal_broken(data):
        problems.append(
            f"{path.name}：封口与内容不符，文件被改动过 / the seal does not fit, the file was changed"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > LARGEST:
                return {}, [f"{path.name}：展开后过大 / too large when unpacked"]
            names = [i.filename for i in archive.infolist()]
            members = {i.filename: archive.read(i) for i in archive.infolist()}
    except DAMAGED as error:
        return {}, [f"{path.name}：不是完整的存证包 / not a whole bundle ({type(error).__name__})"]
    twice = sorted({name for name in names if names.count(name) > 1})
    return members, problems + [f"{name}：出现不止一次 / stands more than once" for name in twice]


def _is_seal_broken(data: bytes) -> bool:
    """True when the zip does not end in a comment that is empty or the digest of all before it.

    A bundle packed again by another program has no comment; its members are then all there is to check.
    """
    end = data.rfind(END_OF_ZIP) + 22
    comment = data[end:]
    seal = SEAL + hashlib.sha256(data[:end]).hexdigest().encode()
    return end < 22 or (bool(comment) and comment != seal)


def sha256(data: Member) -> str:
    """The SHA-256 of bytes or of a file, in hex."""
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
