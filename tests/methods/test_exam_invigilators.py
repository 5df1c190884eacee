import pytest

from xueheng.tables.issues import Refused

SUBJECTS = ["语文", "数学", "英语", "物理", "化学", "历史", "地理"]
SESSIONS = "场次,科目\n1,语文\n2,数学\n3,英语\n"
ROOMS = "考点,考场,座位数\n" + "".join(f"{'一中' if i < 6 else '三中'},{i:02d},30\n" for i in range(13))
RELATIVES = "教师编号,亲属所在考点,亲属所在考场\nT05,三中,\n"


def staff(n=60):
    schools = ["一中", "二中", "三中", "四中", "五中"]
    rows = [
        f"T{i:02d},{schools[i % 5]},{SUBJECTS[i % 7]},{'男女'[i % 2]},{'是' if i == 9 else '否'}"
        for i in range(n)
    ]
    return "\n".join(["教师编号,学校,任教学科,性别,班主任", *rows]) + "\n"


@pytest.fixture
def files(write):
    def written(n=60):
        texts = {"teachers": staff(n), "rooms": ROOMS, "sessions": SESSIONS, "relatives": RELATIVES}
        return {name: write(f"{name}.csv", text) for name, text in texts.items()}

    return written


@pytest.fixture
def duties(run, files):
    return lambda **params: run("exam.invigilators", files(), **{"seed": "abc"} | params)


def test_every_rule_is_kept_and_loads_are_even(duties):
    figures = duties().outcome.figures
    assert [figures[name] for name in ("repeats", "room_repeats", "same_school")] == [0, 0, 0]
    assert figures["load_max"] - figures["load_min"] <= 1


def test_nobody_serves_at_the_own_site_in_the_own_subject_or_near_a_relative(duties):
    rows = duties().outcome.tables["duties"].to_pylist()
    schools = ["一中", "二中", "三中", "四中", "五中"]
    numbers = [(int(r["teacher"][1:]), r) for r in rows]
    assert not any(schools[n % 5] == r["site"] or n % 7 == int(r["session"]) - 1 for n, r in numbers)
    assert not any(n == 9 or (n == 5 and r["site"] == "三中") for n, r in numbers)


def test_nobody_serves_where_pupils_of_the_own_school_sit(run, files, write):
    pupils = "考点,考场,考生学校\n" + "".join(f"一中,{i:02d},{'二三四五'[i % 4]}中\n" for i in range(6))
    found = run("exam.invigilators", files() | {"pupils": write("p.csv", pupils)}, seed="abc")
    rows = [r for r in found.outcome.tables["duties"].to_pylist() if r["site"] == "一中"]
    assert not any(int(r["teacher"][1:]) % 5 == int(r["room"]) % 4 + 1 for r in rows)


@pytest.mark.parametrize(("per_room", "roles"), [("1", ["chief"]), ("2", ["chief", "second"])])
def test_each_room_has_its_roles_in_each_session(duties, rows, per_room, roles):
    found = duties(per_room=per_room)
    assert found.outcome.tables["duties"].num_rows == 3 * 12 * len(roles)
    assert [r["role"] for r in rows(found, "duties", session="2", site="一中", room="03")] == roles


def test_the_reserve_has_no_duty_in_its_session(duties):
    tables = duties(reserve="0.2").outcome.tables
    busy, spare = (
        {(r["session"], r["teacher"]) for r in tables[t].to_pylist()} for t in ("duties", "reserves")
    )
    assert len(spare) == 3 * 5
    assert not busy & spare


def test_another_seed_draws_other_duties(duties):
    first, again, other = (duties(seed=seed).outcome.tables["duties"] for seed in "aab")
    assert first.equals(again)
    assert not first.equals(other)


def test_too_few_teachers_are_told_by_session(refusal, files):
    assert refusal("exam.invigilators", files(20)) == ["TEACHERS_SHORT"] * 3


def test_rooms_that_nobody_may_watch_are_told(refusal, write, files):
    own = "教师编号,学校\n" + "".join(f"T{i:02d},{'一中' if i < 55 else '三中'}\n" for i in range(60))
    assert refusal("exam.invigilators", files() | {"teachers": write("t.csv", own)}) == ["ROOMS_UNWATCHED"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("pupils", "考点,考场,考生学校\n一中,01,二中\n一中,99,二中\n", "PUPILS_ROOM_UNKNOWN"),
        ("relatives", "教师编号,亲属所在考点,亲属所在考场\nT05,三中,\nT99,三中,\n", "RELATIVE_UNKNOWN"),
    ],
)
def test_a_recusal_that_points_nowhere_is_told_with_its_row(run, files, write, name, text, code):
    with pytest.raises(Refused) as refused:
        run("exam.invigilators", files() | {name: write("x.csv", text)})
    assert [(i.code, i.row) for i in refused.value.issues] == [(code, 3)]
