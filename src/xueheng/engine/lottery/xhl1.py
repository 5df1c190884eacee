"""XHL-1: a ticket for each id, from a roll frozen before, secrets revealed, and an unknowable number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xueheng.engine.lottery.digests import Algorithm, digest_of, of_lines

ALL = "*"  # one ticket for every program


@dataclass(frozen=True)
class Secret:
    """见证人密钥: who revealed what."""

    witness: str
    text: str


@dataclass(frozen=True)
class Draw:
    """派位种子: all that tickets follow from."""

    algorithm: Algorithm
    event: str
    roll_hash: str
    public: str
    secrets: tuple[Secret, ...]

    @property
    def seed(self) -> str:
        """The seed in hex."""
        said = [f"{one.witness}:{one.text}" for one in self.secrets]
        lines = ["XHL-1/seed", self.algorithm, self.event, self.roll_hash, self.public, *said]
        return of_lines(digest_of(self.algorithm), lines)


def roll_hash(ids: Iterable[str], algorithm: Algorithm) -> str:
    """名单指纹: of the ids in the order of their UTF-8 bytes, whatever order they came in."""
    return of_lines(digest_of(algorithm), sorted(ids, key=str.encode))


def commitment(secret: Secret, *, event: str, algorithm: Algorithm) -> str:
    """承诺值: what a witness publishes before the reveal."""
    return of_lines(digest_of(algorithm), ["XHL-1/commit", event, secret.witness, secret.text])


def tickets(ids: Sequence[str], *, seed: str, scope: str, algorithm: Algorithm) -> list[str]:
    """签号: one for each id, in the order of the ids; lower is earlier."""
    digest, head = digest_of(algorithm), f"XHL-1/ticket\n{seed}\n{scope}\n".encode()
    return [digest(head + one.encode() + b"\n") for one in ids]


def ordered(ids: Sequence[str], drawn: Sequence[str]) -> list[int]:
    """派位次序: places of the ids in rising order of ticket, then of the bytes of the id."""
    by_id = sorted(range(len(ids)), key=[one.encode() for one in ids].__getitem__)
    return sorted(by_id, key=drawn.__getitem__)
