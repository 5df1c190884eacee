"""Three strengths, three gaps beside schools like it; never a place in an order."""

import re

from xueheng.packs.quality_balance.points import school_points

SIZES = (300, 420, 510, 640, 180)
OWN = frozenset({"第3小学"})


def test_at_most_three_strengths_come_before_at_most_three_gaps(judged):
    kinds = [p.kind for p in school_points(judged(*SIZES), OWN)]
    assert 0 < len(kinds) <= 6
    assert kinds == sorted(kinds, key="strength gap".index)
    assert max(kinds.count("strength"), kinds.count("gap")) <= 3


def test_a_gap_is_below_the_threshold(judged):
    run = judged(*SIZES)
    short = {r["value"] for r in run.outcome.tables["schools"].to_pylist() if r["met"] is False}
    points = school_points(run, frozenset({"城关一小"}))
    assert [p for p in points if p.kind == "gap"]
    assert all(p.value in short for p in points if p.kind == "gap")


def test_peers_are_the_schools_named_where_there_are_enough(judged):
    peers = frozenset({"第1小学", "第2小学", "第4小学"})
    points = school_points(judged(*SIZES), OWN, peers=peers)
    assert {p.n for p in points} == {3}
    assert all("同类地区的 3 所学校" in p.words.zh for p in points)


def test_too_few_peers_give_way_to_all_schools_of_the_stage(judged):
    points = school_points(judged(*SIZES), OWN, peers=frozenset({"第1小学"}))
    assert {p.n for p in points} == {len(SIZES) - 1}


def test_no_place_in_an_order_is_said(judged):
    said = " ".join(p.words.zh + p.words.en for p in school_points(judged(*SIZES), OWN))
    assert not re.search(r"第 ?\d+ ?名|排名|rank|\bplace\b", said)


def test_nothing_is_said_of_a_school_that_the_run_does_not_know(judged):
    assert school_points(judged(*SIZES), frozenset({"别的学校"})) == ()


def test_a_stage_of_few_schools_is_not_compared(judged):
    assert school_points(judged(300, 420), frozenset({"城关一小"})) == ()
