import numpy as np
import pytest

from xueheng.engine.invigilation.duties import assigned, chiefs, reserves
from xueheng.engine.invigilation.roster import SEX, Conditions, Unfilled


@pytest.fixture(scope="module")
def given():
    """Sixty teachers of ten schools and nine subjects, twenty rooms at four sites, six sessions."""
    random = np.random.default_rng(4)
    subject, school = random.integers(0, 9, 60), random.integers(0, 10, 60)
    allowed = np.array([subject != s for s in range(6)])
    barred = school[:, None] == np.repeat(np.arange(4), 5)[None]
    return Conditions(
        allowed, barred, school, random.integers(0, 2, 60), random.integers(0, SEX, (60, 20)), 2
    )


@pytest.fixture(scope="module")
def roster(given):
    return assigned(given, counts_pairs=True, counts_rooms=True)


def test_every_room_has_its_invigilators_and_nobody_two_rooms_at_once(roster):
    assert (roster.duty >= 0).all()
    assert all(len(set(duty.ravel().tolist())) == duty.size for duty in roster.duty)


def test_nobody_serves_where_or_when_they_must_not(roster, given):
    for session, room, place in np.ndindex(*roster.duty.shape):
        teacher = roster.duty[session, room, place]
        assert given.allowed[session, teacher] > given.barred[teacher, room]


def test_no_pair_meets_twice_and_nobody_takes_a_room_twice(roster):
    assert roster.met.max() == 1
    assert roster.seen.max() == 1


def test_loads_differ_by_one_at_most(roster):
    assert roster.load.max() - roster.load.min() <= 1


def test_the_reserve_is_free_and_allowed(roster, given):
    held = reserves(roster, 3, drawn=np.arange(60))
    assert [len(set(one)) for one in held] == [3] * 6
    assert all(roster.free(session)[one].all() for session, one in enumerate(held))


def test_chiefs_are_members_of_their_rooms(roster):
    found = chiefs(roster, drawn=np.arange(60))
    assert np.sort(found, axis=2).tolist() == np.sort(roster.duty, axis=2).tolist()


def test_a_session_without_enough_teachers_is_named(given):
    few = Conditions(
        given.allowed[:, :30], given.barred[:30], given.school[:30], given.sex[:30], given.drawn[:30], 2
    )
    with pytest.raises(Unfilled, match="session 0"):
        assigned(few, counts_pairs=True, counts_rooms=True)


def conditions(allowed, barred, per_room):
    teachers = len(barred)
    return Conditions(
        np.array(allowed, bool),
        np.array(barred, bool),
        np.full(teachers, -1),
        np.full(teachers, -1),
        np.zeros((teachers, len(barred[0])), int),
        per_room,
    )


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1)])
def test_a_roster_is_refused_only_where_there_is_none(order):
    barred = np.array([[0, 0], [0, 0], [1, 0], [1, 0]])[list(order)]
    found = assigned(conditions([[1] * 4], barred, 2), counts_pairs=True, counts_rooms=True)
    assert not barred[found.duty[0, 0], 0].any()


def test_loads_are_as_even_as_chains_of_duties_can_make_them():
    allowed = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]
    found = assigned(conditions(allowed, [[0]] * 4, 1), counts_pairs=True, counts_rooms=False)
    assert found.load.tolist() == [1, 1, 1, 1]
