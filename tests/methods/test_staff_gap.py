"""staff.gap: needs and gaps that anybody can work out by hand, who leaves when, what stands in the way."""

import re
from fractions import Fraction

import pytest

from xueheng.methods.outcome import csv_bytes

CLASSES = "学校,年级,班数\n甲校,七年级,6\n甲校,八年级,6\n乙校,七年级,2\n乙校,八年级,2\n"
TEACHERS = "教师编号,学校,任教学科\nt1,甲校,数学\nt2,甲校,数学\nt3,乙校,数学\nt4,甲校,语文\n"
CURRICULUM = "年级,学科,周课时\n7,数学,5\n8,数学,5\n7,语文,6\n8,语文,6\n7,英语,4\n8,英语,4\n"
ONE = "学校,年级,班数\n甲校,7,14\n"
MATHS = "年级,学科,周课时\n7,数学,5\n"


@pytest.fixture(scope="module")
def gap(run, write):
    def worked(classes=CLASSES, teachers=TEACHERS, curriculum=CURRICULUM, more=None, **params):
        texts = {"classes": classes, "teachers": teachers, "curriculum": curriculum} | (more or {})
        files = {name: write(f"{name}.csv", text) for name, text in texts.items()}
        return run("staff.gap", files, **{"load": "数学:14,语文:12,英语:14"} | params)

    return worked


@pytest.fixture(scope="module")
def cell(gap, row):
    """The one row of gaps of a school and subject; of 甲校 and 数学 unless told."""

    def found(*args, school="甲校", subject="数学", **kwargs):
        return row(gap(*args, **kwargs), "gaps", school=school, subject=subject)

    return found


def staff(*rows, head="id,school,subject,born_on,sex,title,share,leaves_on"):
    listed = [f"t{n},甲校,数学,{rest}" for n, rest in enumerate(rows or ("1995-01-01,男,,0,",))]
    return "\n".join([head, *listed]) + "\n"


def codes(run):
    return [i.code for i in run.issues]


def test_need_is_classes_times_lessons_over_load_unrounded(cell):
    found = cell()
    assert found["need"] == float(Fraction(12 * 5, 14))
    assert (found["have"], found["gap"]) == (2, float(Fraction(60, 14) - 2))


def test_the_formula_of_a_cell_can_be_checked_by_hand(cell):
    found = cell()
    assert found["formula_zh"] == "需要：12 班 × 5 节 ÷ 14 节 = 4.29；缺口：4.29 − 在岗 2 = 2.29"
    assert found["formula_en"].startswith("need: 12 classes x 5 / 14 lessons = 4.29")


def test_parts_of_teachers_are_shared_before_anybody_is_hired(gap, rows):
    found = gap()
    english = rows(found, "gaps", subject="英语")
    assert sum(r["gap"] for r in english) == pytest.approx(64 / 14)
    assert sum(r["hires"] for r in english) == 5
    assert [(r["giver"], r["taker"]) for r in rows(found, "sharing", subject="英语")] == [("甲校", "乙校")]
    assert rows(found, "sharing", subject="英语")[0]["lessons"] == pytest.approx(2)


def test_without_sharing_every_school_rounds_up_alone(gap, rows):
    assert sorted(r["hires"] for r in rows(gap(share="none"), "gaps", subject="英语")) == [2, 4]


def test_every_gap_is_accounted_for(gap, rows):
    for r in rows(gap(), "gaps"):
        assert r["gap"] == pytest.approx(r["need"] - r["have"])
        covered = r["shared"] - r["lent"] + r["retrained"] + r["hires"] + r["unmet"]
        assert covered == pytest.approx(max(r["gap"], 0)) or covered >= r["gap"]
        assert isinstance(r["hires"], int)
        assert r["low"] <= r["gap"] <= r["high"]


def test_a_subject_that_nobody_teaches_is_named(gap, rows):
    found = gap()
    assert codes(found) == ["NOBODY_TEACHES"]
    assert all(r["have"] == 0 and r["gap"] == r["need"] for r in rows(found, "gaps", subject="英语"))


def test_too_many_teachers_are_a_negative_gap_and_no_hires(cell):
    found = cell(ONE.replace("14", "2"), staff(",,,,", ",,,,"), MATHS)
    assert (found["gap"], found["hires"]) == (pytest.approx(10 / 14 - 2), 0)
    assert found["reason_zh"] == "富余 1.29 人"


def test_a_grade_without_classes_needs_nobody(cell):
    assert cell(ONE.replace("14", "0"), staff(), MATHS)["need"] == 0


def test_a_part_time_teacher_counts_for_the_part(cell):
    assert cell(ONE, staff(",,,0.5,", ",,,,"), MATHS)["have"] == 1.5


