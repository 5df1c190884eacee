import pytest

from xueheng.reports.blocks import Heat, Note
from xueheng.standards.class_hours import class_hours

CITY = class_hours("shenzhen-2017")


def week(grade, name, **changes):
    hours = {line.subjects[0]: line.at_least[grade] for line in CITY.lines} | changes
    return "".join(f"甲校,{grade},{name},{s},{h},T1\n" for s, h in hours.items())


@pytest.fixture
def report(report_of):
    def made(text, standard="shenzhen-2017", **more):
        head = "school,grade,class,subject,hours,teacher\n"
        return report_of("curriculum.check", {"timetable": head + text, **more}, standard=standard)

    return made


def test_the_map_shows_how_many_lessons_a_class_is_off(report, blocks_of):
    [heat] = blocks_of(report(week(3, "1班", science=0) + week(3, "2班")), Heat)
    science = [c.zh for c in heat.columns].index("科学")
    assert [row[science] for row in heat.values] == [-2, 0]


def test_every_gap_stands_with_what_is_asked_and_its_clause(report, tables_of):
    gaps = tables_of(report(week(3, "1班", sport=2), "curriculum-2022"))[0]
    row = next(r for r in gaps.rows if r[2].zh == "体育与健康")
    assert (row[4].zh, row[5].zh) == ("不少于 3", "少 1 节")
    assert "中发〔2007〕7号" in row[6]


def test_many_classes_are_shown_by_school(report, blocks_of):
    [heat] = blocks_of(report("".join(week(3, f"{i}班") for i in range(61))), Heat)
    assert heat.rows == ("甲校",)
    assert set(heat.values[0]) <= {1.0, None}


def test_the_page_says_how_shares_are_read(report, blocks_of):
    notes = [n.text.zh for n in blocks_of(report(week(3, "1班"), "curriculum-2022"), Note)]
    assert any("九年总课时" in text for text in notes)


def test_teachers_and_load_have_their_parts(report):
    teachers, survey = "id,subject\nT1,语文\n", "school,grade,homework_minutes\n甲校,3,70\n"
    found = report(week(3, "1班"), teachers=teachers, survey=survey)
    assert {"任课教师", "作业与睡眠"} <= {s.title.zh for s in found.sections}
