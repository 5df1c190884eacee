import subprocess

import pytest

from xueheng.reports.blocks import Note, Numbers

ROLL = "报名序号,捆绑号\n甲1,T\n甲2,T\n乙,\n丙,\n"
SAID = {"procedure": "xhl1", "event": "一中", "seats": "2", "last_unit": "skip"}


@pytest.fixture
def report(report_of):
    return report_of("lottery.draw", {"roll": ROLL}, public="福彩|2026200|4,0,9", secret="公证处:x", **SAID)


def test_the_conclusion_counts_the_roll_and_the_admitted(report, blocks_of):
    numbers = {n.label.zh: n.value for n in blocks_of(report, Numbers)[0].numbers}
    assert numbers == {"名单人数": 4, "录取人数": 2}


def test_the_command_that_is_printed_gives_the_ticket_of_the_first(report, blocks_of, tables_of):
    (check,) = [n for n in blocks_of(report, Note) if n.title and n.title.zh == "自己核对"]
    command = check.items[-1].en.partition(": ")[2]
    found = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    order = next(t for t in tables_of(report) if t.title.zh == "派位次序")
    assert found.split()[0] in order.rows[0]


def test_every_step_stands_in_its_order(report, tables_of):
    steps = next(t for t in tables_of(report) if t.title.zh == "派位的每一步")
    assert [row[0].zh[0] for row in steps.rows] == list("1234567")
    assert "福彩|2026200|4,0,9" in [row[1] for row in steps.rows]


@pytest.mark.parametrize(("given", "is_marked"), [({}, True), ({"public": "a|1|2"}, False)])
def test_a_rehearsal_is_marked_as_one(report_of, given, is_marked):
    report = report_of("lottery.draw", {"roll": ROLL}, **SAID, **given)
    assert (report.stamp is not None) is is_marked


@pytest.mark.parametrize(
    "given",
    [
        {"procedure": "start_interval", "start": "2", "interval": "2"},
        {"procedure": "rfc3797", "sources": "1,2"},
    ],
)
def test_a_draw_by_number_shows_where_the_numbers_came_from(report_of, tables_of, given):
    report = report_of("lottery.draw", {"roll": ROLL}, **given)
    steps = next(t for t in tables_of(report) if t.title.zh == "派位的每一步")
    assert steps.rows[2][1] in ("2, 2", "1.2./")
