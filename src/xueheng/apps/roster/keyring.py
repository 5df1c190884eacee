"""Keys of single values: HOME/keys/field.key, a line each; the last writes, all of them read."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady

NONCE, ID = 12, 8  # bytes of a nonce, signs of a key's id


class NoKey(NotReady):
    """A sealed value cannot be opened, or none can be written: the key is not in this home."""


class Broken(NotReady):
    """A sealed value was altered, or belongs to another place."""


class Key:
    """密钥: seals and opens; the index by which equal values are found has a key of its own from it."""

    def __init__(self, name: str, secret: bytes) -> None:
        self.name, self.cipher = name, AESGCM(secret)
        self._index = hmac.digest(secret, b"xueheng blind index", "sha256")

    def digest(self, value: str, about: str) -> str:
        """The blind index of a value of a column: equal for equal values, and says nothing else."""
        return hmac.new(self._index, f"{about}\0{value}".encode(), sha256).hexdigest()


class Ring:
    """钥匙串 of one home."""

    def __init__(self, path: Path) -> None:
        self.path, self.keys = path, _read(path)
        self.by_name = {key.name: key for key in self.keys}

    @property
    def last(self) -> Key:
        """The key that writes."""
        if not self.keys:
            raise NoKey(
                _("没有密钥文件 %(file)s，证件号和电话存不了。请运行 xueheng init，或放回备份的密钥。")
                % {"file": "keys/field.key"}
            )
        return self.keys[-1]

    def seal(self, data: bytes, about: str) -> bytes:
        """Data that only a holder of the key opens, and only where it says what it is about."""
        key, nonce = self.last, secrets.token_bytes(NONCE)
        return key.name.encode() + nonce + key.cipher.encrypt(nonce, data, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed about that; NoKey without its key, Broken when it is not what was written."""
        name = sealed[:ID].decode("ascii", "replace")
        key = self.by_name.get(name) or self._come_since(name)
        try:
            return key.cipher.decrypt(sealed[ID : ID + NONCE], sealed[ID + NONCE :], about.encode())
        except (InvalidTag, ValueError) as error:
            raise Broken(
                _("有一个加密保存的值打不开：它被改动过，或者不是写在这里的。请运行 xueheng doctor。")
            ) from error

    def digests(self, value: str, about: str) -> list[str]:
        """The blind indexes of a value under every key."""
        return [key.digest(value, about) for key in self.keys]

    def _come_since(self, name: str) -> Key:
        """A key that another process has added since this one read the file."""
        self.__init__(self.path)  # type: ignore[misc]
        if name not in self.by_name:
            said = _(
                "密钥文件 %(file)s 里没有打开这个值的密钥。请把备份的密钥放回去，再运行 xueheng doctor。"
            )
            raise NoKey(said % {"file": "keys/field.key"})
        return self.by_name[name]


def ring() -> Ring:
    """钥匙串 of this home."""
    return _ring(str(settings.XUEHENG_HOME))


def about_file(path: Path) -> str:
    """What a sealed file is sealed with: its folder and its name."""
    return f"{path.parent.name}/{path.name}"


def make_field_key(home: Path) -> None:
    """A home has a key of single values; an existing one stays."""
    if not (home / "keys" / "field.key").is_file():
        add_key(home)


def add_key(home: Path) -> str:
    """The name of a new key, with which all is written from now on; the old ones still read."""
    path = home / "keys" / "field.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    name, secret = secrets.token_hex(ID // 2), secrets.token_bytes(32)
    held = path.read_text("ascii") if path.is_file() else ""
    made = path.with_name(".field.key.writing")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{held}{name} {base64.b64encode(secret).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
    _ring.cache_clear()
    return name


@lru_cache(maxsize=4)
def _ring(home: str) -> Ring:
    return Ring(Path(home) / "keys" / "field.key")


def _read(path: Path) -> list[Key]:
    if not path.is_file():
        return []
    pairs = (line.split() for line in path.read_text("ascii").splitlines() if line.strip())
    try:
        return [Key(name, base64.b64decode(secret, validate=True)) for name, secret in pairs]
    except ValueError as error:
        raise NoKey(
            _("密钥文件 %(file)s 读不懂。请把备份的密钥放回去。") % {"file": "keys/field.key"}
        ) from error
