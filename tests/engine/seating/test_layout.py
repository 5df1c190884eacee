import pytest

from xueheng.engine.seating.allotment import TooFewSeats, filled
from xueheng.engine.seating.layout import Layout, desks_of, version_of
from xueheng.engine.seating.sittings import sittings

# Public case s08: S-order by column in a room of 6 rows and 5 columns.
S08 = {1: (1, 1), 6: (6, 1), 7: (6, 2), 12: (1, 2), 13: (1, 3), 30: (6, 5)}


@pytest.mark.parametrize(("seat", "place"), S08.items())
def test_seats_of_an_s_shaped_room_stand_as_published(seat, place):
    desks = desks_of(Layout((6,), "s_shape", 4), 30)
    assert (desks.row[seat - 1], desks.column[seat - 1]) == place


def test_the_front_row_of_an_s_shaped_room_reads_01_12_13_24_25():
    desks = desks_of(Layout((6,), "s_shape", 4), 30)
    assert [i + 1 for i in range(30) if desks.row[i] == 1] == [1, 12, 13, 24, 25]


@pytest.mark.parametrize("rows", [(6,), (5,), (7, 8, 8, 7)])
@pytest.mark.parametrize("order", ["s_shape", "straight"])
@pytest.mark.parametrize(("separation", "versions"), [(4, 2), (4, 3), (8, 4), (8, 5)])
def test_neighbours_never_have_the_same_paper(rows, order, separation, versions):
    desks = desks_of(Layout(rows, order, separation), 30)
    version = version_of(desks.row, desks.column, versions)
    assert all(version[a] != version[b] for a, b in desks.edges(30))


@pytest.mark.parametrize(
    ("need", "loads"), [(60, [30, 30]), (61, [30, 31]), (63, [30, 33]), (64, [30, 30, 4]), (2, [2])]
)
def test_a_small_last_room_joins_the_one_before(need, loads):
    assert filled(need, [30, 30, 30], last_room=3) == loads


def test_too_few_seats_are_told_with_both_numbers():
    with pytest.raises(TooFewSeats, match="91 examinees, 90 seats"):
        filled(91, [30, 30, 30], last_room=3)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([], {}),
        ([("a", "b"), ("b", "c")], {"a": 1, "b": 2, "c": 1}),
        ([("a", "b"), ("b", "c"), ("a", "c")], {"a": 1, "b": 2, "c": 3}),
    ],
)
def test_nobody_has_two_subjects_in_one_sitting(choices, expected):
    assert sittings(choices) == expected