def test_spellings_of_a_subject_and_a_grade_are_one(cell):
    found = cell(
        "school,grade,classes\n甲校,初一,14\n", staff(",,,,").replace("数学", "math"), MATHS, load="maths:14"
    )
    assert (found["need"], found["have"]) == (5, 1)


def test_one_load_may_stand_for_all_and_a_stage_have_its_own(cell):
    classes, curriculum = "学校,年级,班数\n甲校,1,10\n甲校,7,10\n", "年级,学科,周课时\n1,数学,4\n7,数学,5\n"
    found = cell(classes, staff(), curriculum, load="10,小学/数学:20")
    assert (found["need"], found["stage"]) == (10 * 4 / 20 + 10 * 5 / 10, "nine_year")


def test_relief_from_lessons_adds_to_the_need(cell):
    relief = "学校,学科,减免周课时,职责\n甲校,数学,7,班主任\n甲校,数学,7,教研组长\n"
    assert cell(ONE, staff(), MATHS, more={"relief": relief})["need"] == 6


def test_settled_arrivals_lessen_the_gap(cell):
    changes = "学校,学科,净增人数,学年,来源\n甲校,数学,2,2026,特岗\n甲校,数学,-1,2027,交流轮岗\n"
    more = {"changes": changes}
    assert cell(ONE, staff(), MATHS, more=more, year="2026")["gap"] == 3
    assert cell(ONE, staff(), MATHS, more=more, year="2026", horizon="1")["gap"] == 4


@pytest.mark.parametrize(
    ("person", "horizon", "leaving"),
    [
        ("1968-02-29,男,,,", "2", 0),  # 2028-12-29
        ("1968-02-29,男,,,", "3", 1),
        ("1972-05-01,女,,,", "1", 0),  # 55 and 8 months: 2028-01-01
        ("1972-05-01,女,,,", "2", 1),
        ("1972-05-01,女,高级教师,,", "3", 0),
        ("1990-01-01,男,,,2026-12-31", "1", 1),
        ("1950-01-01,男,,,", "0", 0),
        ("1950-01-01,男,,,", "1", 1),
    ],
)
def test_who_reaches_the_age_before_a_school_year_begins_leaves_a_gap(cell, person, horizon, leaving):
    found = cell(ONE, staff(person), MATHS, year="2026", horizon=horizon)
    assert (found["have"], found["leaving"], found["gap"]) == (1, leaving, 4 + leaving)


def test_a_teacher_past_the_age_is_in_post_this_year_and_pointed_out(gap):
    assert "PAST_AGE" in codes(gap(ONE, staff("1950-01-01,男,,,"), MATHS, year="2026"))


def test_teachers_of_unknown_age_are_counted_and_said(gap):
    found = gap(ONE, staff(",,,,", "1990-01-01,男,,,"), MATHS, year="2026", horizon="2")
    assert "AGE_UNKNOWN" in codes(found)
    assert found.outcome.figures["age_unknown"] == 1


def test_the_rate_of_leaving_is_expected_by_year(cell):
    found = cell(ONE, staff(*[",,,,"] * 10), MATHS, year="2026", horizon="2", leave_rate="0.05")
    assert found["leaving"] == 1


def test_a_settled_departure_is_added_in_the_formula(cell):
    more = {"changes": "学校,学科,净增人数\n甲校,数学,-1\n"}
    found = cell(ONE, staff(), MATHS, more=more)
    assert found["formula_zh"].endswith("缺口：5 − 在岗 0 + 已定净减 1 = 6")


def test_a_teaching_point_has_a_teacher_for_two_classes_at_least(gap, row):
    more = {"schools": "学校,是否教学点\n甲校,是\n"}
    found = gap("学校,年级,班数\n甲校,1,2\n甲校,2,1\n", staff(), MATHS.replace("7", "1") + "2,数学,5\n", more)
    assert row(found, "gaps", subject="全科")["need"] == pytest.approx(2 - 15 / 14)


def test_who_teaches_everything_may_teach_any_subject(gap, row):
    teachers = "id,school,subject\na,甲校,全科\nb,甲校,全科\n"
    found = gap(ONE, teachers, MATHS)
    assert row(found, "gaps", subject="数学")["retrained"] == 2
    assert row(found, "gaps", subject="数学")["hires"] == 3


@pytest.mark.parametrize(("more", "hires"), [({}, 0), ({"related": "原学科,可转学科\n数学,英语\n"}, 1)])
def test_near_subjects_are_those_of_the_standard_or_of_the_bureau(gap, more, hires):
    curriculum = MATHS + "7,信息科技,1\n"
    teachers = "id,school,subject\n" + "".join(f"t{n},甲校,数学\n" for n in range(6))
    found = gap(ONE, teachers, curriculum, more, load="14")
    assert found.outcome.figures["hires"] == hires
    assert gap(ONE, teachers, curriculum, load="14", retrain="false").outcome.figures["hires"] == 1


