"""阶段: frozen, committed, revealed, drawn; nothing is drawn that differs from what was announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.engine.lottery import xhl1
from xueheng.methods.lottery_draw import Params
from xueheng.methods.lottery_draw.entries import Listing, listing_hash
from xueheng.methods.lottery_draw.findings import found
from xueheng.tables.issues import Issue

REHEARSAL = "REHEARSAL"  # stands where the public number would; no public number has this form
Stage = Literal["frozen", "committed", "revealed", "drawn"]


@dataclass(frozen=True)
class Announced:
    """公布的内容: fingerprints of the roll, what each witness revealed, and how far the draw has come."""

    roll_hash: str
    listing_hash: str
    secrets: tuple[xhl1.Secret, ...]
    commitments: Mapping[str, str]  # by witness, computed from what was revealed, else as published
    stage: Stage
    is_rehearsal: bool

    def draw(self, params: Params) -> xhl1.Draw:
        """What the seed is made of."""
        public = params.public or REHEARSAL
        return xhl1.Draw(params.hash_, params.event, self.roll_hash, public, self.secrets)


def announced(listing: Listing, params: Params) -> Announced:
    """What is known of the draw, from the roll and the parameters."""
    secrets = _secrets(params)
    made = {one.witness: xhl1.commitment(one, event=params.event, algorithm=params.hash_) for one in secrets}
    return Announced(
        xhl1.roll_hash(listing.ids.to_pylist(), params.hash_),
        listing_hash(listing, params.hash_),
        secrets,
        _pairs(params.commitments) | made,
        _stage(params),
        params.rehearsal or (params.procedure == "xhl1" and not params.public),
    )


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, _, value in (text.partition(":") for text in texts)}


def _secrets(params: Params) -> tuple[xhl1.Secret, ...]:
    """The secrets in the order of the commitments that were published, else as they are given."""
    given = _pairs(params.secret)
    order = [name for name in _pairs(params.commitments) if name in given]
    return tuple(xhl1.Secret(name, given[name]) for name in dict.fromkeys((*order, *given)))


def _stage(params: Params) -> Stage:
    if params.procedure != "xhl1" or params.public:
        return "drawn"
    return "revealed" if params.secret else "committed" if params.commitments else "frozen"


def phase_issues(known: Announced, params: Params) -> Iterator[Issue]:
    """Why the draw must not go on, and what of it nobody could check."""
    yield from _frozen(known, params)
    if params.procedure == "xhl1":
        yield from _witnesses(known, params)
    if known.is_rehearsal:
        yield found("REHEARSAL", "warning")


def _frozen(known: Announced, params: Params) -> Iterator[Issue]:
    """冻结: the roll is the one whose fingerprint was published."""
    both = (
        ("roll_hash", params.roll_hash, known.roll_hash),
        ("listing_hash", params.listing_hash, known.listing_hash),
    )
    for name, said, now in both:
        if said and said.lower() != now:
            yield found("ROLL_CHANGED", name=name, value=said, found=now)
    if not (params.roll_hash or known.is_rehearsal):
        yield found("ROLL_NOT_FROZEN", "notice")


def _witnesses(known: Announced, params: Params) -> Iterator[Issue]:
    """见证: each witness revealed what was committed to, and nobody is missing when the number is known."""
    said, revealed = _pairs(params.commitments), {one.witness for one in known.secrets}
    for name, value in said.items():
        if name in revealed and known.commitments[name] != value.lower():
            yield found("REVEAL_WRONG", name=name, value=value, found=known.commitments[name])
        if name not in revealed and (params.secret or params.public):
            yield found("WITNESS_MISSING", name=name)
    for name in sorted(revealed - {*said}) if said else ():
        yield found("WITNESS_UNKNOWN", name=name)
    if params.secret and not said:
        yield found("NOT_COMMITTED", "notice")
