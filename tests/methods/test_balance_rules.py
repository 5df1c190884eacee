from decimal import Decimal

import pytest

THRESHOLDS = {  # per pupil, primary: 教督〔2017〕6号 第六条
    "teachers_above_degree": Decimal("0.042"),
    "backbone_teachers": Decimal("0.01"),
    "pe_art_teachers": Decimal("0.009"),
    "teaching_area_m2": Decimal("4.5"),
    "sports_area_m2": Decimal("7.5"),
    "equipment_yuan": Decimal(2000),
    "multimedia_rooms": Decimal("0.023"),
}
NAMES = list(THRESHOLDS)
HEAD = ["school", "level", "pupils", *NAMES]


@pytest.fixture
def judge(write, run):
    """Judge schools of 1000 pupils, each given as shares of the thresholds (None: the column is left out)."""

    def judged(*schools, **params):
        held = [n for n in NAMES if all(s.get(n, 1) is not None for s in schools)]
        lines = [",".join(["school", "level", "pupils", *held])]
        for i, shares in enumerate(schools):
            amounts = [str(THRESHOLDS[n] * 1000 * Decimal(str(shares.get(n, 1)))) for n in held]
            lines.append(",".join([f"s{i}", "小学", "1000", *amounts]))
        path = write("schools.csv", "\n".join(lines))
        return run("balance.standard", {"schools": path}, standard="yzjh-2017", **params)

    return judged


@pytest.fixture
def verdict(judge, row):
    def of(**shares):
        found = row(judge(shares), "verdicts", school="s0")
        return found["met_count"], found["passes"]

    return of


def test_a_school_at_every_threshold_passes(verdict):
    assert verdict() == (7, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1, (7, True)),
        ("0.9999999", (6, True)),
        ("0.85", (6, True)),
        ("0.8499999", (6, False)),
        (0, (6, False)),
    ],
)
def test_one_indicator_may_be_short_by_no_more_than_15_percent(verdict, name, share, expected):
    assert verdict(**{name: share}) == expected


def test_two_indicators_below_the_threshold_are_one_too_many(verdict):
    assert verdict(backbone_teachers="0.99", equipment_yuan="0.99") == (5, False)


def test_what_is_not_given_is_neither_met_nor_missed(verdict):
    assert verdict(multimedia_rooms=None) == (6, None)


def test_a_missing_indicator_does_not_hide_a_failure(verdict):
    assert verdict(multimedia_rooms=None, equipment_yuan="0.8") == (5, False)
    assert verdict(multimedia_rooms=None, equipment_yuan="0.9", backbone_teachers="0.9") == (4, False)


def test_with_two_indicators_missing_a_verdict_may_still_be_open(verdict):
    assert verdict(multimedia_rooms=None, sports_area_m2=None) == (5, None)


def test_a_missing_indicator_is_named(judge):
    issues = judge({"multimedia_rooms": None}).issues
    assert [(i.code, i.severity, i.value) for i in issues] == [
        ("INDICATOR_MISSING", "notice", "multimedia_rooms")
    ]


def test_values_ratios_and_shortfalls_follow_from_the_amounts(judge, row):
    found = row(judge({"equipment_yuan": "0.9"}), "schools", indicator="equipment_yuan")
    assert (found["value"], found["threshold"], found["ratio"]) == (1800, 2000, 0.9)
    assert (found["met"], found["short"]) == (False, 200_000)
    found = row(judge({"equipment_yuan": 1}), "schools", indicator="equipment_yuan")
    assert (found["ratio"], found["met"], found["short"]) == (1, True, 0)


def test_the_county_passes_when_every_school_and_every_coefficient_does(judge):
    assert judge({}, {}).outcome.figures == {
        "passes": True,
        "coefficients_met": 7,
        "coefficients_judged": 7,
        "schools_passing": 2,
        "schools_judged": 2,
    }


def test_a_spread_too_wide_fails_the_county_though_every_school_passes(judge):
    figures = judge({"equipment_yuan": 1}, {"equipment_yuan": "3.1"}).outcome.figures
    assert (figures["schools_passing"], figures["coefficients_met"], figures["passes"]) == (2, 6, False)


@pytest.mark.parametrize(
    ("level", "low", "high", "met"),
    [
        ("小学", "500", "1500", True),
        ("小学", "499.999999", "1500.000001", False),
        ("初中", "550", "1450", True),
        ("初中", "549.999999", "1450.000001", False),
        ("初中", "500", "1500", False),
    ],
)
def test_a_coefficient_at_the_limit_is_within_it(write, run, row, level, low, high, met):
    text = f"school,level,pupils,equipment_yuan\n甲,{level},1,{low}\n乙,{level},1,{high}\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="yzjh-2017")
    assert row(carried, "coefficients", indicator="equipment_yuan")["met"] is met


@pytest.mark.parametrize(("cv", "met"), [("0.50", True), ("0.500000000001", False)])
def test_a_coefficient_that_is_given_is_compared_exactly(write, run, row, cv, met):
    path = write("cv.csv", f"level,indicator,cv\n小学,equipment_yuan,{cv}\n")
    carried = run("balance.standard", {"coefficients": path}, standard="yzjh-2017")
    assert row(carried, "coefficients")["met"] is met


def test_large_schools_weigh_more(write, run, row):
    text = "school,level,pupils,books\n甲,小学,100,100\n乙,小学,300,900\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="basic-2012")
    found = row(carried, "coefficients", indicator="books")
    assert (found["mean"], found["cv"]) == (2.5, pytest.approx(0.75**0.5 / 2.5))


