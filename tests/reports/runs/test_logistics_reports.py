import pytest

from xueheng.reports.blocks import Numbers
from xueheng.reports.runs.exam_rooms import pages

SEATS = "考点,考场,座位数\n" + "".join(f"一中,{i:02d},30\n" for i in range(1, 5))
ROLL = "考号,学校\n" + "".join(f"{i:03d},{'甲乙丙丁'[i % 4]}\n" for i in range(90))
STAFF = "教师编号,学校\n" + "".join(f"T{i},{'甲乙丙丁'[i % 4]}\n" for i in range(24))


@pytest.fixture
def seating(report_of):
    return report_of("exam.rooms", {"examinees": ROLL, "rooms": SEATS}, seed="a")


def test_the_headline_tells_examinees_rooms_and_neighbours_left(seating, blocks_of):
    assert [n.value for n in blocks_of(seating, Numbers)[0].numbers[:3]] == [90, 3, 0]


def test_papers_are_counted_by_site_and_version(seating, tables_of):
    assert tables_of(seating)[0].rows == (("一中", 3, 45, 45),)


def test_every_room_of_a_site_has_a_page_with_its_map_and_its_door_list(run_of):
    site = pages(run_of("exam.rooms", {"examinees": ROLL, "rooms": SEATS}, seed="a"))["一中"]
    assert [section.starts_page for section in site.sections] == [False, True, True]
    assert [len(table.rows) for section in site.sections for table in section.blocks] == [6, 10] * 3


def test_duties_stand_by_session_and_room(report_of, tables_of):
    sessions = "场次,科目\n1,语文\n2,数学\n"
    texts = {"teachers": STAFF, "rooms": SEATS, "sessions": sessions}
    first = tables_of(report_of("exam.invigilators", texts, seed="a"))[0]
    assert [row[:2] for row in first.rows] == [("一中", f"{i:02d}") for i in range(1, 5)]
