import random
from collections import Counter

import pytest

from xueheng.methods.outcome import csv_bytes
from xueheng.tables.issues import Refused

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


def test_electives_are_mixed_and_told_when_rooms_are_short(seats):
    rooms = "考点,考场,座位数\n" + "".join(f"一中,{i:02d},30\n" for i in range(1, 15))
    cells = lambda i: "," + ["化学、生物", "生物、地理", "化学、地理"][i % 3]  # noqa: E731
    found = seats(roll(415, ",选考科目", cells), rooms)
    assert "ELECTIVES_MIXED" in {i.code for i in found.issues}
    assert sum(r["examinees"] for r in found.outcome.tables["sittings"].to_pylist()) == 830


def test_examinees_go_to_the_sites_with_the_least_total_way(run, write):
    rooms = "考点,考场,座位数\n一中,1,4\n二中,1,6\n"
    ways = "学校,考点,距离\n甲,一中,1\n甲,二中,5\n乙,一中,1.5\n乙,二中,2\n"
    people = "考号,学校\n" + "".join(f"{i},{'甲' if i < 4 else '乙'}\n" for i in range(8))
    texts = {"examinees": people, "rooms": rooms, "distances": ways}
    found = run("exam.rooms", {k: write(f"{k}.csv", v) for k, v in texts.items()}, seed="a")
    assert found.outcome.tables["schools"].to_pylist() == [
        {"site": "一中", "room": "1", "school": "甲", "examinees": 4},
        {"site": "二中", "room": "1", "school": "乙", "examinees": 4},
    ]


@pytest.mark.parametrize(
    ("ways", "code"),
    [("丙,一中,1\n", "WAY_MISSING"), ("甲,一中,1\n乙,一中,1\n", "SITES_SHORT")],
)
def test_examinees_whom_no_site_can_take_are_told(refusal, write, ways, code):
    texts = {
        "examinees": "考号,学校\n1,甲\n2,甲\n3,乙\n",
        "rooms": "考点,考场,座位数\n一中,1,2\n二中,1,2\n",
        "distances": f"学校,考点,距离\n{ways}",
    }
    files = {k: write(f"{k}.csv", v) for k, v in texts.items()}
    assert set(refusal("exam.rooms", files)) == {code}


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


def test_an_unknown_site_is_named_with_row_and_repair(run, write):
    files = {
        "examinees": write("e.csv", "考号,学校,考点\n1,甲,一中\n2,甲,第一中\n"),
        "rooms": write("r.csv", ROOMS),
    }
    with pytest.raises(Refused) as refused:
        run("exam.rooms", files)
    assert [(i.code, i.row, i.value) for i in refused.value.issues] == [("SITE_UNKNOWN", 3, "第一中")]
    assert refused.value.issues[0].repair == "一中"


def test_the_numbers_of_a_room_are_cited(seats):
    found = seats(roll(40))
    assert (found.params.rows, found.params.last_room) == ((6,), 3)
    assert "exam_rooms.last_room" in {rule.id for rule in found.outcome.rules}


def test_one_school_without_classes_is_counted_as_a_school(seats):
    alone = "考号,学校\n" + "".join(f"{i:02},甲\n" for i in range(12))
    figures = seats(alone).outcome.figures
    assert (figures["level"], figures["conflicts"], figures["proof"]["status"]) == (
        "school",
        16,
        "share_bound",
    )


def test_a_run_without_a_seed_says_that_seats_can_be_guessed(seats):
    assert [i.code for i in seats(seed="").issues] == ["SEED_MISSING"]
