import pytest

from xueheng.reports.blocks import Bar, Heat, Line, Note, Numbers

UNITS = (
    "学校,乡镇,经费,学生数,随迁,困难\n甲,东,12.1,820,160,0.05\n乙,东,9.8,1310,240,0.08\n"
    "丙,西,8.2,240,12,0.21\n丁,西,6.9,96,2,0.35\n戊,西,5,0,0,0.4\n"
)
PARAMS = {"value": "经费", "weight": "学生数", "replicates": "200", "seed": "s"}
HEAD = (
    "学校,学段,学生数,高于规定学历教师数,骨干教师数,体音美教师数,教学及辅助用房面积,体育运动场馆面积,"
    "教学仪器设备值,网络多媒体教室数\n"
)
GOOD, LOW = "5,2,1,500,800,250000,3", "5,2,1,440,800,100000,3"
COSTS = (
    "teachers_above_degree:80000,backbone_teachers:20000,pe_art_teachers:80000,teaching_area_m2:2500,"
    "sports_area_m2:400,multimedia_rooms:60000"
)


@pytest.fixture
def equity(report_of):
    return report_of(
        "balance.equity", {"units": UNITS}, **PARAMS, group="乡镇", members="随迁", poverty="困难"
    )


def test_every_part_that_was_asked_for_has_its_section(equity):
    titles = [s.title.zh for s in equity.sections]
    assert titles[:2] == ["结论", "各项指数"]
    assert {"组间与组内", "学生分布", "没有计入的", "是否向困难学生多的学校倾斜"} <= set(titles)


def test_what_was_not_asked_for_has_none(report_of):
    plain = report_of("balance.equity", {"units": "学校,y\n甲,1\n乙,3\n"}, value="y", replicates="0")
    assert [s.title.zh for s in plain.sections] == ["结论", "各项指数", "哪些学校影响大", "口径与核对"]


def test_the_two_theils_stand_apart_in_the_headline(equity, blocks_of):
    labels = [n.label.zh for n in blocks_of(equity, Numbers)[0].numbers]
    assert {"泰尔 T", "泰尔 L"} <= set(labels)


def test_the_title_of_the_curve_says_what_half_of_the_pupils_have(report_of, blocks_of):
    text = "学校,y,p\n甲,1,50\n乙,3,50\n"
    report = report_of("balance.equity", {"units": text}, value="y", weight="p", replicates="0")
    assert "25%" in blocks_of(report, Line)[0].title.zh


def test_units_stand_by_name_and_never_by_influence(equity, tables_of):
    table = next(t for t in tables_of(equity) if "影响" in t.title.zh)
    assert [r[0] for r in table.rows] == ["丁", "丙", "乙", "甲"]


@pytest.fixture
def balance(report_of):
    texts = {
        "schools": HEAD
        + "".join(f"{n},小学,100,{r}\n" for n, r in (("甲", GOOD), ("乙", LOW), ("丙", GOOD))),
        "former": HEAD + "".join(f"{n},小学,100,{r}\n" for n, r in (("甲", LOW), ("乙", LOW), ("丙", GOOD))),
        "changes": "学校,学段,指标,增减量\n乙,小学,仪器设备,100000\n",
        "items": "条目,口径,数值,是否达到\njunior_retention,,0.94,\nlayout,,,是\n",
    }
    return report_of("balance.standard", texts, standard="yzjh-2017", costs=COSTS)


def test_before_and_after_are_drawn_side_by_side(balance, blocks_of):
    pairs = [b for b in blocks_of(balance, Bar) if len(b.series) == 2]
    assert [[s.name.zh for s in b.series] for b in pairs] == [["上次", "这次"], ["现在", "设想以后"]]


def test_the_plan_says_of_each_addition_why(balance, tables_of):
    table = next(t for t in tables_of(balance) if t.title.zh.startswith("增加什么"))
    assert [(r[0], r[2].zh, r[3], r[6].zh[:12]) for r in table.rows] == [
        ("乙", "教学用房", 10, "补到标准"),
        ("乙", "仪器设备", 70000, "每校可有 1 项只补到标"),
    ]


def test_items_stand_with_what_is_asked_and_the_clause(balance, tables_of):
    table = next(t for t in tables_of(balance) if t.title.zh.strip() == "教育质量")
    first = table.rows[0]
    assert (first[3].zh, first[4], first[5].zh) == ("≥ 0.95", "0.94", "未达到")
    assert "第八条" in first[7].zh


def test_the_school_to_raise_first_is_no_ranking(balance, tables_of, blocks_of):
    table = next(t for t in tables_of(balance) if "最能缩小差距" in t.title.zh)
    assert {r[1] for r in table.rows} == {"乙"}
    assert "不是学校排名" in table.note.zh
    assert blocks_of(balance, Heat)


def test_a_plan_that_changes_no_verdict_says_so(report_of, blocks_of):
    texts = {
        "schools": HEAD + f"甲,小学,100,{GOOD}\n乙,小学,100,{GOOD}\n",
        "changes": "学校,学段,指标,增减量\n乙,小学,仪器设备,10\n",
    }
    report = report_of("balance.standard", texts, standard="yzjh-2017")
    assert any("没有学校的达标情况会改变" in n.text.zh for n in blocks_of(report, Note))


def test_a_level_that_a_plan_leaves_alone_is_not_shown(report_of, tables_of):
    texts = {
        "schools": f"{HEAD}甲,小学,100,{GOOD}\n乙,初中,100,{GOOD}\n",
        "changes": "学校,学段,指标,增减量\n甲,小学,仪器设备,10\n",
    }
    report = report_of("balance.standard", texts, standard="yzjh-2017")
    shown = [t.title.zh for t in tables_of(report) if "设想前后" in t.title.zh]
    assert shown == ["小学设想前后的差异系数"]
