from pathlib import Path

import pytest

from xueheng.reports.blocks import Heat, Line, Note, Numbers

TOWN = Path(__file__).resolve().parents[3] / "examples" / "staff_town"
NAMES = ("classes", "teachers", "curriculum", "enrolment", "population", "schools", "relief", "changes")


@pytest.fixture
def report(report_of):
    texts = {name: (TOWN / f"{name}.csv").read_text(encoding="utf-8") for name in NAMES}
    return report_of("staff.gap", texts, load="16,语文:13,数学:14,英语:15", year="2026", horizon="3")


def table(report, tables_of, title):
    return next(t for t in tables_of(report) if t.title.zh == title)


def test_the_matrix_has_a_row_a_school_and_a_column_a_subject(report, blocks_of):
    [chart] = blocks_of(report, Heat)
    assert (len(chart.rows), len(chart.columns)) == (6, 14)
    assert chart.middle == 0
    assert chart.values[list(chart.rows).index("东门小学")][list(chart.columns).index("物理")] is None


def test_the_fan_begins_at_the_last_count(report, blocks_of):
    primary, _ = blocks_of(report, Line)
    counted, low, *_, high = (s.values for s in primary.series)
    last = primary.at.index(2026)
    assert counted[last] == low[last] == high[last]
    assert counted[last + 1] is None
    assert all(a < b for a, b in zip(low[last + 1 :], high[last + 1 :], strict=True))


def test_hires_by_year_add_up_to_the_headline(report, tables_of, blocks_of):
    total = table(report, tables_of, "各学年招聘人数").rows[-1]
    hires = next(n for b in blocks_of(report, Numbers) for n in b.numbers if n.label.zh == "需招聘")
    assert sum(total[1:-1]) == total[-1] == hires.value


def test_every_cell_has_its_formula(report, tables_of):
    cells = table(report, tables_of, "算式和说明").rows
    assert len(cells) == len(table(report, tables_of, "各校各学科的缺口和去向").rows)
    assert all(row[2].zh.startswith("需要：") for row in cells)


def test_what_is_blocked_is_said_in_the_conclusion(report, blocks_of):
    items = [item.zh for note in blocks_of(report, Note) for item in note.items]
    assert any(item.startswith("编制或名额不够") for item in items)


def test_nobody_is_named(report, tables_of):
    said = " ".join(str(cell) for t in tables_of(report) for row in t.rows for cell in row)
    assert "T0001" not in said


def test_a_plan_of_one_year_needs_no_dates(report_of, tables_of):
    texts = {
        "classes": "学校,年级,班数\n甲校,7,2\n",
        "teachers": "教师编号,学校,任教学科\na,甲校,数学\n",
        "curriculum": "年级,学科,周课时\n7,数学,5\n",
    }
    titles = [t.title.zh for t in tables_of(report_of("staff.gap", texts, load="14"))]
    assert "各学年招聘人数" not in titles
    assert "算式和说明" in titles
