"""Attacks on published tables: whoever adds, subtracts and solves gets at no withheld cell."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xueheng.apps.publish.manner import WITHHELD, banded, coded, counts, tells_apart
from xueheng.apps.publish.suppression import Line, averaged, counted, withheld
from xueheng.standards.words import Words, plain

LEAST = 10


@st.composite
def grids(draw, largest=30):
    """A table of counts with its row and column totals and the sum of all; and the lines between them."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    inner = np.array(
        draw(st.lists(st.integers(0, largest), min_size=rows * columns, max_size=rows * columns))
    ).reshape(rows, columns)
    full = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0, keepdims=True), inner.sum()]])
    place = np.arange(full.size).reshape(full.shape)
    lines = [Line(int(r[-1]), tuple(map(int, r[:-1]))) for r in place]
    lines += [Line(int(c[-1]), tuple(map(int, c[:-1]))) for c in place.T]
    return full.ravel().astype(int), tuple(lines)


@st.composite
def trees(draw):
    """Schools in towns in a county: each level adds up to the next."""
    towns = draw(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=4))
    cells, lines, heads = [sum(map(sum, towns))], [], []
    for schools in towns:
        heads.append(len(cells))
        cells.append(sum(schools))
        lines.append(Line(heads[-1], tuple(range(len(cells), len(cells) + len(schools)))))
        cells += schools
    return np.array(cells), (Line(0, tuple(heads)), *lines)


def equations(n, lines, hidden):
    """What a reader can write down: A x = b over the withheld cells."""
    places = np.flatnonzero(hidden)
    column = {int(p): i for i, p in enumerate(places)}
    rows, right = [], []
    for line in lines:
        row, value = np.zeros(len(places)), 0.0
        for at, sign in ((line.total, 1), *((p, -1) for p in line.parts)):
            if at in column:
                row[column[at]] += sign
            else:
                value -= sign * n[at]
        rows.append(row)
        right.append(value)
    return np.array(rows), np.array(right)


def solved(rows):
    """The places of unknowns that the equations determine alone."""
    if not rows.shape[1]:
        return []
    _, sizes, turned = np.linalg.svd(rows)
    null = turned[np.sum(sizes > 1e-9) :]
    return [i for i in range(rows.shape[1]) if not len(null) or np.abs(null[:, i]).max() < 1e-9]


tables = st.one_of(grids(), trees())


@given(tables)
def test_no_withheld_cell_is_solved_from_totals(table):
    n, lines = table
    hidden = withheld(counted(n, lines=lines, least=LEAST), least=LEAST)
    assert hidden[(n > 0) & (n < LEAST)].all()
    assert solved(equations(n, lines, hidden)[0]) == []


@given(tables, st.randoms(use_true_random=False))
def test_no_withheld_mean_is_solved_from_the_means_of_all(table, random):
    n, lines = table
    means = [random.uniform(0, 1) for _ in n]
    hidden = withheld(averaged(n, means, between=(0, 1), lines=lines), least=LEAST)
    assert solved(equations(n, lines, hidden)[0]) == []


@given(tables)
def test_what_is_left_of_a_shown_total_is_a_group_of_enough(table):
    n, lines = table
    hidden = withheld(counted(n, lines=lines, least=LEAST), least=LEAST)
    left = [sum(n[p] for p in ln.parts if hidden[p]) for ln in lines if not hidden[ln.total]]
    assert all(rest == 0 or rest >= LEAST for rest in left)


ALL_SMALL = (
    np.array([1, 1, 2, 1, 1, 2, 2, 2, 4]),
    tuple(
        Line(t, p) for t, p in ((2, (0, 1)), (5, (3, 4)), (8, (6, 7)), (6, (0, 3)), (7, (1, 4)), (8, (2, 5)))
    ),
)


@settings(max_examples=40)
@given(grids(largest=6))
@example(ALL_SMALL)
def test_trying_every_possible_count_leaves_each_withheld_one_open(table):
    n, lines = table
    said = counts([int(x) for x in n], lines=lines)
    hidden = np.array([isinstance(s, Words) for s in said])
    inner = [int(p) for p in np.flatnonzero(hidden) if all(p != ln.total for ln in lines)]
    lowest = 5 if plain("<5") in said else 1
    reach = [range(1, 5) if said[p] != WITHHELD else range(lowest, 25) for p in inner]
    if not inner or np.prod([len(r) for r in reach]) > 8_000:
        return
    possible = {p: set() for p in np.flatnonzero(hidden)}
    for guess in product(*reach):
        values = completed(n, lines, dict(zip(inner, guess, strict=True)))
        if fits(values, n, said, hidden):
            for p in possible:
                possible[p].add(int(values[p]))
    assert all(len(found) > 1 for found in possible.values())


def completed(n, lines, guess):
    """The table with guessed parts and the totals that follow."""
    values = n.copy()
    totals = {ln.total for ln in lines}
    for p in range(len(n)):
        if p not in totals:
            values[p] = guess.get(p, n[p])
    for ln in sorted(lines, key=lambda ln: max(ln.parts)):
        values[ln.total] = sum(values[p] for p in ln.parts)
    return values


def fits(values, n, said, hidden):
    """True when a guessed table agrees with all that is published."""
    shown = (values == n)[~hidden].all()
    held = [(v, s) for v, s, h in zip(values, said, hidden, strict=True) if h]
    if all(s == WITHHELD for _, s in held):
        return shown
    small = all((1 <= v < 5) == (s != WITHHELD) for v, s in held)
    return shown and small


@given(tables)
def test_the_same_table_is_withheld_in_the_same_way(table):
    n, lines = table
    cells = counted(n, lines=lines, least=LEAST)
    assert (withheld(cells, least=LEAST) == withheld(cells, least=LEAST)).all()


def test_a_small_school_takes_the_smallest_other_one_with_it():
    hidden = withheld(counted([500, 4, 96, 400], lines=[Line(0, (1, 2, 3))], least=LEAST), least=LEAST)
    assert hidden.tolist() == [False, True, True, False]


def test_nothing_is_withheld_where_all_groups_are_large():
    assert not withheld(counted([90, 40, 50], lines=[Line(0, (1, 2))], least=LEAST), least=LEAST).any()


def test_counts_of_one_to_four_are_only_said_to_be_few():
    assert counts([100, 3, 7, 90], lines=[Line(0, (1, 2, 3))]) == (100, plain("<5"), WITHHELD, 90)


@pytest.mark.parametrize(
    ("rate", "said"), [(0.0, "≤5%"), (0.05, "≤5%"), (0.5, 0.5), (0.95, "≥95%"), (1.0, "≥95%"), (None, None)]
)
def test_rates_near_none_or_all_are_given_as_bounds(rate, said):
    assert coded(rate) == (plain(said) if isinstance(said, str) else said)


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 9)), max_size=60, unique_by=lambda p: p[0]))
def test_every_band_of_marks_holds_enough_persons_and_the_bands_hold_all(marks):
    found = banded(marks, width=10, persons=LEAST)
    total = sum(n for _, n in marks)
    assert all(band.persons >= LEAST for band in found)
    assert sum(band.persons for band in found) == (total if total >= LEAST else 0)


@pytest.mark.parametrize(
    ("now", "before", "apart"),
    [
        ((31, 71.2), (30, 71.0), True),
        ((30, 71.2), (30, 71.0), True),
        ((30, 71.0), (30, 71.0), False),
        ((45, 71.2), (30, 71.0), False),
        ((31, 71.2), None, False),
    ],
)
def test_two_releases_do_not_tell_of_the_few_between_them(now, before, apart):
    assert tells_apart(now, before, persons=LEAST) is apart