def test_posts_below_the_need_name_what_they_block(gap, row):
    found = gap(ONE, staff(",,,,"), MATHS, {"schools": "学校,编制数\n甲校,3\n"})
    blocked = row(found, "ceilings", school="甲校")
    assert (blocked["posts"], blocked["wanted"], blocked["hires"], blocked["blocked"]) == (3, 4, 2, 2)
    assert blocked["subjects"] == "数学 2 人"
    assert row(found, "gaps")["unmet"] == 2
    assert "HIRES_BLOCKED" in codes(found)


def test_few_hires_go_to_the_school_that_is_covered_worst(gap, row):
    classes = "学校,年级,班数\n甲校,7,14\n乙校,7,14\n"
    found = gap(classes, staff(*[",,,,"] * 3), MATHS, hires_limit="3", share="none")
    assert row(found, "gaps", school="乙校")["hires"] == 3
    assert row(found, "ceilings", school="甲校")["reason_zh"].startswith("名额用完（每年 3 人）")


def test_hires_that_are_limited_are_made_up_in_later_years(gap, rows):
    found = gap(ONE, staff(), MATHS, year="2026", horizon="2", hires_limit="2")
    assert [r["hires"] for r in rows(found, "plan")] == [2, 2, 1]
    assert [r["have"] for r in rows(found, "plan")] == [0, 2, 4]


def test_schools_of_different_kinds_share_only_when_told(gap):
    classes, curriculum = "学校,年级,班数\n甲校,1,7\n乙校,7,7\n", "年级,学科,周课时\n1,数学,1\n7,数学,1\n"
    hires = [
        gap(classes, staff(), curriculum, share=s).outcome.figures["hires"] for s in ("stage", "district")
    ]
    assert hires == [2, 1]


HISTORY = "学校,年级,学年,学生数\n" + "".join(
    f"甲校,{g},{y},{n}\n"
    for y, n in zip(range(2023, 2027), (300, 280, 260, 240), strict=True)
    for g in (7, 8)
)
TWO = "学校,年级,班数\n甲校,7,5\n甲校,8,5\n"
BOTH = MATHS + "8,数学,5\n"


def test_classes_of_later_years_follow_the_forecast(gap, row, rows):
    found = gap(TWO, staff(), BOTH, {"enrolment": HISTORY}, year="2026", horizon="1")
    eight = row(found, "forecast", scenario="middle", grade="8")
    ratio = (3 * Fraction(240, 260) + 2 * Fraction(260, 280) + Fraction(280, 300)) / 6
    assert (eight["pupils"], eight["classes"]) == (round(240 * ratio), 5)
    assert eight["low"] <= eight["pupils"] <= eight["high"]
    assert [r["scenario"] for r in rows(found, "forecast", grade="8", year=2027)] == ["high", "low", "middle"]


def test_the_interval_comes_from_the_back_test(gap, row):
    found = gap(TWO, staff(), BOTH, {"enrolment": HISTORY}, year="2026", horizon="1")
    test = row(found, "backtest", stage="junior", lead=1)
    assert (test["pupils"], test["forecast"]) == (480, 515)
    assert test["error"] == pytest.approx(35 / 480)
    cell = row(found, "gaps")
    assert cell["low"] <= cell["gap"] <= cell["high"]


def test_a_class_limit_of_the_bureau_is_used(gap, row):
    found = gap(TWO, staff(), BOTH, {"enrolment": HISTORY}, year="2026", horizon="1", class_size="初中:40")
    assert row(found, "forecast", scenario="middle", grade="8")["classes"] == 6


def test_a_planned_school_begins_with_its_classes(gap, rows):
    classes = "学校,年级,班数,学年\n甲校,7,14,\n新校,7,14,2027\n"
    found = gap(classes, staff(), MATHS, year="2026", horizon="2", share="none")
    assert [r["need"] for r in rows(found, "plan")] == [5, 10, 10]


def test_pupils_of_a_school_that_closes_go_on_nearby(gap, rows):
    enrolment = HISTORY + HISTORY.partition("\n")[2].replace("甲校", "乙校")
    more = {"enrolment": enrolment, "schools": "学校,片区,撤并学年\n甲校,东,\n乙校,东,2027\n"}
    found = gap(TWO + "乙校,7,5\n乙校,8,5\n", staff(), BOTH, more, year="2026", horizon="1")
    pupils = {
        r["school"]: r["pupils"] for r in rows(found, "forecast", scenario="middle", grade="8", year=2027)
    }
    assert pupils == {"甲校": 444, "乙校": 0}
    assert {r["school"]: r["need"] for r in rows(found, "gaps")}["乙校"] == 0


