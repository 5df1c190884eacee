"""exam.scale against the exact marks of expected_fufen.csv; sources: tests/golden/README.md."""

import csv
from pathlib import Path

import pytest

from xueheng.standards.scales import scales

GOLDEN = Path(__file__).parents[1] / "golden"
FUFEN = list(csv.DictReader((GOLDEN / "expected_fufen.csv").read_text(encoding="utf-8").splitlines()))
SOME = "id,raw\n1,95\n2,80\n3,70\n4,20\n5,10\n"


@pytest.fixture(scope="module")
def raw(write):
    return write("raw.csv", "id,raw\n" + "".join(f"{i:05d},{r['raw']}\n" for i, r in enumerate(FUFEN)))


@pytest.fixture
def scaled(run, rows, write):
    return lambda text, **params: rows(
        run("exam.scale", {"scores": write("b.csv", text)}, **{"scheme": "fufen-3+1+2"} | params), "scaled"
    )


@pytest.mark.parametrize(
    ("scheme", "grade", "column"),
    [
        ("fufen-3+1+2", "grade_5level", "assigned_5level"),
        ("fufen-shandong-8", "grade_8level_linear", "assigned_8level_linear"),
        ("fufen-zhejiang-2014", None, "zj21_3point"),
    ],
)
def test_assigned_marks_are_exact(run, rows, raw, scheme, grade, column):
    found = rows(run("exam.scale", {"scores": raw}, scheme=scheme), "scaled")
    assert [r["scaled"] for r in found] == [int(r[column]) for r in FUFEN]
    assert grade is None or [r["grade"] for r in found] == [r[grade] for r in FUFEN]


@pytest.mark.parametrize("scheme", [s.id for s in scales()])
def test_every_scheme_keeps_the_order_of_the_pupils(run, rows, raw, scheme):
    found = rows(run("exam.scale", {"scores": raw}, scheme=scheme), "scaled")
    marks = [r["scaled"] for r in sorted(found, key=lambda r: r["raw"])]
    assert marks == sorted(marks)


def test_absent_pupils_do_not_count_and_have_no_mark(scaled):
    found = scaled(SOME + "6,缺考\n7,\n")
    assert [r["scaled"] for r in found[:5]] == [r["scaled"] for r in scaled(SOME)]
    assert [(r["grade"], r["scaled"]) for r in found[5:]] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"cuts": "A:80,B:60,C:40,D:20", "full": "100"}, [97, 86, 78, 41, 35]),
        ({"extremes": "full", "full": "100", "single": "max"}, [85, 71, 70, 56, 40]),
        ({"ties": "upper_min"}, [93, 85, 71, 70, 56]),
    ],
)
def test_the_switches_do_what_they_say(scaled, params, expected):
    assert [r["scaled"] for r in scaled(SOME, **params)] == expected


def test_marks_of_zero_may_be_left_out(scaled):
    assert [r["scaled"] for r in scaled("id,raw\n1,0\n2,80\n3,70\n", zeros="out")] == [None, 78, 35]


@pytest.mark.parametrize(
    ("text", "params", "code"),
    [
        ("id,raw\n1,缺考\n", {}, "NOBODY"),
        ("id,raw\n1,180\n", {"full": "100"}, "OVER_FULL"),
        ("id,raw\n1,5\n2,5\n", {"scheme": "z"}, "NO_SPREAD"),
        (SOME, {"cuts": "A:80"}, "CUTS_NAMES"),
        (SOME, {"cuts": "A:80,B:90,C:40,D:20"}, "CUTS_ORDER"),
        (SOME, {"cuts": "A:180,B:90,C:40,D:20", "full": "100"}, "CUTS_ORDER"),
        (SOME, {"cuts": "A:80,B:70,C:40,D:20,E:15"}, "BELOW_CUTS"),
    ],
)
def test_marks_that_cannot_be_scaled_are_refused(refusal, write, text, params, code):
    files = {"scores": write("b.csv", text)}
    assert refusal("exam.scale", files, **{"scheme": "fufen-3+1+2"} | params) == [code]


def test_assigned_marks_are_for_senior_high_schools(refusal, write):
    exam = write("exam.csv", "kind,stage\nschool_final,junior\n")
    files = {"scores": write("b.csv", SOME), "exam": exam}
    assert "SENIOR_ONLY" in refusal("exam.scale", files, scheme="fufen-3+1+2")


@pytest.mark.parametrize(
    ("exam", "scheme", "code"),
    [
        ("zhongkao,junior", "fufen-3+1+2", "SENIOR_SCHEME"),
        ("school_final,junior", "z", "TEACHERS_ONLY"),
        ("zhongkao,junior", "z", None),
    ],
)
def test_below_senior_high_school_the_law_is_said(run, write, exam, scheme, code):
    files = {"scores": write("b.csv", SOME), "exam": write("exam.csv", f"kind,stage\n{exam}\n")}
    codes = {i.code for i in run("exam.scale", files, scheme=scheme).issues}
    assert codes & {"SENIOR_SCHEME", "TEACHERS_ONLY"} == ({code} if code else set())
