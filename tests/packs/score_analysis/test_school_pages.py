"""Each school reads its own row; a group of few pupils is found neither alone nor from the others."""

import csv
from itertools import chain

import pytest

from xueheng.apps.publish.files import members
from xueheng.apps.publish.projection import Around, School
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.packs.score_analysis.adapter import school_pages, school_points
from xueheng.reports.pages.html import fragment

SCHOOLS = ("一中", "二中", "三中", "四中")


@pytest.fixture
def exam(tmp_path):
    """Pupils by school, each with a mark in two subjects."""

    def run(*sizes, plus=0):
        path = tmp_path / f"scores-{len(list(tmp_path.iterdir()))}.csv"
        names = chain.from_iterable([s] * n for s, n in zip(SCHOOLS, sizes, strict=False))
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["考号", "学校", "语文", "数学"])
            for i, s in enumerate(names):
                away = 15 * SCHOOLS.index(s)
                writer.writerow([f"{i:06}", s, 34 + (i * 7 + plus) % 20 + away, 30 + i * 11 % 50])
        declared = method("exam.quality")
        params = parse_params(declared.params, [("full", "语文:100,数学:100")], document={})
        return run_method(declared, {"scores": path}, params=params, answers={})

    return run


def around(**more):
    return Around(tuple(School(f"c{i}", s, "", "", ()) for i, s in enumerate(SCHOOLS)), **more)


def said(page):
    return fragment(page, lang="zh")


def test_no_page_names_another_school(exam):
    for name, page in school_pages(exam(40, 50, 60, 70), around()).pages.items():
        assert [s for s in SCHOOLS if s in said(page)] == [name]


def test_a_small_school_reads_why_and_another_one_covers_it(exam):
    projection = school_pages(exam(4, 50, 60, 70), around())
    assert "人数太少" in said(projection.pages["一中"])
    assert set(projection.pages) == {"一中", "三中", "四中"}
    assert projection.withheld["groups"] >= 4


def test_all_pupils_stand_in_bands_of_enough(exam):
    page = school_pages(exam(40, 50, 60, 70), around()).pages["二中"]
    assert page.sections[-1].title.zh == "全体情况（分段，不排名）"
    assert "≤5%" in said(page) or "%" in said(page)


def test_a_second_release_tells_nothing_of_the_few_pupils_added(exam):
    first = school_pages(exam(40, 50, 60, 70), around())
    second = school_pages(exam(43, 50, 60, 70), around(released=(first.released,)))
    assert "school|一中|语文" in first.released
    assert "school|一中|语文" not in second.released


def test_the_same_release_again_is_the_same(exam):
    first = school_pages(exam(40, 50, 60, 70), around())
    second = school_pages(exam(40, 50, 60, 70), around(released=(first.released,)))
    assert members(first, around()) == members(second, around())


def test_points_are_surely_above_or_below_all(exam):
    run = exam(40, 50, 60, 70)
    low, high = school_points(run, frozenset({"一中"})), school_points(run, frozenset({"四中"}))
    assert ("gap", 40) in {(p.kind, p.n) for p in low}
    assert "strength" in {p.kind for p in high}


def test_nothing_is_said_of_a_school_of_few_pupils(exam):
    assert school_points(exam(4, 50, 60, 70), frozenset({"一中"})) == ()


def test_the_head_s_points_say_no_figure_that_the_pages_withhold(exam):
    run = exam(4, 50, 60, 70)
    released = frozenset(school_pages(run, around()).released)
    points = {s: school_points(run, frozenset({s}), released=released) for s in SCHOOLS}
    assert school_points(run, frozenset({"二中"})) != ()
    assert [s for s, found in points.items() if found] == ["四中"]
