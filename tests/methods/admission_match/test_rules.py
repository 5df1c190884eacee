"""Rules of entry, ties, units, reversion, phases and batches."""

import pytest

FOUR = "id score_1 ticket\n a 90 01\n b 80 02\n c 80 03\n d 70 04"
ALL = "a: X Y, b: X Y, c: X Y, d: X Y"
TWO_SEATS = {"students": FOUR, "choices": ALL, "programs": "id capacity\n X 2\n Y 1"}
TWINS = {
    "students": "id score_1 together\n a 90 -\n b 80 g\n c 78 g\n d 70 -",
    "choices": "a: X Y, b: X Y, c: X Y, d: X Y",
    "programs": "id capacity\n X 2\n Y 3",
}
QUOTA = {
    "students": "id score_1 origin\n m1 650 东\n m2 640 东\n n1 600 西\n n2 560 西",
    "choices": "m1: H, m2: H, n1: H, n2: H",
    "programs": "id capacity\n H 3",
    "groups": "program order name seats origin\n H 1 统招 1 -\n H 2 指标 2 西",
}


@pytest.mark.parametrize(
    ("tie", "extra", "at_x"), [("ticket", "0", "ab"), ("admit_all", "1", "abc"), ("admit_all", "0", "ab")]
)
def test_equals_at_the_cutoff_by_ticket_or_all_within_the_cap(admit, places, tie, extra, at_x):
    found = admit(TWO_SEATS, procedure="serial_dictatorship", tie_at_cutoff=tie, max_extra=extra)
    assert "".join(s for s, p in places(found).items() if p == "X") == at_x


def test_the_ticket_is_told_where_it_alone_decided(admit, why):
    found = why(admit(TWO_SEATS, procedure="serial_dictatorship", tie_at_cutoff="ticket"), "c", "X")
    assert (found["differs"], found["needs"]) == ("ticket", "ticket<02")


@pytest.mark.parametrize(
    ("fit", "extra", "placed"),
    [("expand", "1", "XXXY"), ("skip", "0", "XYYX"), ("split", "0", "XXYY")],
)
def test_those_kept_together_by_the_declared_rule(admit, places, fit, extra, placed):
    found = admit(TWINS, procedure="serial_dictatorship", together_fit=fit, max_extra=extra)
    assert "".join(places(found).values()) == placed


def test_what_does_not_fit_is_said_so(admit, why):
    found = admit(TWINS, procedure="serial_dictatorship", together_fit="skip")
    assert [why(found, s, "X")["code"] for s in "bc"] == ["TOGETHER_DOES_NOT_FIT"] * 2


@pytest.mark.parametrize(("order", "expected"), [("open_first", "H-HH"), ("reserve_first", "H-HH")])
def test_reserved_seats_are_for_their_school_of_origin(admit, places, order, expected):
    found = places(admit(QUOTA, procedure="slots", precedence=order, revert="false"))
    assert "".join(p or "-" for p in found.values()) == expected


def test_seats_left_over_revert_to_the_general_ones(admit, places, row):
    texts = QUOTA | {"groups": "program order name seats origin\n H 1 统招 1 -\n H 2 指标 2 北"}
    found = admit(texts, procedure="slots", precedence="open_first", revert="true")
    assert places(found) == {"m1": "H", "m2": "H", "n1": "H", "n2": None}
    assert row(found, "programs", program="H")["reverted"] == 2


def test_below_the_floor_the_floor_and_the_score_are_told(admit, why):
    groups = "program order name seats origin floor\n H 1 统招 1 - -\n H 2 指标 2 西 580"
    found = admit(QUOTA | {"groups": groups}, procedure="slots", precedence="as_ordered", revert="false")
    assert why(found, "n2", "H")["code"] == "BELOW_CUTOFF"
    only = "program order name seats origin floor\n H 1 指标 3 西 580"
    found = admit(QUOTA | {"groups": only}, procedure="slots", precedence="as_ordered", revert="false")
    reason = why(found, "n2", "H")
    assert (reason["code"], reason["own_key"], reason["needs"]) == (
        "BELOW_FLOOR",
        "score_1=560",
        "score_1>=580",
    )


