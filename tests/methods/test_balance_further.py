"""Beside the standard itself: items, year on year, what-if, shared resources, the cheapest way to pass."""

from fractions import Fraction

import pytest

NAMES = "高于规定学历教师数,骨干教师数,体艺教师数,教学用房面积,运动场地面积,教学仪器设备值,多媒体教室数"
HEAD = f"学校,学段,学生数,{NAMES}\n"
FULL = "43,10,9,4500,7500,2000000,23"  # 1000 pupils of a primary school at every threshold
COSTS = (
    "teachers_above_degree:80000,backbone_teachers:20000,pe_art_teachers:80000,teaching_area_m2:2500,"
    "sports_area_m2:400,multimedia_rooms:60000"
)


def table(**schools):
    return HEAD + "".join(f"{name},小学,1000,{row}\n" for name, row in schools.items())


@pytest.fixture
def judge(write, run):
    def judged(schools, params=None, **more):
        files = {"schools": write("schools.csv", schools)}
        files |= {name: write(f"{name}.csv", text) for name, text in more.items()}
        return run("balance.standard", files, **({"standard": "yzjh-2017"} | (params or {})))

    return judged


@pytest.fixture
def refused(write, refusal):
    def codes(schools, params=None, **more):
        files = {"schools": write("schools.csv", schools)}
        files |= {name: write(f"{name}.csv", text) for name, text in more.items()}
        return refusal("balance.standard", files, **({"standard": "yzjh-2017"} | (params or {})))

    return codes


SHORT = "43,10,9,4500,7500,1800000,23"
LOW = "43,10,9,4000,7500,1000000,23"


def test_the_school_to_raise_first_lowers_the_coefficient_most(judge, row, rows):
    found = judge(table(甲=FULL, 乙=SHORT, 丙=LOW))
    best = row(found, "raises", indicator="equipment_yuan")
    tried = [r for r in rows(found, "schools", indicator="equipment_yuan") if r["cv_if_raised"] is not None]
    assert [r["school"] for r in tried] == ["丙", "乙"]
    assert best["school"] == min(tried, key=lambda r: r["cv_if_raised"])["school"] == "丙"
    raised = judge(table(甲=FULL, 乙=SHORT, 丙="43,10,9,4000,7500,2000000,23"))
    assert best["cv_if_raised"] == row(raised, "coefficients", indicator="equipment_yuan")["cv"]
    assert best["effect"] == best["cv_if_raised"] - best["cv"] < 0


def test_nothing_is_to_be_raised_where_nothing_is_short(judge):
    assert "raises" not in judge(table(甲=FULL, 乙=FULL)).outcome.tables


ITEMS = "条目,口径,数值,是否达到\n"


@pytest.mark.parametrize(
    ("line", "met", "reason"),
    [
        ("junior_retention,,0.95,", True, "BY_VALUE"),
        ("junior_retention,,0.9499,", False, "BY_VALUE"),
        ("初中三年巩固率,,95%,", True, "BY_VALUE"),
        ("monitoring,between_schools,0.15,", False, "BY_VALUE"),
        ("layout,,,是", True, "BY_READING"),
        ("layout,,,否", False, "BY_READING"),
    ],
)
def test_an_item_is_met_by_its_value_or_by_reading(judge, rows, line, met, reason):
    found = judge(table(甲=FULL), items=ITEMS + line + "\n")
    given = [r for r in rows(found, "items") if r["reason"] != "NOT_GIVEN"]
    assert [(r["met"], r["reason"]) for r in given] == [(met, reason)]
    assert given[0]["document"]


def test_items_that_are_not_given_are_neither_met_nor_missed(judge, row):
    found = judge(table(甲=FULL), items=ITEMS + "layout,,,是\n")
    held = row(found, "parts", part="guarantee")
    assert (held["met_count"], held["known"], held["asked"], held["passes"]) == (1, 1, 15, None)
    assert row(found, "parts", part="quality")["asked"] == 9
    assert (found.outcome.figures["passes"], found.outcome.figures["passes_all"]) == (True, None)


