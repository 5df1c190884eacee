import random
from collections import Counter

import pytest

from xueheng.methods.outcome import csv_bytes

ROOMS = "考点,考场,座位数,用途\n" + "".join(f"{s},{i:02d},30,\n" for s in ("一中", "二中") for i in range(9))


def roll(n=400, extra="", cells=lambda i: "", start=1):
    draw = random.Random(start)
    rows = [f"{i:05d},{draw.choice('甲乙丙丁戊')}校,{draw.randint(1, 4)}班{cells(i)}" for i in range(n)]
    return "\n".join([f"考号,学校,班级{extra}", *rows]) + "\n"


@pytest.fixture
def seats(run, write):
    def carried(examinees=None, rooms=ROOMS, **params):
        files = {"examinees": write("e.csv", examinees or roll()), "rooms": write("r.csv", rooms)}
        return run("exam.rooms", files, **{"seed": "abc"} | params)

    return carried


@pytest.mark.parametrize(
    "params", [{}, {"separation": "8", "versions": "4"}, {"order": "straight", "rows": "5"}]
)
def test_everyone_sits_and_no_neighbours_are_of_one_school(seats, params):
    found = seats(**params)
    assert found.outcome.tables["seats"].num_rows == 400
    assert (found.outcome.figures["conflicts"], found.outcome.figures["proof"]["status"]) == (
        0,
        "no_conflict",
    )


def test_the_spare_room_is_empty_and_the_last_room_not_small(seats):
    held = Counter((r["site"], r["room"]) for r in seats(roll(392)).outcome.tables["seats"].to_pylist())
    assert not any(room == "00" for _, room in held)
    assert sorted(held.values()) == [30] * 12 + [32]


def test_the_order_of_rows_does_not_matter_and_the_seed_does(seats):
    lines = roll().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    first, again, other = (
        seats(text, seed=seed).outcome for text, seed in ((None, "a"), (turned, "a"), (None, "b"))
    )
    assert csv_bytes(first.tables["seats"]) == csv_bytes(again.tables["seats"])
    assert csv_bytes(first.tables["seats"]) != csv_bytes(other.tables["seats"])


def test_examinees_of_two_groups_never_share_a_room(seats):
    found = seats(roll(extra=",类别", cells=lambda i: f",{'物史'[i % 2]}"))
    groups = {(r["site"], r["room"], int(r["id"]) % 2) for r in found.outcome.tables["seats"].to_pylist()}
    assert len({(site, room) for site, room, _ in groups}) == len(groups)


def test_electives_are_sat_in_the_same_seats_in_the_fewest_sittings(seats):
    found = seats(roll(extra=",选考科目", cells=lambda i: f",{['化学、生物', '生物、地理'][i % 2]}"))
    assert found.outcome.figures["sittings"] == {"1": ["化学", "地理"], "2": ["生物"]}
    assert sum(r["examinees"] for r in found.outcome.tables["sittings"].to_pylist()) == 800


def test_special_needs_are_seated_apart(seats):
    special = ROOMS + "一中,20,10,特殊\n"
    found = seats(roll(extra=",特殊需要", cells=lambda i: ",大字卷" if i < 4 else ","), special)
    held = {r["id"] for r in found.outcome.tables["seats"].to_pylist() if r["room"] == "20"}
    assert held == {"00000", "00001", "00002", "00003"}


def test_one_school_alone_is_kept_apart_by_class(seats):
    one = roll().replace("乙", "甲").replace("丙", "甲").replace("丁", "甲").replace("戊", "甲")
    figures = seats(one).outcome.figures
    assert (figures["level"], figures["conflicts"]) == ("class", 0)


def test_a_school_too_large_for_its_rooms_is_named_with_the_least_pairs(seats):
    many = roll().replace("乙", "甲").replace("丙", "甲").replace("丁", "甲")
    figures = seats(many).outcome.figures
    assert figures["proof"]["status"] in ("share_bound", "solver")
    assert 0 < figures["proof"]["schools"]["甲校"] <= figures["conflicts"]


def test_missing_seats_are_told_in_numbers(run, write, refusal):
    files = {"examinees": write("e.csv", roll(600)), "rooms": write("r.csv", ROOMS)}
    assert refusal("exam.rooms", files) == ["SEATS_SHORT"]


def test_an_unknown_site_is_named(run, write, refusal):
    files = {"examinees": write("e.csv", "考号,学校,考点\n1,甲,三中\n"), "rooms": write("r.csv", ROOMS)}
    assert refusal("exam.rooms", files) == ["SITE_UNKNOWN"]


def test_a_run_without_a_seed_says_that_seats_can_be_guessed(seats):
    assert [i.code for i in seats(seed="").issues] == ["SEED_MISSING"]
