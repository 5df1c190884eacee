"""派位文件: roll, seed and seats are those that were announced, else no draw may be carried out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from xueheng.engine.lottery.xhl1 import roll_hash
from xueheng.standards.words import catalogue
from xueheng.tables.documents.key_findings import key_issue, text_only, twice, whole
from xueheng.tables.files.json_file import Number
from xueheng.tables.issues import Issue

SHA256 = re.compile(r"[0-9a-f]{64}")
ROLL_HASH, COMMITMENT = "applicants_sha256", "seed_commitment_sha256"
DRAW_HASH = "roll_hash"  # of XHL-1: what `lottery.draw` takes and gives, whatever order the roll is in


def lottery_issues(document: dict[str, Any]) -> Iterator[Issue]:
    """What is wrong with a lottery file that has its keys."""
    for key in (ROLL_HASH, COMMITMENT):
        if not _is_hash(document[key]):
            yield key_issue("HASH_FORM", key, value=str(document[key])[:80])
    yield from _roll(document["applicants"], document[ROLL_HASH])
    yield from _for_draw(document["applicants"], document.get(DRAW_HASH))
    yield from _seed(document.get("seed_revealed"), document[COMMITMENT])
    yield from _seats(document["seats"], document["applicants"])


def _roll(applicants: Any, stated: Any) -> Iterator[Issue]:
    """名单: every number once, without blanks around it, and all as they were announced."""
    if not isinstance(applicants, list):
        yield key_issue("ROLL_SHAPE", "applicants")
        return
    texts = [number for number in applicants if isinstance(number, str) and not isinstance(number, Number)]
    for at, number in enumerate(applicants):
        yield from _number(number, f"applicants[{at}]")
    if len(texts) < len(applicants):
        return
    yield from twice((f"applicants[{at}]", number) for at, number in enumerate(texts))
    found = _sha256("\n".join(texts))
    if _is_hash(stated) and found != stated:
        yield key_issue("ROLL_HASH_MISMATCH", ROLL_HASH, value=stated, found=found)


def _for_draw(applicants: Any, stated: Any) -> Iterator[Issue]:
    """派位名单指纹: where it is given, it is the one that a draw of these numbers shows."""
    if stated is None:
        return
    if not _is_hash(stated):
        yield key_issue("HASH_FORM", DRAW_HASH, value=str(stated)[:80])
    elif isinstance(applicants, list) and all(isinstance(n, str) and n.isprintable() for n in applicants):
        found = roll_hash(applicants, "sha256")
        if found != stated:
            yield key_issue("DRAW_HASH_MISMATCH", DRAW_HASH, value=stated, found=found)


def _number(number: Any, path: str) -> Iterator[Issue]:
    if wrong := list(text_only(number, path)):
        yield from wrong
    elif not number.strip():
        yield key_issue("BLANK", path)
    elif number != number.strip() or not number.isprintable():
        yield key_issue("ID_BLANKS", path, value=number)


def _seed(seed: Any, commitment: Any) -> Iterator[Issue]:
    """种子: exactly the text that was committed to; nothing of it is trimmed or converted."""
    if seed is None or not _is_hash(commitment):
        return
    if wrong := list(text_only(seed, "seed_revealed")):
        yield from wrong
    elif _sha256(seed) != commitment:
        is_near = any(_sha256(text) == commitment for text in _near(seed))
        hint = catalogue("xueheng.tables")["SEED.near" if is_near else "SEED.other"]
        yield key_issue("SEED_COMMIT_MISMATCH", "seed_revealed", value=seed, hint=hint)


def _near(seed: str) -> Iterator[str]:
    """Texts that a person would take for the same seed: only to say why it differs."""
    for text in (seed.strip(), "".join(seed.split()), unicodedata.normalize("NFKC", seed).strip()):
        yield from (text, text + "\n", text + "\r\n", text + " ")


def _seats(value: Any, applicants: Any) -> Iterator[Issue]:
    seats = yield from whole(value, "seats")
    if seats == 0:
        yield key_issue("SEATS_NONE", "seats", severity="warning")
    elif seats is not None and isinstance(applicants, list) and seats > len(applicants):
        yield key_issue("SEATS_FOR_ALL", "seats", severity="notice", value=seats, n=len(applicants))


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def _sha256(text: str) -> str:
    # A lone surrogate is no UTF-8 text: it is passed on, so that the hash differs instead of a crash.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
