"""密封: a stream encrypted in chunks, so that none can be read, changed, reordered or cut off unnoticed."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady

MAGIC = b"XHBACKUP1\n"
SALT, PREFIX, TAG, CHUNK = 16, 7, 16, 2**20
LEAST = 12  # characters of a passphrase


def secret_in(path: Path) -> bytes:
    """The passphrase or the key that a file holds."""
    try:
        return secret_of(path.read_bytes().strip())
    except OSError as error:
        raise NotReady(_("读不出密码文件 %(path)s。") % {"path": path}) from error


def secret_of(secret: bytes) -> bytes:
    """A secret that is long enough."""
    if len(secret) < LEAST:
        raise NotReady(_("备份密码至少 %(least)s 个字符。") % {"least": LEAST})
    return secret


class Sealed(io.RawIOBase):
    """Takes plain bytes, writes encrypted chunks; only `finish` makes the stream a whole one."""

    def __init__(self, out: BinaryIO, secret: bytes) -> None:
        self._out, self._head = out, MAGIC + os.urandom(SALT + PREFIX)
        self._key, self._number, self._held = _key(secret, self._head), 0, bytearray()
        out.write(self._head)

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: object) -> int:
        """Keep the bytes until a chunk is full."""
        given = memoryview(data)  # type: ignore[arg-type]
        self._held += given
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]
        return given.nbytes

    def finish(self) -> None:
        """The last chunk says that it is the last."""
        self._put(bytes(self._held), is_last=True)

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._head, self._number, is_last=is_last)
        self._out.write(self._key.encrypt(nonce, plain, self._head))
        self._number += 1


class Opened(io.RawIOBase):
    """Gives the plain bytes of an encrypted stream; NotReady where it is not what was written."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        self._source, self._head = source, source.read(len(MAGIC) + SALT + PREFIX)
        if not self._head.startswith(MAGIC) or len(self._head) < len(MAGIC) + SALT + PREFIX:
            raise NotReady(_("这个文件不是学衡的备份。"))
        self._key, self._number = _key(secret, self._head), 0
        self._next, self._plain = source.read(CHUNK + TAG), memoryview(b"")

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes; none once the last chunk has been read."""
        wanted = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._plain and (self._next or not self._number):
            self._plain = memoryview(self._open())
        n = min(len(wanted), len(self._plain))
        wanted[:n], self._plain = self._plain[:n], self._plain[n:]
        return n

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        nonce = _nonce(self._head, self._number, is_last=not self._next)
        try:
            plain = self._key.decrypt(nonce, chunk, self._head)
        except InvalidTag as error:
            raise NotReady(self._refusal()) from error
        self._number += 1
        return plain

    def _refusal(self) -> str:
        if self._number:
            return _("备份文件在第 %(n)s MB 处被改动过，或者不完整。请用另一份备份。") % {"n": self._number}
        return _("打不开备份：密码不对，或者文件被改动过。")


def _key(secret: bytes, head: bytes) -> AESGCM:
    salt = head[len(MAGIC) : len(MAGIC) + SALT]
    return AESGCM(Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(secret))


def _nonce(head: bytes, number: int, *, is_last: bool) -> bytes:
    return head[-PREFIX:] + number.to_bytes(4, "big") + bytes([is_last])