def test_a_school_without_pupils_in_the_last_year_is_closed(gap):
    enrolment = HISTORY.replace("甲校,7,2026,240\n", "").replace("甲校,8,2026,240\n", "丙校,7,2026,9\n")
    found = gap(TWO, staff(), BOTH, {"enrolment": enrolment}, year="2026", horizon="1")
    assert {"SCHOOL_CLOSED", "SCHOOL_BEYOND"} <= set(codes(found))


def test_the_first_grade_follows_the_population(gap, row):
    enrolment = "学校,年级,学年,学生数\n" + "".join(f"甲校,1,{y},100\n" for y in (2024, 2025, 2026))
    ages = "乡镇,年龄,人数,截止日期\n" + "".join(
        f"镇,{a},{n},2026-08-31\n" for a, n in ((8, 200), (7, 200), (6, 200), (5, 150))
    )
    more = {"enrolment": enrolment, "population": ages}
    found = gap(
        "学校,年级,班数\n甲校,1,3\n", staff(), "年级,学科,周课时\n1,数学,4\n", more, year="2026", horizon="1"
    )
    one = row(found, "forecast", scenario="middle", year=2027)
    assert (one["pupils"], one["basis"]) == (75, "children")


def test_no_table_says_who_teaches(gap):
    found = gap(year="2026", horizon="1")
    tables = b"".join(csv_bytes(t) for t in found.outcome.tables.values())
    assert re.findall(rb"\bt\d\b", tables) == []


def test_the_order_of_the_rows_does_not_matter(gap):
    def turned(text):
        head, *lines = text.splitlines()
        return "\n".join([head, *reversed(lines)]) + "\n"

    one, other = gap(), gap(turned(CLASSES), turned(TEACHERS), turned(CURRICULUM))
    assert all(csv_bytes(t) == csv_bytes(other.outcome.tables[n]) for n, t in one.outcome.tables.items())


BAD = {
    "LOAD_MISSING": ({}, {"load": "数学:14"}),
    "LOAD_STAGE": ({}, {"load": "14,大学/数学:14"}),
    "GRADE_NO_LESSONS": ({"classes": CLASSES + "乙校,九年级,2\n"}, {}),
    "CURRICULUM_TWICE": ({"curriculum": CURRICULUM + "7,maths,5\n"}, {}),
    "CLASSES_TWICE": ({"classes": CLASSES + "乙校,初一,2\n"}, {}),
    "CLASSES_YEAR": ({"classes": "学校,年级,班数,学年\n甲校,7,2,2025\n"}, {"year": "2026"}),
    "TEACHER_TWICE": ({"teachers": TEACHERS + "t1,乙校,数学\n"}, {}),
    "SHARE_OVER": ({"teachers": "id,school,subject,share\na,甲校,数学,0.7\na,乙校,数学,0.7\n"}, {}),
    "ENROLMENT_LATER": ({"more": {"enrolment": HISTORY}}, {"year": "2025", "horizon": "1"}),
    "GRADE_UNKNOWN": (
        {"more": {"enrolment": HISTORY.replace("甲校,7", "甲校,混合")}},
        {"year": "2026", "horizon": "1"},
    ),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_used_is_refused_by_name(code, refusal, write):
    texts, params = BAD[code]
    held = {"classes": CLASSES, "teachers": TEACHERS, "curriculum": CURRICULUM} | texts
    held |= held.pop("more", {})
    files = {name: write(f"{name}.csv", text) for name, text in held.items()}
    assert refusal("staff.gap", files, **{"load": "14"} | params) == [code]


@pytest.mark.parametrize(
    "params", [{"load": "0"}, {"load": "14", "horizon": "2"}, {"load": "14", "leave_rate": "1"}]
)
def test_parameters_without_sense_are_refused(gap, params):
    with pytest.raises(ValueError, match="参数"):
        gap(**params)


def test_one_year_of_enrolment_is_carried_on_without_an_interval(gap, row):
    enrolment = "学校,年级,学年,学生数\n甲校,7,2026,240\n甲校,8,2026,250\n"
    found = gap(TWO, staff(), BOTH, {"enrolment": enrolment}, year="2026", horizon="1")
    eight = row(found, "forecast", scenario="middle", grade="8")
    assert (eight["pupils"], eight["low"], eight["high"]) == (240, 240, 240)
    assert "NO_BACKTEST" in codes(found)


def test_an_enrolment_of_earlier_years_is_carried_to_the_first_and_beyond(gap, rows):
    found = gap(TWO, staff(), BOTH, {"enrolment": HISTORY}, year="2028", horizon="1")
    years = [r["year"] for r in rows(found, "forecast", scenario="middle", grade="8")]
    assert years == [2027, 2028, 2029]
    assert [r["need"] for r in rows(found, "plan", year=2028)] == [10 * 5 / 14]
