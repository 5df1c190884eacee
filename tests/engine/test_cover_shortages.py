"""先调剂后招聘: the fewest hires that cover an area, and hires that are few go to the worst covered."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.staffing.cover import covered
from xueheng.engine.staffing.leximin import Wish, granted
from xueheng.engine.staffing.wants import Rules

F = Fraction


def cover(short, *, area=None, related=None, room=None, limit=None, pooled=True):
    rows = [[F(v).limit_denominator(100) for v in row] for row in short]
    schools = len(rows)
    rules = Rules(area or [0] * schools, related or {}, room or [None] * schools, limit, pooled)
    return covered(rows, need=[F(10)] * schools, rules=rules)


def test_two_halves_are_one_teacher_who_teaches_at_both_schools():
    found = cover([["1/2"], ["1/2"]])
    assert found.hires == [[1], [0]]
    assert [(f.giver, f.taker, f.part) for f in found.shared] == [(0, 1, F(1, 2))]
    assert found.left == [[0], [0]]


def test_without_sharing_every_school_hires_for_itself():
    assert cover([["1/2"], ["1/2"]], pooled=False).hires == [[1], [1]]


def test_areas_do_not_share():
    assert cover([["1/2"], ["1/2"]], area=[0, 1]).hires == [[1], [1]]


def test_spare_teachers_come_before_hires():
    found = cover([["-1"], ["3/2"]])
    assert found.hires == [[0], [1]]
    assert sum(f.part for f in found.shared) == 1


def test_a_whole_spare_teacher_is_retrained_where_the_table_allows_it():
    found = cover([["-2", "1"]], related={0: [1]})
    assert [(m.subject, m.to_subject) for m in found.retrained] == [(0, 1)]
    assert found.hires == [[0, 0]]


def test_nobody_is_retrained_for_a_part_that_sharing_covers():
    found = cover([["-3", "3/10"], ["0", "-3/10"]], related={0: [1]})
    assert found.retrained == ()


def test_half_a_spare_teacher_is_not_retrained():
    assert cover([["-1/2", "1"]], related={0: [1]}).hires == [[0, 1]]


def test_a_full_school_hires_nobody_and_says_what_it_wanted():
    found = cover([["2"]], room=[1])
    assert (found.wanted, found.hires, found.left) == ([[2]], [[1]], [[1]])


def test_a_school_above_its_posts_is_not_reduced():
    assert cover([["2"]], room=[-3]).hires == [[0]]


def test_the_part_of_a_full_school_is_hired_next_door():
    assert cover([["3/5"], ["2/5"]], room=[0, 5]).hires == [[0], [1]]


def test_who_teaches_the_subject_and_has_a_post_hires_for_a_full_neighbour():
    rules = Rules([0, 0], {}, [0, 1], taught=[(0, 0), (1, 0)])
    found = covered([[F(3, 5)], [F(0)]], need=[F(1), F(1)], rules=rules)
    assert (found.hires, found.left) == ([[0], [1]], [[0], [F(-2, 5)]])


def test_a_school_keeps_its_last_post_for_itself():
    rules = Rules([0, 0], {}, [0, 1], taught=[(0, 0), (1, 0)])
    found = covered([[F(3, 5), F(0)], [F(0), F(1)]], need=[F(1), F(1)], rules=rules)
    assert found.hires == [[0, 0], [0, 1]]


def test_a_school_that_closes_is_the_last_to_hire():
    rules = Rules([0, 0], {}, [None, None], closing=[0])
    assert covered([[F(3, 5)], [F(2, 5)]], need=[F(1), F(1)], rules=rules).hires == [[0], [1]]


fractions = st.fractions(min_value=-3, max_value=3, max_denominator=12)
counties = st.lists(st.lists(fractions, min_size=2, max_size=2), min_size=1, max_size=4)


@settings(max_examples=50, deadline=None)
@given(counties)
def test_an_area_hires_the_fewest_whole_teachers_that_cover_it(short):
    found = cover(short)
    for j in range(2):
        whole = sum(row[j] for row in short)
        assert sum(row[j] for row in found.hires) == max(0, -(-whole.numerator // whole.denominator))
    assert all(left <= 0 for row in found.left for left in row)


@settings(max_examples=50, deadline=None)
@given(counties, st.booleans())
def test_nothing_is_lost_between_schools(short, pooled):
    found = cover(short, related={0: [1], 1: [0]}, pooled=pooled)
    before, after = (sum(map(sum, rows)) for rows in (short, found.left))
    assert before - after == sum(map(sum, found.hires))
    assert all(f.part > 0 and f.giver != f.taker for f in found.shared)


def coverage(wish, hires):
    lows = []
    for need, short, held in zip(wish.need, wish.short, hires, strict=True):
        missing = sum(max(F(0), s - h) for s, h in zip(short, held, strict=True))
        lows.append(1 - missing / need)
    return sorted(lows)


def test_of_schools_equally_low_the_one_that_rises_most_goes_first():
    wish = Wish([F(9), F(8)], [[F(9, 4)], [F(2)]], [[3], [2]], [None, None], 1)
    assert granted(wish) == [[0], [1]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fractions(0, 3, max_denominator=4), min_size=4, max_size=4), st.integers(0, 5), st.data())
def test_few_hires_go_as_if_every_grant_had_been_tried(parts, limit, data):
    short = [parts[:2], parts[2:]]
    need = [F(data.draw(st.integers(6, 12))) for _ in short]
    wanted = [[-(-p.numerator // p.denominator) for p in row] for row in short]
    wish = Wish(need, short, wanted, [None, data.draw(st.integers(0, 4))], limit)
    found = granted(wish)
    every = product(*(range(w + 1) for row in wanted for w in row))
    tried = [[list(one[:2]), list(one[2:])] for one in every]
    able = [h for h in tried if sum(map(sum, h)) <= limit and sum(h[1]) <= wish.room[1]]
    assert found in able
    assert coverage(wish, found) == max(coverage(wish, h) for h in able)