def test_an_item_with_several_limits_holds_when_all_of_them_do(judge, row):
    lines = "school_size,小学,1900,\nschool_size,初中,2100,\nschool_size,combined,2400,\n"
    found = judge(table(甲=FULL), items=ITEMS + lines)
    assert row(found, "parts", part="guarantee")["passes"] is False
    assert found.outcome.figures["items_met"] == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("nonsense,,1,", "ITEM_UNKNOWN"),
        ("layout,,1,", "ITEM_BY_READING"),
        ("layout,,,", "ITEM_EMPTY"),
        ("school_size,,1900,", "LIMIT_NEEDED"),
        ("school_size,高中,1900,", "LIMIT_UNKNOWN"),
        ("junior_retention,,0.9,是", "ITEM_CONTRADICTS"),
    ],
)
def test_an_item_that_cannot_be_read_is_refused(refused, line, code):
    assert refused(table(甲=FULL), items=ITEMS + line + "\n") == [code]


def test_items_belong_to_2017(write, refusal):
    files = {
        "schools": write("s.csv", "学校,学段,学生数,图书\n甲,小学,1,1\n"),
        "items": write("i.csv", ITEMS + "layout,,,是\n"),
    }
    assert refusal("balance.standard", files, standard="basic-2012") == ["ITEMS_NOT_HERE"]


def test_year_on_year_shows_coefficients_and_verdicts_then_and_now(judge, row, rows):
    found = judge(table(甲=FULL, 乙=SHORT, 丁=FULL), former=table(甲=FULL, 乙=LOW, 丙=FULL))
    held = row(found, "changes", indicator="equipment_yuan")
    assert held["cv"] < held["cv_before"]
    assert held["cv_change"] == held["cv"] - held["cv_before"]
    reasons = {r["school"]: r["reason"] for r in rows(found, "verdict_changes")}
    assert reasons == {"乙": "NOW_PASSES", "丙": "GONE", "丁": "NEW"}


def test_coefficients_alone_are_compared_too(write, run, row):
    old, new = (
        write(f"{n}.csv", f"学段,指标,差异系数\n小学,仪器设备,{v}\n") for n, v in (("o", 0.6), ("n", 0.4))
    )
    files = {"coefficients": new, "former_coefficients": old}
    held = row(run("balance.standard", files, standard="yzjh-2017"), "changes")
    assert (held["met_before"], held["met"], held["cv_change"]) == (False, True, pytest.approx(-0.2))


CHANGES = "学校,学段,指标,增减量\n"


def test_what_if_is_the_run_on_the_changed_table(judge, row, rows):
    found = judge(table(甲=FULL, 乙=LOW), changes=CHANGES + "乙,小学,仪器设备,1000000\n")
    after = judge(table(甲=FULL, 乙="43,10,9,4000,7500,2000000,23"))
    cv = row(after, "coefficients", indicator="equipment_yuan")["cv"]
    assert row(found, "what_if", indicator="equipment_yuan")["cv"] == cv
    assert [(r["school"], r["reason"]) for r in rows(found, "what_if_verdicts")] == [("乙", "NOW_PASSES")]
    assert row(found, "verdicts", school="乙")["passes"] is False


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("戊,小学,仪器设备,1", "CHANGE_NO_SCHOOL"),
        ("甲,小学,图书,1", "CHANGE_NO_COLUMN"),
        ("甲,小学,多媒体教室,-24", "CHANGE_BELOW_ZERO"),
        ("甲,小学,学生数,0.5", "CHANGE_PART_PUPIL"),
    ],
)
def test_a_change_that_cannot_be_is_refused(refused, line, code):
    assert refused(table(甲=FULL), changes=CHANGES + line + "\n") == [code]


NINE = f"{HEAD}甲,小学,1000,{FULL}\n乙,小学,240,11,3,3,0,0,500000,6\n乙,初中,200,12,3,2,0,0,520000,6\n"


