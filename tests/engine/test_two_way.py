"""Laws of rounding two ways: sums by program exact, sums by school of origin next to their shares."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.test_quota import names, sharing

from xueheng.engine.quota import by_remainder, whole_places, with_more
from xueheng.engine.two_way import by_both

sizes = st.lists(st.integers(1, 300), min_size=1, max_size=8)
quotas = st.lists(st.integers(0, 90), min_size=1, max_size=8)


def both(quotas, amounts):
    splits = [whole_places(places, sharing(amounts)) for places in quotas]
    pairs = zip(splits, by_both(splits, names(amounts)), strict=True)
    return [with_more(split, more, because="two_way") for split, more in pairs]


def away(splits):
    """Of each school of origin, by how much all its places differ from its share."""
    seats = zip(*(split.seats for split in splits), strict=True)
    exact = zip(*(split.exact for split in splits), strict=True)
    return [sum(n) - sum(share) for n, share in zip(seats, exact, strict=True)]


@settings(max_examples=60)
@given(quotas, sizes)
def test_rows_are_exact_and_every_cell_and_column_is_next_to_its_share(quotas, amounts):
    splits = both(quotas, amounts)
    assert [sum(split.seats) for split in splits] == quotas
    assert all(abs(n - x) < 1 for s in splits for n, x in zip(s.seats, s.exact, strict=True))
    assert max(map(abs, away(splits))) < 1


@pytest.mark.parametrize(("quotas", "amounts"), [((1, 1, 2), (5, 3, 2)), ((2, 1, 4), (1, 1, 7, 3))])
def test_no_other_rounding_has_totals_nearer_to_the_shares(quotas, amounts):
    ranges = [range(int(x), int(x) + 2) for q in quotas for x in whole_places(q, sharing(amounts)).exact]
    shares, many, found = whole_places(sum(quotas), sharing(amounts)).exact, len(amounts), []
    for cells in product(*ranges):
        rows = [cells[at : at + many] for at in range(0, len(cells), many)]
        if [sum(row) for row in rows] == list(quotas):
            sums = [sum(column) for column in zip(*rows, strict=True)]
            found.append(sum((n - x) ** 2 for n, x in zip(sums, shares, strict=True)))
    assert sum(x**2 for x in away(both(quotas, amounts))) == min(found)


def test_a_school_that_has_the_largest_remainder_everywhere_does_not_win_everywhere():
    amounts, quotas = (26, 25, 25, 24), [1] * 12
    splits = [whole_places(1, sharing(amounts)) for _ in quotas]
    row_by_row = [with_more(s, by_remainder(s, names(amounts)), because="remainder") for s in splits]
    assert max(away(row_by_row)) > 8
    assert sorted(sum(s.seats[i] for s in both(quotas, amounts)) for i in range(4)) == [3, 3, 3, 3]
