import pytest

from xueheng.reports.blocks import Heat, Note, Numbers

HEAD = (
    "学校,学段,学生数,高于规定学历教师数,骨干教师数,体音美教师数,教学及辅助用房面积,体育运动场馆面积,"
    "教学仪器设备值,网络多媒体教室数\n"
)
GOOD = "5,2,1,500,800,250000,3"


def schools(**rows):
    return HEAD + "".join(f"{name},小学,100,{row}\n" for name, row in rows.items())


@pytest.fixture
def report(report_of):
    text = schools(丙校=GOOD, 甲校="5,2,1,300,800,150000,3", 乙校=GOOD)
    return report_of("balance.standard", {"schools": text}, standard="yzjh-2017")


def test_the_conclusion_counts_the_schools_that_pass(report, blocks_of):
    numbers = {n.label.zh: n for n in blocks_of(report, Numbers)[0].numbers}
    assert (numbers["达标学校"].value, numbers["达标学校"].context.zh) == (2, "共 3 所")
    assert numbers["是否达标"].tone == "bad"


def test_a_school_that_does_not_pass_is_named_with_what_it_is_short_of(report, tables_of):
    assert any("甲校" in item.zh for n in report.sections[0].blocks[1:] for item in n.items)
    short = next(t for t in tables_of(report) if "还差多少" in t.title.zh)
    assert [(r[0], r[1].zh, r[2]) for r in short.rows] == [
        ("甲校", "教学用房", 150.0),
        ("甲校", "仪器设备", 50000.0),
    ]


def test_schools_stand_by_name_and_never_by_value(report, tables_of):
    table = next(t for t in tables_of(report) if t.title.zh.endswith("各校各项"))
    names = [row[0] for row in table.rows]
    assert names == sorted(names)


def test_a_value_below_85_percent_is_marked_worse_than_one_above(report_of, tables_of):
    text = schools(甲校="4,2,1,500,800,250000,3", 乙校="3,2,1,500,800,250000,3", 丙校=GOOD)
    report = report_of("balance.standard", {"schools": text}, standard="yzjh-2017")
    table = next(t for t in tables_of(report) if t.title.zh.endswith("各校各项"))
    assert {row[0]: tones[1] for row, tones in zip(table.rows, table.tones, strict=True)} == {
        "甲校": "near",
        "乙校": "bad",
        "丙校": "plain",
    }


def test_the_grid_shows_shares_of_the_threshold(report, blocks_of):
    heat = blocks_of(report, Heat)[0]
    assert heat.middle == 1.0
    assert heat.values[heat.rows.index("甲校")][3] == pytest.approx(300 / 450)


def test_coefficients_alone_are_judged_without_schools(report_of, blocks_of):
    text = "学段,指标,差异系数\n小学,生均体育运动场馆面积,0.53\n小学,生均教学仪器设备值,0.2\n"
    report = report_of("balance.standard", {"coefficients": text}, standard="yzjh-2017")
    fails = next(b for b in blocks_of(report, Note) if b.tone == "bad")
    assert [i.zh for i in fails.items] == ["小学差异系数（限值 0.50）：体育场馆 0.530"]


def test_few_coefficients_are_the_headline(report_of, blocks_of):
    text = "学校,学段,学生数,图书册数\n甲,小学,10,10\n乙,小学,30,90\n"
    report = report_of("balance.standard", {"schools": text}, standard="basic-2012", indicators="books")
    assert blocks_of(report, Numbers)[0].numbers[-1].value == pytest.approx(0.3464, abs=1e-4)


def test_every_rule_stands_with_its_document_and_reading(report, tables_of):
    rules = next(t for t in tables_of(report) if "依据" in t.title.zh)
    assert all("教督〔2017〕6号" in r[1] or "河北" in r[1] for r in rules.rows)
    assert {r[3].zh for r in rules.rows} <= {"据转载，未核对原文", "未核实", "已核对原文"}


def test_what_is_short_is_rounded_up_to_whole_things(report_of, tables_of):
    text = HEAD + "甲校,小学,105,4,1,1,500,800,250000,3\n乙校,小学,100,5,2,1,500,800,250000,3\n"
    report = report_of("balance.standard", {"schools": text}, standard="yzjh-2017")
    short = next(t for t in tables_of(report) if "还差多少" in t.title.zh)
    assert {r[1].zh: r[2] for r in short.rows} == {"高学历教师": 1, "骨干教师": 1}