def test_shared_resources_are_divided_by_pupils_and_the_published_ratio(judge, rows):
    found = judge(NINE, shared="学校,指标,共用总量\n乙,教学用房,2600\n")
    held = {r["level"]: r["amount"] for r in rows(found, "shared")}
    junior = Fraction(2600) * Fraction(220) / Fraction(460)
    assert held["junior"] == pytest.approx(float(junior), abs=1e-9)
    assert sum(held.values()) == 2600
    value = next(r["value"] for r in rows(found, "schools", level="junior", indicator="teaching_area_m2"))
    assert value == pytest.approx(float(junior / 200), abs=1e-9)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("丙,教学用房,5", "SHARED_NO_SCHOOL"),
        ("甲,教学用房,5", "SHARED_LEVELS"),
        ("乙,骨干教师,5", "SHARED_INDICATOR"),
        ("乙,教学用房,-5", "TOO_SMALL"),
    ],
)
def test_what_cannot_be_divided_is_refused(refused, line, code):
    assert refused(NINE, shared=f"学校,指标,共用总量\n{line}\n") == [code]


def test_the_cheapest_way_leaves_the_dearest_gap_at_the_share(judge, rows):
    found = judge(table(甲=FULL, 丙=LOW), {"costs": COSTS})
    held = {r["indicator"]: (r["amount"], r["cost"], r["reason"]) for r in rows(found, "route")}
    assert held == {"equipment_yuan": (1e6, 1e6, "THRESHOLD")}  # 4,000 m2 are 89 % already
    assert found.outcome.figures["route_cost"] == found.outcome.figures["route_bound"] == 1e6


def test_after_the_cheapest_way_the_county_passes(judge, rows):
    wide = "430,10,9,4500,7500,2000000,23"
    found = judge(table(甲=wide, 乙=FULL, 丙=LOW), {"costs": COSTS})
    route = rows(found, "route")
    assert {r["reason"] for r in route} >= {"COEFFICIENT"}
    lines = "".join(f"{r['school']},小学,{r['indicator']},{r['amount']}\n" for r in route)
    after = judge(table(甲=wide, 乙=FULL, 丙=LOW), changes=CHANGES + lines)
    assert all(r["met"] for r in rows(after, "what_if"))
    assert ("丙", "NOW_PASSES") in [(r["school"], r["reason"]) for r in rows(after, "what_if_verdicts")]
    figures = found.outcome.figures
    assert figures["route_bound"] <= figures["route_cost"] <= 1.005 * figures["route_bound"]


@pytest.mark.parametrize(
    ("costs", "code"),
    [
        ("multimedia_rooms:1", "ROUTE_COST_MISSING"),
        (f"{COSTS},books:1", "ROUTE_UNKNOWN"),
        (COSTS.replace("60000", "-1"), "ROUTE_NEGATIVE"),
    ],
)
def test_costs_are_never_guessed(refused, costs, code):
    assert refused(table(甲=LOW), {"costs": costs}) == [code]


def test_a_teaching_point_counts_from_fifty_or_from_a_hundred_pupils(judge, row):
    text = HEAD.replace("学生数", "学生数,办学类型") + f"甲,小学,1000,普通,{FULL}\n乙,小学,80,教学点,{FULL}\n"
    assert row(judge(text), "coefficients", indicator="equipment_yuan")["n"] == 2
    other = judge(text, {"settings": "smallest_teaching_point:hundred"})
    assert row(other, "coefficients", indicator="equipment_yuan")["n"] == 1


def test_a_float_of_a_parquet_file_is_the_decimal_that_it_stands_for(tmp_path, run, row):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {"school": ["甲"], "level": ["小学"], "pupils": [100], "equipment_yuan": [4000000.12]}
    pq.write_table(pa.table(rows), tmp_path / "s.parquet")
    found = run("balance.standard", {"schools": tmp_path / "s.parquet"}, standard="yzjh-2017")
    assert row(found, "schools")["value"] == 40000.0012