def test_another_school_of_origin_is_not_eligible(admit, why):
    groups = "program order name seats origin\n H 1 指标 3 西"
    found = why(admit(QUOTA | {"groups": groups}, procedure="slots", revert="false"), "m1", "H")
    assert (found["code"], found["rule_id"], found["own_key"], found["needs"]) == (
        "NOT_ELIGIBLE",
        "origin",
        "东",
        "西",
    )


def test_a_restriction_is_told_with_both_values(admit, why, places):
    rows = "student program rule_id own_value required\n a X 综评 C B"
    found = admit(TWO_SEATS | {"restrictions": rows}, procedure="serial_dictatorship", tie_at_cutoff="ticket")
    reason = why(found, "a", "X")
    assert (reason["code"], reason["rule_id"], reason["own_key"], reason["needs"]) == (
        "NOT_ELIGIBLE",
        "综评",
        "C",
        "B",
    )
    assert places(found)["c"] == "X"


@pytest.mark.parametrize(("delta", "placed"), [("50", "m1 n1"), ("30", "m1"), ("90", "m1 n1 n2")])
def test_quota_seats_go_down_to_the_general_line_less_delta(admit, places, delta, placed):
    found = places(admit(QUOTA, procedure="two_phase", phase1="final", delta=delta, revert="false"))
    assert " ".join(s for s, p in found.items() if p) == placed


def test_who_is_under_the_line_is_told_the_line(admit, why):
    found = why(admit(QUOTA, procedure="two_phase", phase1="final", delta="50", revert="false"), "n2", "H")
    assert (found["code"], found["own_key"], found["needs"]) == ("BELOW_FLOOR", "score_1=560", "score_1>=600")


def test_seats_left_over_go_into_the_next_batch(admit, rows):
    texts = {
        "students": "id score_1\n a 90\n b 80",
        "choices": "student batch rank program\n a 1 1 X\n a 2 1 X\n b 2 1 X",
        "programs": "id batch capacity\n X 1 2\n X 2 0",
    }
    found = admit(texts, procedure="serial_dictatorship", batches="1,2")
    assert [(r["student"], r["batch"]) for r in rows(found, "matches")] == [("a", "1"), ("b", "2")]
    codes = [r["code"] for r in rows(found, "reasons")]
    assert codes == ["ADMITTED", "HIGHER_CHOICE_ADMITTED", "ADMITTED"]


def test_tiers_go_before_points(admit, places):
    texts = {
        "students": "id points\n a 10\n b 90",
        "choices": "a: X, b: X",
        "programs": "id capacity\n X 1",
        "tiers": "student program tier\n a X 1\n b X 2",
    }
    assert places(admit(texts, procedure="deferred_acceptance")) == {"a": "X", "b": None}


def test_more_of_the_best_grade_goes_first(admit, places):
    texts = {
        "students": "id grade_1 grade_2 grade_3\n a A B B\n b A A C",
        "choices": "a: X, b: X",
        "programs": "id capacity\n X 1",
    }
    assert places(admit(texts, procedure="serial_dictatorship", grade_order="A,B,C")) == {"a": None, "b": "X"}


def test_in_a_gradient_band_the_choice_goes_before_the_score(admit, places):
    texts = {
        "students": "id score_1\n a 95\n b 92\n c 91\n d 80",
        "choices": "a: X Y, b: X Y, c: Y, d: Y",
        "programs": "id capacity\n X 1\n Y 2",
    }
    found = admit(texts, procedure="gradient", gradient_lines="90")
    assert places(found) == {"a": "X", "b": "Y", "c": "Y", "d": None}


def test_admitted_by_kind_of_school(admit):
    texts = TWO_SEATS | {"programs": "id capacity kind\n X 2 普高\n Y 2 中职"}
    found = admit(texts, procedure="serial_dictatorship", tie_at_cutoff="ticket")
    assert found.outcome.figures["kinds"]["普高"] == {"admitted": 2, "share": 0.5}
