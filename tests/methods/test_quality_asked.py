"""临界名单、综合分、各组有效分与几次以往考试: what is made on request, and only where law allows it."""

import numpy as np
import pytest

HEADS = "考号,学校,班级,语文,数学\n"
SCORES = HEADS + "".join(
    f"{i:03},{'甲乙'[i % 2]},{i % 3},{40 + (i * 7) % 60},{30 + (i * 11) % 70}\n" for i in range(60)
)
SENIOR = {"kind": "gaokao", "stage": "senior", "grade": "12"}


@pytest.fixture
def quality(write, run):
    return lambda exam=SENIOR, more=None, scores=SCORES, **params: run(
        "exam.quality", files(write, exam, more, scores), **params
    )


@pytest.fixture
def refused(write, refusal):
    return lambda exam=SENIOR, more=None, scores=SCORES, **params: refusal(
        "exam.quality", files(write, exam, more, scores), **params
    )


def files(write, exam, more, scores):
    given = {"scores": write("s.csv", scores)}
    if exam:
        given["exam"] = write("e.csv", ",".join(exam) + "\n" + ",".join(exam.values()) + "\n")
    return given | {name: write(f"{name}.csv", text) for name, text in (more or {}).items()}


def totals():
    return {line.split(",")[0]: sum(map(int, line.split(",")[3:])) for line in SCORES.split("\n")[1:-1]}


def test_those_within_so_many_marks_of_a_line_are_near_it(quality, rows):
    found = rows(quality(lines="本科:120", borderline="5"), "borderline")
    assert {r["id"] for r in found} == {i for i, t in totals().items() if 115 <= t <= 125}
    assert all(r["distance"] == totals()[r["id"]] - 120 for r in found)
    assert all(r["probability"] is None for r in found)


def test_by_the_error_of_measurement_the_chance_decides(quality, rows):
    marks = np.array(list(totals().values()), float)
    sem = marks.std() * np.sqrt(1 - 0.84)
    found = rows(quality(lines="本科:120", borderline="sem", reliability="0.84"), "borderline")
    reach = 0.5244005127080407 * sem  # the normal quantile of 0.7
    assert {r["id"] for r in found} == {i for i, t in totals().items() if abs(t - 120) <= reach}
    assert all(0.3 <= r["probability"] <= 0.7 for r in found)


def test_a_subject_far_below_the_own_total_is_weak(quality, rows):
    found = {r["id"]: r["weak_subjects"] for r in rows(quality(lines="120", borderline="60"), "borderline")}
    marks = np.array([list(map(int, line.split(",")[3:])) for line in SCORES.split("\n")[1:-1]], float)
    total = marks.sum(axis=1)
    z = (marks - marks.mean(0)) / marks.std(0) - ((total - total.mean()) / total.std())[:, None]
    for at, (id_, said) in enumerate(sorted(found.items())):
        place = int(id_)
        assert said == "、".join(s for s, v in zip(("语文", "数学"), z[place], strict=True) if v < -0.5), at


@pytest.mark.parametrize("stage", ["primary", "junior"])
def test_in_the_compulsory_stages_no_such_list_is_made(refused, stage):
    exam = {"kind": "school_final", "stage": stage, "scope": "school"}
    assert "USE_FORBIDDEN" in refused(exam, lines="120", borderline="5")


def test_without_a_declared_exam_the_rest_is_made_and_the_list_waits(quality):
    carried = quality(exam=None, lines="120", borderline="5")
    assert "borderline" not in carried.outcome.tables
    assert "groups" in carried.outcome.tables
    assert "UNDECLARED_BORDERLINE" in [i.code for i in carried.issues if i.severity == "warning"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"borderline": "sem"}, "SEM_UNKNOWN"),
        ({"borderline": "-3"}, "BORDERLINE_FORM"),
        ({"borderline": "near"}, "BORDERLINE_FORM"),
        ({"borderline": "nan"}, "BORDERLINE_FORM"),
        ({"composite": "mean40-pass30-excellent30", "subject_weights": "体育:2"}, "WEIGHT_UNKNOWN"),
        ({"former_exam": "考试"}, "FORMER_EXAM"),
        ({"equated": "期中"}, "EQUATED_UNKNOWN"),
    ],
)
def test_what_cannot_be_made_says_why(refused, params, code):
    exam = {"kind": "other", "stage": "senior", "grade": "11", "scope": "county"}
    assert code in refused(exam, {"former": SCORES}, lines="120", **params)


def test_counts_without_numbers_have_no_list_of_pupils(refused):
    assert "BORDERLINE_IDS" in refused(scores="总分,人数\n120,30\n110,20\n", lines="120", borderline="5")


def test_the_composite_is_the_sum_of_its_parts_over_the_largest(quality, rows, row):
    exam = {"kind": "other", "stage": "senior", "grade": "11", "scope": "county"}
    full = "语文:100,数学:100"
    carried = quality(exam, full=full, composite="mean40-pass30-excellent30", subject_weights="语文:3,数学:1")
    schools = rows(carried, "groups", level="school", subject="语文")
    most = {f: max(r[f] for r in schools) for f in ("mean", "pass_rate", "excellent_rate")}
    for r in schools:
        wanted = sum(w * r[f] / most[f] for f, w in zip(most, (40, 30, 30), strict=True))
        assert row(carried, "composite", level="school", group=r["group"], subject="语文")[
            "value"
        ] == pytest.approx(wanted)
    own = {r["subject"]: r["value"] for r in rows(carried, "composite", level="school", group="甲")}
    assert own["all"] == pytest.approx((3 * own["语文"] + own["数学"]) / 4)


@pytest.mark.parametrize("kind", ["gaokao", "zhongkao"])
def test_entrance_exams_judge_no_school(refused, kind):
    exam = SENIOR if kind == "gaokao" else {"kind": "zhongkao", "stage": "junior", "grade": "9"}
    assert "USE_FORBIDDEN" in refused(exam, full="语文:100,数学:100", composite="mean40-pass30-excellent30")


def test_hits_of_the_groups_add_up_to_those_of_all(quality, rows, row):
    carried = quality(lines="本科:120")
    for r in rows(carried, "effective"):
        own = rows(carried, "effective_groups", level="school", subject=r["subject"])
        both, on_subject, on_total = (sum(g[k] for g in own) for k in ("on_both", "on_subject", "on_total"))
        assert (both / on_subject, both / on_total) == (r["hit_rate"], r["contribution"])


FORMER = HEADS.replace("\n", ",考试\n") + "".join(
    f"{line},{exam}\n"
    for exam, lines in (("期中", SCORES.split("\n")[1:31]), ("一模", SCORES.split("\n")[31:-1]))
    for line in lines
)


def test_several_former_exams_are_told_apart_and_marks_compared_only_if_equated(quality, rows):
    carried = quality(more={"former": FORMER}, former_exam="考试", equated="一模")
    found = rows(carried, "changes", subject="语文")
    assert {r["former"] for r in found} == {"期中", "一模"}
    assert all((r["mean_former"] is None) == (r["former"] == "期中") for r in found)
    whole = rows(carried, "changes", subject="语文", level="all")
    assert [r["former"] for r in whole] == ["一模"]
    assert whole[0]["mean_change"] == pytest.approx(whole[0]["mean"] - whole[0]["mean_former"])
