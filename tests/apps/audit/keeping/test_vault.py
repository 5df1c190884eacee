"""密封: nothing of a sealed stream can be read, changed, reordered or cut off unnoticed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.apps.audit.keeping.vault import CHUNK, TAG, Opened, Sealed, secret_of
from xueheng.apps.errors import NotReady

SECRET = b"correct horse battery"
HEAD = 33
SEALED = CHUNK + TAG
TEXT = ("青山县" * 250_000).encode()  # a little more than two chunks


def sealed(*parts: bytes) -> bytes:
    out = io.BytesIO()
    stream = Sealed(out, SECRET)
    for part in parts:
        stream.write(part)
    stream.finish()
    return out.getvalue()


def opened(data: bytes, secret: bytes = SECRET) -> bytes:
    return io.BufferedReader(Opened(io.BytesIO(data), secret)).read()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return sealed(TEXT)


@given(st.lists(st.binary(max_size=300)))
@settings(max_examples=10)
def test_what_was_sealed_is_opened(parts: list[bytes]) -> None:
    assert opened(sealed(*parts)) == b"".join(parts)


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_every_length_comes_out_again(size: int) -> None:
    assert opened(sealed(b"a" * size)) == b"a" * size


def test_nothing_can_be_read_and_no_two_are_alike(whole: bytes) -> None:
    assert "青山".encode() not in whole
    assert sealed(TEXT)[HEAD:] != whole[HEAD:]


ALTERED = {
    "a byte": lambda d: d[: HEAD + 5] + bytes([d[HEAD + 5] ^ 1]) + d[HEAD + 6 :],
    "a late byte": lambda d: d[:-3] + bytes([d[-3] ^ 1]) + d[-2:],
    "the salt": lambda d: d[:12] + bytes([d[12] ^ 1]) + d[13:],
    "the tail": lambda d: d[:-1],
    "the last chunk": lambda d: d[: HEAD + 2 * SEALED],
    "all chunks": lambda d: d[:HEAD],
    "the order": lambda d: (
        d[:HEAD] + d[HEAD + SEALED : HEAD + 2 * SEALED] + d[HEAD : HEAD + SEALED] + d[HEAD + 2 * SEALED :]
    ),
    "a chunk twice": lambda d: d[: HEAD + SEALED] + d[HEAD:],
    "a byte more": lambda d: d + b"\0",
    "another's end": lambda d: d[: HEAD + 2 * SEALED] + sealed(TEXT)[HEAD + 2 * SEALED :],
}


@pytest.mark.parametrize("what", ALTERED)
def test_any_alteration_is_noticed(whole: bytes, what: str) -> None:
    with pytest.raises(NotReady):
        opened(ALTERED[what](whole))


def test_another_passphrase_opens_nothing(whole: bytes) -> None:
    with pytest.raises(NotReady, match="密码不对"):
        opened(whole, b"correct horse batterx")


@pytest.mark.parametrize("data", [b"", b"PK\3\4 something else", b"XHBACKUP1\n"])
def test_another_file_is_said_to_be_no_backup(data: bytes) -> None:
    with pytest.raises(NotReady, match="不是学衡的备份"):
        opened(data)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(NotReady, match="12"):
        secret_of(b"short")
