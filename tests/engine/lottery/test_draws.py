"""Draws equal the published vectors, and what was not meant to matter does not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.lottery import interval, rfc3797, xhl1
from xueheng.engine.lottery.sm3 import sm3

CASES = Path(__file__).parents[2] / "golden" / "admission"
TEXT = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=8)


def case(name: str) -> Any:
    return json.loads((CASES / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["s05_xhl1_sha256.json", "s06_xhl1_sm3.json"])
def test_roll_commitments_seed_tickets_and_order_are_those_of_the_vector(name: str) -> None:
    said = case(name)
    alg, event, ids = said["alg"], said["event"], said["ids"]
    secrets = tuple(xhl1.Secret(*pair) for pair in said["secrets"])
    for expected in said["expected"]:
        draw = xhl1.Draw(alg, event, xhl1.roll_hash(ids, alg), said["public"], secrets)
        found = xhl1.tickets(ids, seed=draw.seed, scope=expected["scope"], algorithm=alg)
        assert (draw.roll_hash, draw.seed) == (expected["roll_hash"], expected["seed"])
        assert dict(zip(ids, found, strict=True)) == expected["tickets"]
        assert [ids[at] for at in xhl1.ordered(ids, found)] == expected["order"]
        assert [xhl1.commitment(s, event=event, algorithm=alg) for s in secrets] == expected["commitments"]


@given(st.lists(TEXT, unique=True), st.randoms())
def test_the_order_of_the_roll_does_not_matter(ids: list[str], random: Any) -> None:
    mixed = random.sample(ids, len(ids))
    assert xhl1.roll_hash(mixed, "sha256") == xhl1.roll_hash(ids, "sha256")


@given(st.lists(TEXT, unique=True, min_size=2), st.integers(0))
def test_one_who_leaves_moves_nobody_else(ids: list[str], at: int) -> None:
    found = xhl1.tickets(ids, seed="s", scope=xhl1.ALL, algorithm="sha256")
    order = [ids[n] for n in xhl1.ordered(ids, found)]
    left = [one for one in ids if one != ids[at % len(ids)]]
    again = xhl1.tickets(left, seed="s", scope=xhl1.ALL, algorithm="sha256")
    assert [left[n] for n in xhl1.ordered(left, again)] == [one for one in order if one in left]


def test_the_vector_of_rfc_3797_is_drawn() -> None:
    sources = [
        rfc3797.Source((9319,)),
        rfc3797.Source((2, 5, 12, 8, 10)),
        rfc3797.Source((9, 18, 26, 34, 41, 45)),
    ]
    key = rfc3797.key_of(sources)
    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert rfc3797.selected(key, pool=25, select=10) == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]


def test_digits_in_the_order_of_their_drawing_keep_it() -> None:
    said = case("s07_rfc3797_own.json")
    key = rfc3797.key_of([rfc3797.Source((4, 0, 9), True), rfc3797.Source((2026200,))])
    drawn = rfc3797.selected(key, pool=said["pool"], select=said["select"])
    assert (key, drawn) == (said["key"], said["expected"])


@given(st.integers(1, 60), st.data())
def test_everybody_is_drawn_once_when_all_are_drawn(pool: int, data: Any) -> None:
    start, step = data.draw(st.integers(1, pool)), data.draw(st.integers(1, 99))
    assert sorted(interval.drawn(pool, start=start, interval=step, select=pool)) == [*range(1, pool + 1)]
    assert sorted(rfc3797.selected("1./", pool=pool, select=pool)) == [*range(1, pool + 1)]


def test_start_and_interval_go_round_those_left() -> None:
    said = case("s04_start_interval_draw.json")
    found = interval.drawn(said["N"], start=said["start"], interval=said["interval"], select=said["winners"])
    assert found == said["expected"]


@pytest.mark.skipif(
    "sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3 to compare with"
)
@given(st.binary(max_size=200))
def test_our_sm3_is_that_of_openssl(data: bytes) -> None:
    assert sm3(data) == hashlib.new("sm3", data).hexdigest()
