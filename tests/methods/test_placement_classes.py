"""placement.classes from files: rules with their pupils, lawful use, late-comers, teachers, repeatable."""

import random
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBERS = "id,score,sex,together,apart,fixed,inclusion,class"


def roster(rows, head=NUMBERS):
    return head + "\n" + "\n".join(rows) + "\n"


def plain(count, **cells):
    """Pupils p0, p1, ... with a number and a sex; `together={0: "T"}` fills a cell."""
    names = NUMBERS.split(",")[3:]
    more = [[cells.get(name, {}).get(at, "") for name in names] for at in range(count)]
    return [f"p{at},{at * 7 % 50},{'男女'[at % 2]},{','.join(more[at])}" for at in range(count)]


@pytest.fixture
def place(run, write):
    def carried(rows, more=None, **params):
        files = {"roster": write("roster.csv", roster(rows))} | (more or {})
        given = {"classes": "3", "balance": "score", "categories": "sex", "seed": "s"} | params
        return run("placement.classes", files, **given)

    return carried


@pytest.fixture
def refused(refusal, write):
    def codes(rows, **params):
        given = {"classes": "3", "balance": "score", "seed": "s"} | params
        return refusal("placement.classes", {"roster": write("roster.csv", roster(rows))}, **given)

    return codes


def classes(run):
    return {row["id"]: row["class"] for row in run.outcome.tables["assignment"].to_pylist()}


def test_the_order_of_the_file_does_not_matter(place):
    rows = plain(30, together={3: "T", 4: "T"}, apart={3: "A", 9: "A"})
    mixed = random.Random(1).sample(rows, 30)
    assert place(rows).outcome.tables["assignment"] == place(mixed).outcome.tables["assignment"]


def test_together_apart_fixed_and_inclusion_are_kept(place):
    cells = {"together": {0: "T", 1: "T"}, "apart": {1: "A、B", 5: "A", 6: "B"}, "fixed": {7: "2班"}}
    found = classes(place(plain(30, inclusion={10: "是", 11: "是", 12: "是"}, **cells), reduced="2"))
    assert found["p0"] == found["p1"] not in (found["p5"], found["p6"])
    assert (found["p7"], {found[f"p{n}"] for n in (10, 11, 12)}) == ("2", {"1", "2", "3"})


def test_an_inclusion_pupil_makes_the_class_smaller_by_the_declared_seats(place):
    sizes = place(plain(28, inclusion={1: "是"}), reduced="2").outcome.figures["sizes"]
    assert sorted(sizes.values()) == [8, 10, 10]


def test_contradicting_rules_are_named_with_their_pupils(run, write):
    rows = plain(12, together={0: "T", 1: "T"}, apart={0: "A", 1: "A"})
    files = {"roster": write("roster.csv", roster(rows))}
    with pytest.raises(Exception, match="together: p0, p1; apart: p0, p1"):
        run("placement.classes", files, classes="3", seed="s")


@pytest.mark.parametrize(
    ("cell", "params", "code"),
    [
        ({"fixed": {0: "9"}}, {}, "CLASS_UNKNOWN"),
        ({"inclusion": {0: "也许"}}, {}, "INCLUSION_WRONG"),
        ({}, {"balance": "height"}, "COLUMN_ABSENT"),
        ({}, {"balance": "sex"}, "NUMBER_WRONG"),
        ({}, {"classes": "13"}, "TOO_FEW"),
        ({}, {"cap": "3"}, "OVER_CAP"),
        ({}, {"late": "smallest"}, "NO_CLASS_YET"),
        ({}, {"derived_from": "zhongkao", "stage": "junior"}, "USE_FORBIDDEN"),
        ({}, {"derived_from": "school_final"}, "USE_FORBIDDEN"),
        ({}, {"derived_from": "none", "stage": "primary"}, "USE_FORBIDDEN"),
        ({}, {"derived_from": "zhongkao", "stage": "junior", "document_": "某文件"}, "EXCEPTION_WRONG"),
    ],
)
def test_what_cannot_or_may_not_be_placed_is_refused(refused, cell, params, code):
    assert set(refused(plain(12, **cell), **params)) == {code}


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"stage": "senior", "derived_from": "zhongkao"}, []),
        ({"stage": "junior", "balance": ""}, []),
        ({}, ["ORIGIN_UNDECLARED"]),
        ({"stage": "senior", "seed": ""}, ["SEED_EMPTY"]),
        (
            {
                "stage": "junior",
                "derived_from": "school_final",
                "document_": "某教发〔2026〕1号",
                "persons": "甲,乙",
            },
            ["USE_EXCEPTION"],
        ),
    ],
)
def test_what_is_lawful_is_placed_and_what_is_undeclared_is_told(place, params, said):
    assert [issue.code for issue in place(plain(12), **params).issues] == said


