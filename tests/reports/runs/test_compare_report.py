import random

import pytest

from xueheng.reports.blocks import Bar, Note, Numbers
from xueheng.reports.runs.admission_compare import withheld

RULES = "procedure=slots precedence=open_first revert=true tie_at_cutoff=ticket; 先定向后统招; sequential"


def _texts(sizes):
    chance = random.Random(3)
    pupils = [(f"{at}{i:02d}", origin) for at, (origin, n) in enumerate(sizes.items(), 1) for i in range(n)]
    rows = [f"{n},{o},{chance.choice('男女')},{chance.randrange(400, 700)},{n}" for n, o in pupils]
    lists = [f"{n},{r},{p}" for n, _ in pupils for r, p in enumerate(chance.sample("甲乙丙", 3), 1)]
    return {
        "students": "\n".join(["考号,毕业学校,性别,总分,随机号", *rows]),
        "choices": "\n".join(["student,rank,program", *lists]),
        "programs": "id,capacity\n甲,12\n乙,10\n丙,10\n",
        "groups": "program,order,name,seats,origin\n甲,1,统招,6,\n甲,2,指标,6,西\n",
    }


@pytest.fixture
def report(report_of):
    return report_of("admission.compare", _texts({"东": 20, "西": 15, "南": 4}), settings=RULES)


def test_the_conclusion_says_of_each_rule_what_it_does_and_when_it_may_be_used(report, blocks_of):
    told, warning = blocks_of(report, Note)[:2]
    assert [line.zh.split("：")[0] for line in told.items] == ["先定向后统招", "顺序志愿"]
    assert (warning.tone, "志愿填报以后" in warning.text.zh) == ("bad", True)
    assert blocks_of(report, Numbers)[0].numbers[0].value == 39


def test_a_rule_is_told_in_words_by_what_it_changes(report, tables_of):
    totals = next(t for t in tables_of(report) if t.title.zh == "各种办法的总数")
    assert totals.rows[1][1].zh == "名额先后：先定向，后统招"
    assert totals.rows[0][1].zh.startswith("录取办法：分名额录取")


def test_small_schools_are_withheld_and_one_more_so_that_they_cannot_be_found(report, tables_of):
    table = next(t for t in tables_of(report) if t.title.zh == "按毕业学校看得失")
    assert {row[0]: set(row[2:]) == {None} for row in table.rows} == {"东": False, "南": True, "西": True}
    assert [row[1] for row in table.rows if isinstance(row[1], int)] == [20, 15]


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [({"a": 50, "b": 9, "c": 30}, {"b", "c"}), ({"a": 5, "b": 9, "c": 30}, {"a", "b"}), ({"a": 10}, set())],
)
def test_what_is_withheld_cannot_be_had_by_subtraction(sizes, hidden):
    assert withheld(sizes) == hidden


def test_a_report_names_no_pupil(report, tables_of):
    cells = [cell for table in tables_of(report) for row in table.rows for cell in row]
    assert not any(isinstance(c, str) and c.isdigit() and len(c) == 3 for c in cells)


def test_the_pictures_hold_what_the_tables_hold(report, blocks_of, tables_of):
    moved = blocks_of(report, Bar)[0]
    totals = next(t for t in tables_of(report) if t.title.zh == "各种办法的总数")
    assert [s.values for s in moved.series] == [tuple(r[at] for r in totals.rows[1:]) for at in (5, 6)]


def test_schools_of_origin_come_first_and_seats_last(report, tables_of):
    titles = [t.title.zh for t in tables_of(report) if "看得失" in t.title.zh]
    assert titles == ["按毕业学校看得失", "按性别看得失", "按基准下录取的名额类别看得失"]


def test_rules_that_move_nobody_are_said_to(report_of, blocks_of):
    report = report_of("admission.compare", _texts({"东": 12}), settings=RULES.split(";")[0] + "; slots")
    assert "没有一个人的去向改变" in blocks_of(report, Note)[0].items[0].zh
    assert "没有一所学校的录取名单改变。" in [n.text.zh for n in blocks_of(report, Note)]
