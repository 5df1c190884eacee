"""Admission reports: nobody stands in the county's, one applicant in a family's, and few are not told."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports import county_set
from xueheng.reports.blocks import Flow, Note
from xueheng.reports.of_run import Wanted, compose, write_report
from xueheng.reports.pages import html
from xueheng.reports.runs.admission.pupil_pages import MOST
from xueheng.reports.runs.admission.reasons import why
from xueheng.reports.runs.school_pages import compose_persons, compose_schools
from xueheng.standards.words import Words

LISTS = ("甲 乙", "甲 乙 丙", "乙 甲 丙")
TABLES = {
    "students": "\n".join(
        ["id,score_1,ticket", *(f"S{n:03d},{700 - n // 2},{n * 7 % 60:02d}" for n in range(60))]
    ),
    "choices": "\n".join(
        ["student,rank,program"]
        + [f"S{n:03d},{k},{p}" for n in range(60) for k, p in enumerate(LISTS[n % 3].split(), 1)]
    ),
    "programs": "id,capacity\n甲,20\n乙,15\n丙,3",
}
TWO = {
    "students": "id,score_1\n" + "\n".join(f"S{n:03d},{700 - n}" for n in range(20)),
    "choices": "student,batch,rank,program\n"
    + "\n".join(f"S{n:03d},{b},1,{p}" for n in range(20) for b, p in (("提前", "甲"), ("统招", "乙"))),
    "programs": "id,batch,capacity\n甲,提前,8\n乙,统招,7",
}
RANKED = {
    "students": "id\nS001\nS002",
    "choices": "student,rank,program\nS001,1,甲\nS002,1,甲",
    "programs": "id,capacity\n甲,1",
    "priorities": "program,student,rank\n甲,S001,731\n甲,S002,732",
}


@pytest.fixture(scope="module")
def admitted(write):
    """A run of admission on tables given as csv text."""

    def made(texts, **params):
        files = {name: write(f"{name}.csv", text) for name, text in texts.items()}
        declared = method("admission.match")
        given = parse_params(declared.params, list(params.items()), document={})
        return run_method(declared, files, params=given, answers={})

    return made


@pytest.fixture(scope="module")
def run(admitted):
    """Sixty applicants, three schools, one of them with three seats."""
    return admitted(TABLES, procedure="serial_dictatorship", tie_at_cutoff="ticket")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_applicant_stands_in_the_report(run, lang):
    assert not re.search(r"S\d{3}", html.fragment(compose(run), lang=lang))


def test_ways_that_few_went_are_not_drawn_and_all_others_are(run, blocks_of):
    (chart,) = blocks_of(compose(run), Flow)
    places = {r["student"]: r["program"] for r in run.outcome.tables["matches"].to_pylist()}
    ways = Counter((LISTS[int(s[1:]) % 3][0], p or "未录取") for s, p in places.items())
    drawn = {(chart.left[a].zh, chart.right[b].zh): n for a, b, n in chart.flows}
    assert drawn == {way: n for way, n in ways.items() if n >= 5}
    assert len(drawn) < len(ways)


def test_of_few_admitted_the_last_is_not_told(run, tables_of):
    (table,) = [t for t in tables_of(compose(run)) if t.columns[-1].label.zh == "末位录取"]
    last = {row[0]: row[-1].zh for row in table.rows}
    assert last["丙"] == "人数少，不列"
    assert last["甲"].startswith("总分 6")


def test_who_was_admitted_before_is_in_no_later_flow(admitted, blocks_of):
    found = admitted(TWO, procedure="serial_dictatorship", batches="提前,统招")
    charts = blocks_of(compose(found), Flow)
    assert [sorted(n for *_, n in chart.flows) for chart in charts] == [[8, 12], [5, 7]]


def test_a_page_names_its_applicant_and_nobody_else(run):
    pages = dict(compose_persons(run))
    shown = {name: set(re.findall(r"S\d{3}", html.render(page, lang="zh"))) for name, page in pages.items()}
    assert len(pages) == 60
    assert all(found == {name} for name, found in shown.items())


def test_every_choice_has_its_reason_on_the_page(run, blocks_of):
    page = dict(compose_persons(run))["S058"]
    said = [note.text.zh for note in blocks_of(page, Note)]
    assert said[0].startswith("您的志愿都没有录取")
    assert [text.partition("。")[0] for text in said[1:4]] == ["没有录取"] * 3


def test_no_place_in_an_order_of_priority_is_told(admitted):
    found = admitted(RANKED, procedure="deferred_acceptance")
    shown = "".join(html.render(page, lang="en") for _, page in compose_persons(found))
    assert "order of priority" in shown
    assert not re.search(r"\b73[12]\b", shown)


def test_the_page_of_a_school_lists_its_own_and_nobody_else(run, tables_of):
    places = {r["student"]: r["program"] for r in run.outcome.tables["matches"].to_pylist()}
    for school, page in compose_schools(run).items():
        listed = next(t for t in tables_of(page) if t.columns[0].label.zh == "考号")
        assert [row[0] for row in listed.rows] == sorted(s for s, p in places.items() if p == school)


@pytest.mark.parametrize(("fit", "is_told"), [("skip", True), ("split", False)])
def test_who_is_kept_together_is_told_whose_key_was_compared(admitted, fit, is_told):
    found = admitted(RANKED, procedure="deferred_acceptance", together_fit=fit)
    assert all(("双胞胎" in html.render(page, lang="zh")) is is_told for _, page in compose_persons(found))


def test_where_applicants_are_too_many_only_schools_have_pages(run):
    figures = {**run.outcome.figures, "students": MOST + 1}
    large = replace(run, outcome=replace(run.outcome, figures=figures))
    assert list(compose_persons(large)) == []
    assert set(compose_schools(large)) == {"甲", "乙", "丙"}


def test_pages_of_persons_stand_in_both_languages_under_names_of_their_own(run, tmp_path):
    page = dict(compose_persons(run))["S000"]
    assert county_set.write_persons([("a/b", page), ("A:B", page)], tmp_path, lang="zh") == 2
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["A_B(2).en.html", "A_B(2).html", "a_b.en.html", "a_b.html"]


def test_the_folder_of_the_report_links_to_the_pages_of_persons(admitted, tmp_path):
    found = admitted(RANKED, procedure="deferred_acceptance")
    report = write_report(found, tmp_path, lang="zh", wanted=Wanted(persons=True))
    assert "persons/" in dict(report.files)
    assert len(list((tmp_path / "persons").iterdir())) == 4


def test_a_page_of_words_alone_carries_no_script(run):
    assert "<script" not in html.render(dict(compose_persons(run))["S000"], lang="zh")


def _row(code, **values):
    return dict.fromkeys(("rule_id", "own_key", "cutoff_key", "differs", "needs")) | {"code": code, **values}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            _row(
                "BELOW_CUTOFF",
                own_key="score_1=601",
                cutoff_key="score_1=625",
                differs="score_1",
                needs="score_1>625",
            ),
            "没有录取。比总分：本人是 601，最后录取的一名是 625；如果总分高于 625，就能录取。",
        ),
        (
            _row(
                "FULL_AT_YOUR_TURN",
                own_key="score_1=601; ticket=b2",
                cutoff_key="score_1=601; ticket=0a",
                differs="ticket",
                needs="ticket<0a",
            ),
            "没有录取。前面各项都相同，比随机号，小的在前：本人是 b2，最后录取的一名是 0a。",
        ),
        (
            _row(
                "BELOW_CUTOFF",
                own_key="tier=2; points=81",
                cutoff_key="tier=1; points=70",
                differs="tier",
                needs="tier<1",
            ),
            "没有录取。比类别顺序，小的在前：本人是 2，最后录取的一名是 1。",
        ),
        (
            _row("BELOW_CUTOFF", own_key="score_1=601", cutoff_key="score_1=601", differs="id"),
            "没有录取。最后一个名额要比的各项都相同，按公布的规则由编号先后决定。本人：总分 601。",
        ),
        (_row("FULL_AT_YOUR_TURN"), "没有录取。轮到时，这所学校的名额已经录满。"),
        (
            _row("BELOW_FLOOR", rule_id="delta", own_key="score_1=560", needs="score_1>=600"),
            "没有录取。指标到校不得低于统招线太多：要总分不低于 600。本人：总分 560。",
        ),
        (
            _row("NOT_ELIGIBLE", rule_id="origin", own_key="东", needs="西"),
            "没有录取。这类名额只给毕业于“西”的学生，本人登记的毕业学校是“东”。",
        ),
        (
            _row("NOT_ELIGIBLE", rule_id="特长", own_key="false", needs="true"),
            "没有录取。这类名额要有“特长”资格，名册里本人没有。",
        ),
        (
            _row("NOT_ELIGIBLE", rule_id="综评", own_key="C", needs="B"),
            "没有录取。报考条件“综评”：要求 B，名册里本人是 C。",
        ),
        (_row("BAND_CLOSED", rank=2), "第2志愿已过。"),
    ],
    ids=["score", "ticket", "tier", "equal", "full", "line", "origin", "attribute", "rule", "own words"],
)
def test_a_reason_is_told_in_the_words_of_a_family(row, sentence):
    assert why(row, {"BAND_CLOSED": Words("第{rank}志愿已过。", "Past {rank}.")}).zh == sentence
