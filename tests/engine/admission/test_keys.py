"""One strict order from components: as Python sorts the tuples, whatever the rows' order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.admission.keys import (
    dense,
    first_difference,
    grades,
    higher_first,
    lower_first,
    ordered,
    stacked,
    text,
)

NUMBERS = st.integers(-(2**62), 2**62) | st.integers(0, 3)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 2)), min_size=1, max_size=12)
TICKETS = st.lists(st.binary(max_size=20).map(lambda b: b.rstrip(b"\0")), min_size=1, max_size=9)


def _columns(rows: list[tuple[int, ...]]) -> list[np.ndarray]:
    return [np.array(column, np.int64) for column in zip(*rows, strict=True)]


@given(ROWS)
def test_the_order_is_that_of_the_tuples_and_ends_in_ticket_and_id(rows: list[tuple[int, ...]]) -> None:
    score, tier, ticket = _columns(rows)
    key = [higher_first("score", score), lower_first("tier", tier)]
    found = ordered(key, ticket=ticket, identity=np.arange(len(rows)))
    by_hand = sorted(range(len(rows)), key=lambda u: (-rows[u][0], rows[u][1], rows[u][2], u))
    assert np.argsort(found.rank).tolist() == by_hand


@given(ROWS)
def test_two_tie_where_only_ticket_or_id_tells_them_apart(rows: list[tuple[int, ...]]) -> None:
    score, tier, ticket = _columns(rows)
    key = [higher_first("score", score), lower_first("tier", tier)]
    tie = ordered(key, ticket=ticket, identity=np.arange(len(rows))).tie.tolist()
    assert all((tie[a] == tie[b]) == (rows[a][:2] == rows[b][:2]) for a in range(len(tie)) for b in range(a))


@given(ROWS)
def test_the_first_difference_is_the_first_component_that_differs(rows: list[tuple[int, ...]]) -> None:
    key = [lower_first(str(i), column) for i, column in enumerate(_columns(rows))]
    one, other = np.arange(len(rows)), np.arange(len(rows))[::-1]
    by_hand = [next((i for i in range(3) if a[i] != b[i]), 3) for a, b in zip(rows, rows[::-1], strict=True)]
    assert first_difference(key, one, other).tolist() == by_hand


@given(TICKETS)
def test_texts_stand_in_the_order_of_their_bytes(tickets: list[bytes]) -> None:
    found = text("ticket", np.array(tickets, np.bytes_)).values
    assert [sorted(set(tickets)).index(ticket) for ticket in tickets] == dense([found]).tolist()


@pytest.mark.parametrize(
    ("better", "worse"),
    [("AAAAAA", "AAAAAB"), ("AAAAAB", "AAAABB"), ("AAAAAD", "AAAABB"), ("BABAAA", "CAAABA")],
)
def test_more_of_the_best_grade_stands_first(better: str, worse: str) -> None:
    places = np.array([["ABCD".index(grade) for grade in vector] for vector in (worse, better, worse)])
    assert grades("等第", places).values.tolist() == [1, 0, 1]


@given(ROWS)
def test_a_tier_goes_before_every_rank(rows: list[tuple[int, ...]]) -> None:
    tier, rank, _ = _columns(rows)
    by_hand = sorted((a, b) for a, b, _ in rows)
    order = np.argsort(stacked(tier, rank), kind="stable")
    assert [(rows[i][0], rows[i][1]) for i in order] == by_hand


def test_nobody_makes_an_empty_order() -> None:
    none = np.zeros(0, np.int64)
    assert ordered([higher_first("score", none)], ticket=none, identity=none).rank.size == 0
