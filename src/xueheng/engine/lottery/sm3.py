"""SM3 (GB/T 32905-2016) for machines whose OpenSSL lacks it."""

from __future__ import annotations

MASK = 0xFFFFFFFF
START: tuple[int, ...] = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip


def sm3(data: bytes) -> str:
    """The digest in lower-case hex."""
    length = len(data) * 8
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + length.to_bytes(8, "big")
    state = START
    for at in range(0, len(padded), 64):
        state = _compressed(state, padded[at : at + 64])
    return b"".join(word.to_bytes(4, "big") for word in state).hex()


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        turned = _left(a, 12)
        ss1 = _left((turned + e + _left(constant, j % 32)) & MASK, 7)
        majority = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        chosen = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (majority + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & MASK
        tt2 = (chosen + h + ss1 + w[j]) & MASK
        a, b, c, d = tt1, a, _left(b, 9), c
        e, f, g, h = tt2 ^ _left(tt2, 9) ^ _left(tt2, 17), e, _left(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def _expanded(block: bytes) -> list[int]:
    w = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = w[j - 16] ^ w[j - 9] ^ _left(w[j - 3], 15)
        spread = mixed ^ _left(mixed, 15) ^ _left(mixed, 23)
        w.append(spread ^ _left(w[j - 13], 7) ^ w[j - 6])
    return w


def _left(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & MASK if by else word
