"""Choices: the last one saved in time counts, each school once, ranks without a gap."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import at, rows_of, told

from xueheng.standards.words import Words
from xueheng.tables.rules.preferences import each_school_once, in_time, latest_wins, no_gap

DEADLINE = datetime(2026, 6, 30, 17, tzinfo=timezone(timedelta(hours=8)))
EARLY, LATER, LATE = at("2026-06-28 09:00"), at("2026-06-29 09:00"), at("2026-06-30 17:00:01")
NAMES = ("student", "batch", "rank", "program", "kind", "submitted_at")


def choices(*rows, **context):
    """Choices of one candidate and batch: rank, school, when, kind."""
    full = [("1", "b", rank, program, (*more, "general")[0], when) for rank, program, when, *more in rows]
    columns = {name: list(values) for name, values in zip(NAMES, zip(*full, strict=True), strict=True)}
    return rows_of("preferences", columns, deadline=DEADLINE, **context)


def dropped(flags):
    return {flag.row for flag in flags if flag.drops}


def test_the_last_one_saved_counts():
    flags = list(latest_wins(choices((1, "A", LATER), (1, "B", EARLY), (2, "C", EARLY))))
    assert told(flags) == [("LATEST_WINS", "notice", 0, None), ("LATEST_WINS", "notice", 1, None)]
    assert dropped(flags) == {1}
    assert flags[0].values["rows"] == Words("2、3", "2, 3")


def test_what_was_saved_too_late_replaces_nothing():
    rows = choices((1, "A", EARLY), (1, "B", LATE))
    assert told(latest_wins(rows)) == []
    assert told(in_time(rows)) == [("AFTER_DEADLINE", "error", 1, "submitted_at")]


@given(st.permutations([(1, "A", EARLY), (1, "B", LATER), (1, "C", LATE), (2, "D", EARLY)]))
def test_the_order_of_the_file_does_not_matter(saved):
    rows = choices(*saved)
    assert {saved[row][1] for row in dropped(latest_wins(rows))} == {"A"}
    assert [saved[flag.row][1] for flag in in_time(rows)] == ["C"]


@pytest.mark.parametrize(("when", "is_late"), [("16:59:59", False), ("17:00:00", False), ("17:00:01", True)])
def test_the_second_of_the_deadline_is_in_time(when, is_late):
    assert bool(list(in_time(choices((1, "A", at(f"2026-06-30 {when}")))))) == is_late


def test_without_a_deadline_nothing_is_late():
    rows = rows_of("preferences", {"student": ["1"], "rank": [1], "program": ["A"], "submitted_at": [LATE]})
    assert told(in_time(rows)) == []


@pytest.mark.parametrize("when", [EARLY, None])
def test_two_schools_at_one_rank_and_time_contradict(when):
    flags = list(latest_wins(choices((1, "A", when), (1, "B", when))))
    assert told(flags) == [("PREF_CONFLICT", "error", 0, "rank"), ("PREF_CONFLICT", "error", 1, "rank")]


def test_what_is_said_twice_counts_once():
    flags = list(latest_wins(choices((1, "A", EARLY), (1, "A", EARLY))))
    assert told(flags) == [("DUP_SAME", "notice", 0, "student"), ("DUP_SAME", "notice", 1, "student")]
    assert dropped(flags) == {1}


def test_a_time_that_cannot_be_read_replaces_nothing():
    rows = choices((1, "A", EARLY), (1, "B", None), wrong=[(1, "submitted_at")])
    assert told(latest_wins(rows)) == []


def test_ranks_of_different_kinds_do_not_replace_each_other():
    assert told(latest_wins(choices((1, "A", EARLY, "quota"), (1, "B", LATER, "general")))) == []


def test_one_school_twice_in_a_batch_is_told_on_both_rows():
    flags = list(each_school_once(choices((1, "A", EARLY), (2, "B", EARLY), (3, "A", EARLY))))
    assert told(flags) == [("PREF_REPEAT", "error", 0, "program"), ("PREF_REPEAT", "error", 2, "program")]


def test_one_school_as_a_quota_place_and_in_general_is_allowed():
    assert told(each_school_once(choices((1, "A", EARLY, "quota"), (1, "A", EARLY)))) == []


def test_a_choice_that_was_replaced_repeats_nothing():
    rows = choices((1, "A", EARLY), (1, "B", LATER), (2, "A", LATER), dropped=[0])
    assert told(each_school_once(rows)) == []


def test_two_majors_of_one_school_are_two_choices():
    columns = {"student": ["1"] * 2, "rank": [1, 2], "program": ["A"] * 2, "major": ["01", "02"]}
    assert told(each_school_once(rows_of("preferences", columns))) == []


@pytest.mark.parametrize(
    ("ranks", "gaps"),
    [
        ([1, 3], {1: "2"}),
        ([2], {0: "1"}),
        ([3, 1], {0: "2"}),
        ([1, 5], {1: "2–4"}),
        ([2, 4], {0: "1", 1: "3"}),
    ],
)
def test_a_rank_after_a_gap_is_told(ranks, gaps):
    flags = list(no_gap(choices(*((rank, str(rank), EARLY) for rank in ranks))))
    assert {flag.row: flag.values["missing"] for flag in flags} == gaps
    assert {flag.severity for flag in flags} == {"warning"}


@given(st.permutations(range(1, 7)))
def test_ranks_without_a_gap_are_never_told(ranks):
    assert told(no_gap(choices(*((rank, str(rank), EARLY) for rank in ranks)))) == []


@pytest.mark.parametrize(
    ("ranks", "n"),
    [
        ({"quota": [1], "general": [2, 3]}, 0),
        ({"quota": [1], "general": [1, 2]}, 0),
        ({"quota": [1, 2], "general": [1, 3]}, 1),
    ],
)
def test_ranks_run_through_the_batch_or_within_each_kind(ranks, n):
    saved = [(rank, f"{kind}{rank}", EARLY, kind) for kind, of_kind in ranks.items() for rank in of_kind]
    assert len(list(no_gap(choices(*saved)))) == n


def test_a_rank_nobody_can_read_leaves_the_gap_unjudged():
    assert told(no_gap(choices((1, "A", EARLY), (None, "B", EARLY), (3, "C", EARLY)))) == []


def test_a_choice_saved_too_late_is_told_once_and_leaves_no_gap():
    assert told(no_gap(choices((1, "A", LATE), (2, "B", EARLY)))) == []