def test_classes_beyond_the_standard_size_of_the_stage_are_told(place):
    run = place(plain(46), classes="1", balance="", stage="primary")
    assert [issue.code for issue in run.issues] == ["CLASS_LARGE"]


def test_late_comers_join_and_nobody_else_moves(place):
    first = classes(place(plain(28)))
    rows = plain(32, **{"class": {at: first[f"p{at}"] for at in range(28)}})
    later = place(rows, late="balance")
    assert {name: k for name, k in classes(later).items() if name in first} == first
    assert sorted(later.outcome.figures["sizes"].values()) == [10, 11, 11]


def test_balance_says_what_the_assignment_holds(place, rows):
    run = place(plain(30))
    there = [n for n, k in classes(run).items() if k == "1"]
    (row,) = rows(run, "balance", column="score", **{"class": "1"})
    marks = [int(name[1:]) * 7 % 50 for name in there]
    assert (row["n"], row["mean"]) == (len(marks), pytest.approx(sum(marks) / len(marks)))


def test_without_scores_the_categories_are_within_one(place):
    figures = place(plain(31), balance="", stage="primary").outcome.figures
    assert figures["category_spread"] == {"sex": 1}
    assert figures["mean_range_sd"] == {}


def test_teams_have_a_teacher_of_every_subject_and_a_second_draw_gives_them_their_class(place, write):
    text = "id,subject,classes,years\nA,语文,2,9\nB,语文,1,3\nC,数学,1,1\nD,数学,1,20\nE,数学,1,5\n"
    more = {"teachers": write("teachers.csv", text)}
    first, second = (place(plain(12), more, team_seed=s).outcome.tables["teams"].to_pylist() for s in "ab")
    assert sorted((r["class"], r["subject"]) for r in first) == [
        (k, s) for k in "123" for s in ("数学", "语文")
    ]
    team = [{(r["team"], r["teacher"]) for r in held} for held in (first, second)]
    assert team[0] == team[1]


def test_teachers_who_do_not_fill_the_classes_are_told(place, write):
    more = {"teachers": write("teachers.csv", "id,subject\nA,语文\nB,语文\n")}
    with pytest.raises(Exception, match="teach 2 classes, 3 are needed"):
        place(plain(12), more)


def test_the_table_of_the_explanation_is_what_the_example_gives(run):
    said = {
        "balance": "出生月份,语言等级",
        "categories": "性别,来源学校,是否随迁",
        "seed": "样例镇2026",
        "classes": "4",
    }
    roster = ROOT / "examples/small_town/class_roster.csv"
    ours = run("placement.classes", {"roster": roster}, **said).outcome.figures
    page = (ROOT / "docs/explanation/placement.md").read_text("utf-8")
    for name, found in (("蛇形", ours["baseline"]), ("本系统", ours)):
        mean, count = found["mean_range_sd"]["语言等级"], found["category_spread"]
        assert f"| {name} | {mean:.2f} 个标准差 | {count['性别']} 人 | {count['来源学校']} 人 |" in page
