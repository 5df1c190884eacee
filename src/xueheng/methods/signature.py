"""签名: Ed25519 keys and signatures of manifests."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class KeyProblem(ValueError):
    """A key file cannot be used; the text says why."""


@dataclass(frozen=True)
class KeyFile:
    """A private key and the fingerprint of its public half."""

    private: Ed25519PrivateKey
    fingerprint: str


def load_private(path: Path) -> KeyFile:
    """The private key of a PEM file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyProblem(f"{path.name}：不是可用的 Ed25519 私钥 / no usable Ed25519 private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"{path.name}：不是 Ed25519 私钥 / not an Ed25519 private key")
    return KeyFile(key, fingerprint(_raw(key.public_key())))


def load_public(given: str) -> bytes:
    """The 32 bytes of a public key: base64 text, or a file of it, of PEM, or of a private key's PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    path = Path(given)
    data = path.read_bytes() if path.is_file() else given.encode()
    if b"PRIVATE KEY" in data:
        return _raw(load_private(path).private.public_key())
    try:
        if b"BEGIN" in data:
            key = load_pem_public_key(data)
            if isinstance(key, Ed25519PublicKey):
                return _raw(key)
        raw = base64.b64decode(data.strip(), validate=True)
    except ValueError as error:
        raise KeyProblem(f"{path.name}：不是可用的公钥 / no usable public key") from error
    if len(raw) != 32:
        raise KeyProblem(f"{path.name}：不是 Ed25519 公钥 / not an Ed25519 public key")
    return raw


def make_key(folder: Path) -> Path:
    """A private key `signing.pem` (readable by its owner only) and `signing.pub.pem`; an old one is kept."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = folder / "signing.pem"
    if private.is_file():
        return private
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "signing.pub.pem").write_bytes(public)
    return private


def sign(manifest: bytes, key: KeyFile) -> dict[str, Any]:
    """The signature record of a manifest."""
    return {
        "algorithm": "Ed25519",
        "fingerprint": key.fingerprint,
        "public_key": base64.b64encode(_raw(key.private.public_key())).decode(),
        "signature": base64.b64encode(key.private.sign(manifest)).decode(),
    }


def is_signed(manifest: bytes, record: Any, *, public: bytes) -> bool:
    """True when the record holds a signature of the manifest by that public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = base64.b64decode(record["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, manifest)
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def claimed_key(record: Any) -> bytes | None:
    """The public key that a signature record names, if it names one."""
    try:
        raw = base64.b64decode(record["public_key"], validate=True)
    except (KeyError, TypeError, ValueError):
        return None
    return raw if len(raw) == 32 else None


def fingerprint(public: bytes) -> str:
    """The first 32 hex digits of the key's SHA-256, as people compare them."""
    return "ed25519:" + hashlib.sha256(public).hexdigest()[:32]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()
