import pytest

from xueheng.reports.blocks import Line, Note

MARKS = "id,raw\n" + "".join(f"p{i:03d},{(i * 37) % 83 + 15}\n" for i in range(120))
FORM = "total,anchor\n" + "".join(f"{(i * 7) % 20 + (i % 5) + 5},{i % 5}\n" for i in range(40))
ITEMS = "item,a,b\n1,0.8,-1\n2,1.2,0.5\n3,1.5,0\n4,1,1\n"


@pytest.fixture
def scaled(report_of):
    return lambda **params: report_of("exam.scale", {"scores": MARKS}, **params)


def test_a_report_of_assigned_marks_names_no_pupil(scaled):
    assert "p001" not in repr(scaled(scheme="fufen-3+1+2"))


def test_grades_stand_with_their_cuts_and_both_shares(scaled, tables_of):
    table = tables_of(scaled(scheme="fufen-shandong-8"))[0]
    assert [row[0] for row in table.rows] == list("12345678")
    assert {"原始分区间", "实际比例", "规定比例"} <= {c.label.zh for c in table.columns}


@pytest.mark.parametrize("scheme", ["fufen-3+1+2", "z", "standard-500"])
def test_both_distributions_hold_every_pupil(scaled, blocks_of, scheme):
    curves = blocks_of(scaled(scheme=scheme), Line)
    assert [sum(c.series[0].values) for c in curves] == [120, 120]


def test_a_report_says_whether_the_official_text_was_read(scaled, blocks_of):
    notes = [note.text.zh for note in blocks_of(scaled(scheme="fufen-guangdong"), Note)]
    assert any("广东" in text and text.endswith("未核实") for text in notes)


@pytest.mark.parametrize(("kind", "series"), [("forms", 3), ("items", 1)])
def test_the_change_by_equating_is_drawn_with_its_interval_where_there_is_one(
    report_of, blocks_of, kind, series
):
    if kind == "forms":
        report = report_of("exam.equate", {"x": FORM, "y": FORM}, procedure="linear_tucker")
    else:
        report = report_of("exam.equate", {"items_x": ITEMS, "items_y": ITEMS}, procedure="haebara")
    [curve] = blocks_of(report, Line)
    assert len(curve.series) == series
