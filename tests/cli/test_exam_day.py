"""An exam from seats to invigilators: what one command writes the next one takes, and both come out again."""

import pytest

EXAMINEES = "考号,学校\n" + "".join(f"{i:04},{'甲乙丙'[i % 3]}校\n" for i in range(24))
ROOMS = "考点,考场,座位数\n" + "".join(f"一中,{i:02},8\n" for i in range(1, 4))
STAFF = "教师编号,学校,任教学科\n" + "".join(f"T{i},{'丁戊'[i % 2]}校,{'语数'[i % 2]}\n" for i in range(16))
SESSIONS = "场次,科目\n1,语\n2,数\n"


@pytest.fixture
def duties(cli, write):
    """The invigilators of rooms that were seated just before."""
    rooms = write("rooms.csv", ROOMS)
    given = (f"examinees={write('examinees.csv', EXAMINEES)}", f"rooms={rooms}", "-p", "seed=a")
    assert cli("run", "exam.rooms", *given, "--out", "seats").code == 0
    staff = (f"teachers={write('teachers.csv', STAFF)}", f"sessions={write('sessions.csv', SESSIONS)}")
    held = (*staff, f"rooms={rooms}", "pupils=seats/schools.csv", "-p", "seed=b", "-p", "reserve=0")
    return cli("run", "exam.invigilators", *held, "--report", "report", "--bundle", "day.xhb.zip")


def test_duties_are_reported_sealed_and_come_out_again(cli, duties, tmp_path):
    assert (duties.code, (tmp_path / "report" / "index.html").is_file()) == (0, True)
    assert cli("verify", "day.xhb.zip", "--json").json["recomputed"] is True