def test_an_indicator_that_nobody_has_has_no_coefficient(write, run, row):
    text = "school,level,pupils,books\n甲,小学,100,0\n乙,小学,300,0\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="basic-2012")
    assert row(carried, "coefficients", indicator="books")["cv"] is None


def test_a_county_column_begins_every_table_and_counties_do_not_mix(write, run, row):
    text = "县区,学校,学段,学生数,设备值\n东县,甲,小学,10,100\n西县,甲,小学,10,900\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="yzjh-2017")
    assert {t.column_names[0] for t in carried.outcome.tables.values()} == {"county"}
    assert row(carried, "coefficients", county="西县")["cv"] == 0


@pytest.mark.parametrize(
    ("standard", "kind", "pupils", "counted"),
    [
        ("yzjh-2017", "普通小学", 100, True),
        ("yzjh-2017", "", 100, True),
        ("yzjh-2017", "特殊教育学校", 100, False),
        ("yzjh-2017", "职业学校", 100, False),
        ("yzjh-2017", "教学点", 49, False),
        ("yzjh-2017", "教学点", 50, True),
        ("yzjh-2017", "民办", 100, True),
        ("basic-2012", "民办", 100, False),
        ("basic-2012", "教学点", 500, False),
        ("basic-2012", "直属学校", 500, False),
    ],
)
def test_the_scope_of_the_standard_says_which_schools_count(write, run, row, standard, kind, pupils, counted):
    text = f"school,level,pupils,kind,equipment_yuan\n甲,小学,100,,5\n乙,小学,{pupils},{kind},9\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard=standard)
    assert row(carried, "coefficients", indicator="equipment_yuan")["n"] == 1 + counted
    assert [i.value for i in carried.issues if i.code == "OUT_OF_SCOPE"] == ["乙"] * (not counted)


def test_private_schools_may_be_left_out_by_a_setting(write, run, row):
    text = "school,level,pupils,kind,equipment_yuan\n甲,小学,100,,5\n乙,小学,100,民办,9\n"
    files = {"schools": write("s.csv", text)}
    carried = run("balance.standard", files, document={"standard": "yzjh-2017", "settings": {}})
    assert row(carried, "coefficients", indicator="equipment_yuan")["n"] == 2
    settings = {"standard": "yzjh-2017", "settings": {"private_schools": "excluded"}}
    carried = run("balance.standard", files, document=settings)
    assert row(carried, "coefficients", indicator="equipment_yuan")["n"] == 1


def test_a_school_without_pupils_is_warned_of_and_takes_no_part(write, run, row):
    text = "school,level,pupils,equipment_yuan\n甲,小学,100,5\n乙,小学,0,9\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="yzjh-2017")
    assert [(i.code, i.severity, i.row) for i in carried.issues if i.row] == [("ZERO", "warning", 3)]
    assert row(carried, "coefficients", indicator="equipment_yuan")["n"] == 1


def test_a_county_of_empty_schools_has_no_verdict(write, run):
    text = "school,level,pupils,equipment_yuan\n甲,小学,0,5\n"
    carried = run("balance.standard", {"schools": write("s.csv", text)}, standard="yzjh-2017")
    assert (carried.outcome.figures["passes"], dict(carried.outcome.tables)) == (None, {})


def test_a_subset_of_indicators_is_computed_alone(judge):
    carried = judge({}, indicators="equipment_yuan,multimedia_rooms")
    assert set(carried.outcome.tables["coefficients"]["indicator"].to_pylist()) == {
        "equipment_yuan",
        "multimedia_rooms",
    }
    assert carried.issues == ()


@pytest.mark.parametrize(
    ("heads", "params", "code"),
    [
        ("equipment_yuan", {"indicators": "equipment"}, "INDICATOR_UNKNOWN"),
        ("equipment_yuan", {"indicators": "pe_art_teachers"}, "INDICATOR_ABSENT"),
        ("books", {}, "INDICATOR_NONE"),
        ("equipment_yuan", {"settings": "private_schools:maybe"}, "SETTING_UNKNOWN"),
        ("equipment_yuan", {"settings": "privat:included"}, "SETTING_UNKNOWN"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(write, refusal, heads, params, code):
    text = f"school,level,pupils,{heads}\n甲,小学,100,5\n"
    files = {"schools": write("s.csv", text)}
    assert refusal("balance.standard", files, standard="yzjh-2017", **params) == [code]


def test_a_blank_amount_is_refused_and_never_zero(write, refusal):
    files = {"schools": write("s.csv", "school,level,pupils,equipment_yuan\n甲,小学,100,\n")}
    assert refusal("balance.standard", files, standard="yzjh-2017") == ["BLANK"]


@pytest.mark.parametrize("name", ["生均教学仪器设备值", "仪器设备", "equipment_yuan", "Equipment"])
def test_an_indicator_goes_by_its_id_or_its_words(write, run, row, name):
    path = write("cv.csv", f"学段,指标,差异系数\n小学,{name},0.3\n")
    carried = run("balance.standard", {"coefficients": path}, standard="yzjh-2017")
    assert row(carried, "coefficients")["indicator"] == "equipment_yuan"


def test_the_outcome_names_its_rules_and_their_documents(judge):
    rules = judge({}).outcome.rules
    assert {"yzjh-2017", "yzjh-2017.schoolrule", "yzjh-2017.scope"} <= {r.id for r in rules}
    assert all(r.doc and r.clause and r.status for r in rules)
