import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Bar, Note, Table
from xueheng.reports.pages import html
from xueheng.reports.runs.school_pages import compose_schools

EXAM = "类型,学段,年级,范围,名称\n其他,高中,12,市,一模\n"
MEANS = {"甲校": (70, 70), "乙校": (70, 90), "丙校": (60, 50), "丁校": (75, 75)}
PLAIN = {"school_mean_prior": "false"}
AMOUNTS = "teachers_above_degree,backbone_teachers,pe_art_teachers,teaching_area_m2"


def scores(small=3):
    lines = ["考号,学校,乡镇,性别,语文,数学"]
    sizes = dict.fromkeys(MEANS, 20) | {"戊校": small}
    for school, n in sizes.items():
        zh, maths = MEANS.get(school, (50, 50))
        town = "东镇" if school in ("甲校", "乙校", "丙校") else "西镇"
        lines += [
            f"{school}{i},{school},{town},{'男女'[i % 2]},{zh + i % 5},{maths + i % 5}" for i in range(n)
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def pages(tmp_path):
    """The pages of a run on tables given as csv text."""

    def make(name, texts, synonyms=None, **params):
        files = {key: tmp_path / f"{key}.csv" for key in texts}
        for key, text in texts.items():
            files[key].write_text(text, encoding="utf-8")
        declared = method(name)
        given = parse_params(declared.params, params.items(), document={})
        return compose_schools(run_method(declared, files, params=given, answers={}, synonyms=synonyms or {}))

    return make


@pytest.fixture
def exam(pages):
    return pages("exam.quality", {"scores": scores(), "exam": EXAM}, full="语文:100,数学:100")


def blocks(report, kind):
    return [b for s in report.sections for b in s.blocks if isinstance(b, kind)]


def note(report, title):
    return next(n for n in blocks(report, Note) if n.title and n.title.zh == title)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_names_another_school(exam, lang):
    shown = {name: html.render(page, lang=lang) for name, page in exam.items()}
    assert not any(other in text for name, text in shown.items() for other in shown if other != name)


def test_pages_stand_in_the_order_of_names(pages):
    text = "考号,学校,语文\n" + "".join(f"{k}{i},第{k}中学,{i}\n" for k in (10, 9, 2) for i in range(12))
    found = pages("exam.quality", {"scores": text, "exam": EXAM}, full="语文:100")
    assert list(found) == ["第2中学", "第9中学", "第10中学"]


def test_strengths_and_gaps_rest_on_whole_intervals(exam):
    assert note(exam["乙校"], "长处").items[0].zh.startswith("数学")
    assert [i.zh[:2] for i in note(exam["丙校"], "短处").items] == ["数学", "语文"]


def test_a_small_school_gets_the_reason_and_no_figures(exam):
    (section,) = exam["戊校"].sections
    assert "3 人，少于 10 人" in section.blocks[0].text.zh
    assert not blocks(exam["戊校"], Table)


def test_like_schools_are_shown_where_there_are_three(exam):
    heads = {n: [c.label.zh for c in blocks(exam[n], Table)[0].columns] for n in ("甲校", "丁校")}
    assert "同类（东镇）" in heads["甲校"]
    assert not any("同类" in head for head in heads["丁校"])


def test_like_schools_are_found_by_headings_that_a_bureau_has_added(pages):
    texts = {"scores": scores().replace("考号", "报名序号码"), "exam": EXAM}
    found = pages("exam.quality", texts, synonyms={"scores": {"id": ("报名序号码",)}})
    assert any("同类" in c.label.zh for c in blocks(found["甲校"], Table)[0].columns)


def test_pupils_of_both_sexes_make_no_like_schools(pages):
    found = pages("exam.quality", {"scores": scores(), "exam": EXAM}, full="语文:100,数学:100", by="性别")
    heads = [c.label.zh for c in blocks(found["甲校"], Table)[0].columns]
    assert "同类（东镇）" in heads


def test_a_page_never_speaks_of_a_rank(exam):
    assert not any(
        "名次" in n.text.zh.replace("不列名次", "") for p in exam.values() for n in blocks(p, Note)
    )


def test_without_full_marks_distances_are_drawn(pages):
    found = pages("exam.quality", {"scores": scores(), "exam": EXAM})
    (chart,) = blocks(found["乙校"], Bar)
    assert "距离" in chart.title.zh


def test_a_county_of_one_town_and_no_school_has_no_page(pages):
    assert pages("exam.quality", {"scores": "考号,语文\n1,50\n2,60\n", "exam": EXAM}) == {}


def test_an_effect_across_zero_is_neither(pages):
    lines = [f"{s},{i % 7},{i % 7 + (3 if s == 'a' else 0) + i % 3}" for s in "abcdef" for i in range(40)]
    text = "school,before,after\n" + "\n".join(lines) + "\n"
    found = pages(
        "exam.value_added", {"scores": text}, outcome="after", prior="before", school="school", **PLAIN
    )
    assert note(found["a"], "长处").items
    assert not note(found["b"], "长处").items


def test_balance_pages_list_what_is_below_the_threshold(pages):
    rows = ["甲校,小学,1000,50,9,20,5000", "乙校,小学,1000,40,20,20,6000", "丙校,初中,500,30,9,9,4000"]
    text = f"school,level,pupils,{AMOUNTS}\n" + "\n".join(rows) + "\n"
    names = AMOUNTS
    found = pages("balance.standard", {"schools": text}, standard="yzjh-2017", indicators=names)
    gaps = [i.zh for i in note(found["甲校"], "短处").items]
    assert any(g.startswith("骨干教师") and "还差 1 人" in g for g in gaps)


def test_a_school_name_of_two_counties_stands_with_its_county(pages):
    rows = [f"{c},实验校,小学,{n},9" for c, n in (("东县", 500), ("西县", 900))]
    rows += [f"{c},{c}二小,小学,700,9" for c in ("东县", "西县")]
    text = "county,school,level,pupils,backbone_teachers\n" + "\n".join(rows) + "\n"
    found = pages("balance.standard", {"schools": text}, standard="yzjh-2017", indicators="backbone_teachers")
    assert {"东县 实验校", "西县 实验校", "东县二小", "西县二小"} == set(found)
