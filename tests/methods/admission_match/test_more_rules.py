"""Tickets by program, keys and deltas of groups, attributes that pass, tentative lines, units that wait."""

import pytest

from xueheng.tables.issues import Refused

EQUAL = {
    "students": "id score_1 score_2 art\n a 80 1 是\n b 80 9 否\n c 70 5 是",
    "choices": "a: X Y, b: X Y, c: X Y",
    "programs": "id capacity\n X 1\n Y 2",
}
PHASES = {
    "students": "id score_1 origin\n m 90 东\n n 80 东\n w 70 西\n v 60 西",
    "choices": "m: H, n: L H, w: H, v: L H",
    "programs": "id capacity\n H 2\n L 2",
    "groups": "program order name seats origin delta\n H 1 指标 1 西 -\n",
}


def test_a_ticket_for_each_program_decides_there(admit, places):
    tickets = "student program ticket\n a X 09\n b X 01\n a Y 01\n b Y 09\n c X 05\n c Y 05"
    texts = EQUAL | {"tickets": tickets, "students": "id score_1\n a 80\n b 80\n c 80"}
    found = admit(texts, procedure="deferred_acceptance", tie_at_cutoff="ticket")
    assert places(found) == {"a": "Y", "b": "X", "c": "Y"}


@pytest.mark.parametrize(("key", "at_x"), [("-", "a"), ("score_2", "b"), ("score_2、score_1", "b")])
def test_a_group_may_compare_columns_of_its_own(admit, places, key, at_x):
    texts = EQUAL | {
        "students": EQUAL["students"].replace("a 80", "a 81"),
        "groups": f"program order name seats key\n X 1 一组 1 {key}",
    }
    found = places(admit(texts, procedure="slots", tie_at_cutoff="ticket"))
    assert [s for s, p in found.items() if p == "X"] == [at_x]


def test_whoever_has_the_attribute_may_enter(admit, places, why):
    texts = EQUAL | {"groups": "program order name seats eligible\n X 1 特长 1 art"}
    found = admit(texts, procedure="slots", revert="false", tie_at_cutoff="ticket")
    assert places(found)["a"] == "X"
    assert (why(found, "b", "X")["code"], why(found, "b", "X")["rule_id"]) == ("NOT_ELIGIBLE", "art")


@pytest.mark.parametrize(("own", "at_h"), [("-", "mw"), ("20", "mw"), ("10", "m")])
def test_a_group_may_say_its_own_delta(admit, places, own, at_h):
    groups = f"program order name seats origin delta\n H 1 指标 1 西 {own}"
    texts = PHASES | {"groups": groups}
    found = places(admit(texts, procedure="two_phase", phase1="final", delta="25", revert="false"))
    assert "".join(s for s, p in found.items() if p == "H") == at_h


@pytest.mark.parametrize(("phase", "v"), [("final", "L"), ("tentative", "H")])
def test_a_seat_of_the_first_phase_that_is_tentative_is_given_up_for_a_quota_seat(admit, places, phase, v):
    texts = PHASES | {"choices": "m: H, n: L, w: L, v: H L", "programs": "id capacity\n H 2\n L 3"}
    found = places(admit(texts, procedure="two_phase", phase1=phase, delta="30", revert="false"))
    assert (found["v"], found["w"]) == (v, "L")


def test_below_the_line_a_seat_left_over_is_for_all_alike(admit, places):
    texts = PHASES | {"choices": "m: H, n: L, w: L, v: H", "programs": "id capacity\n H 2\n L 3"}
    found = admit(texts, procedure="two_phase", phase1="tentative", delta="5", revert="true")
    assert places(found)["v"] == "H"


def test_all_of_a_unit_wait_at_one_position(admit, rows):
    texts = EQUAL | {"students": "id score_1 together\n a 90 -\n b 80 g\n c 80 g"}
    texts |= {"choices": "a: X, b: X, c: X"}
    found = admit(texts, procedure="serial_dictatorship", together_fit="skip", tie_at_cutoff="ticket")
    assert [(r["position"], r["student"]) for r in rows(found, "waiting")] == [(1, "b"), (1, "c")]


def test_the_rule_that_keeps_one_out_is_told_to_all_kept_together_and_the_value_to_its_own(admit, why):
    texts = EQUAL | {
        "students": "id score_1 together\n a 90 -\n b 80 g\n c 70 g",
        "choices": "a: Y, b: X, c: X",
        "restrictions": "student program rule_id own_value required\n b X 综评 C B",
    }
    found = admit(texts, procedure="serial_dictatorship", together_fit="skip", tie_at_cutoff="ticket")
    assert [why(found, s, "X")["rule_id"] for s in "bc"] == ["综评", "综评"]
    assert [why(found, s, "X")["own_key"] for s in "bc"] == ["C", ""]


def test_seats_left_over_go_to_a_group_that_is_there(admit):
    texts = EQUAL | {"groups": "program order name seats eligible revert_to\n X 1 特长 1 art 体育"}
    with pytest.raises(Refused) as found:
        admit(texts, procedure="slots", revert="true", tie_at_cutoff="ticket")
    assert [(i.code, i.row) for i in found.value.issues] == [("REVERT_UNKNOWN", 2)]
