"""精准投放: the published figures of the example, options, sources, limits, reasons and certificates."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from xueheng.methods.inputs import named_inputs
from xueheng.methods.receipt import write_bundles
from xueheng.methods.registry import method
from xueheng.methods.verify import verify

FUND_A = Path(__file__).parents[1] / "golden" / "fund_a" / "fund_a.json"
GAPS = """学校,指标,造价,学生数,类别,安全项,达标比例,布局调整,上年金额
甲,厕所,40,100,农村,是,0.3,否,0
甲,图书,20,100,农村,否,0.9,否,0
乙,图书,30,500,城区,否,0.7,否,10
丙,操场,90,300,城区,否,0.4,否,0
丁,图书,10,20,农村,否,0.6,是,0
戊,图书,0,60,农村,否,1,否,5
"""


@pytest.fixture
def funding(write, run):
    def carried(gaps=GAPS, sources=None, **params):
        files = {"gaps": write("gaps.csv", gaps)}
        files |= {"sources": write("sources.csv", sources)} if sources else {}
        return run("resource.funding", files, **params)

    return carried


@pytest.fixture
def refused(write, refusal):
    def codes(gaps=GAPS, sources=None, **params):
        files = {"gaps": write("gaps.csv", gaps)}
        files |= {"sources": write("sources.csv", sources)} if sources else {}
        return refusal("resource.funding", files, **params)

    return codes


def test_the_example_is_solved_as_published_with_its_baselines(run):
    carried = run("resource.funding", named_inputs(method("resource.funding"), [(None, FUND_A)]))
    held = carried.outcome.figures
    assert (held["schools_met"], held["pupils_met"], held["proven"]) == (48, 25577, True)
    found = {name: (b["schools"], b["pupils"]) for name, b in held["baselines"].items()}
    assert found == {
        "none": (4, 1805), "equal": (14, 7416), "per_pupil": (14, 12046), "cheapest_school": (48, 24444),
        "cheapest_pupil": (42, 27231),
    }  # fmt: skip


def test_pupils_first_is_another_plan(run):
    carried = run("resource.funding", {"problem": FUND_A}, objective="pupils")
    assert (carried.outcome.figures["schools_met"], carried.outcome.figures["pupils_met"]) == (42, 27399)


def test_safety_comes_first_then_the_floor_and_the_reason_is_said(funding, rows, row):
    carried = funding(budget="70")
    assert {(r["school"], r["indicator"]) for r in rows(carried, "orders")} == {
        ("甲", "厕所"),
        ("乙", "图书"),
    }
    reasons = {r["school"]: r["code"] for r in rows(carried, "schools")}
    assert reasons == {"甲": "PART", "乙": "MET", "丙": "NOTHING", "丁": "CLOSING", "戊": "AT_STANDARD"}
    assert "90" in row(carried, "schools", school="丙")["reason"]
    assert [r["aim"] for r in rows(carried, "stages")][:2] == ["safety", "floor"]


def test_schools_with_nothing_two_years_running_are_named(funding, row):
    carried = funding(budget="70")
    assert row(carried, "schools", school="丙")["twice_nothing"] is True
    (said,) = [i for i in carried.issues if i.code == "TWICE_NOTHING"]
    assert "丙" in said.words.zh


def test_what_is_missing_and_what_more_money_would_bring(funding, row):
    carried = funding(budget="70", next_amount="20")
    assert row(carried, "missed", school="丙")["missing"] == Decimal(90)
    assert row(carried, "missed", school="甲")["missing"] == Decimal(20)
    assert row(carried, "more", case="more")["gained"] == "甲"


def test_an_option_closes_a_gap_once_by_the_cheaper_way(funding, rows):
    gaps = "学校,指标,方案,造价,学生数\n甲,校舍,重建,90,10\n甲,校舍,维修,60,10\n"
    orders = rows(funding(gaps, budget="200"), "orders")
    assert [(r["option"], r["amount"]) for r in orders] == [("维修", Decimal(60))]


def test_a_package_is_bought_whole_or_not(funding, rows):
    gaps = "学校,指标,造价,学生数,项目包\n甲,锅炉,30,10,锅炉房\n乙,锅炉,30,90,锅炉房\n丙,图书,20,10,\n"
    assert {r["school"] for r in rows(funding(gaps, budget="50"), "orders")} == {"丙"}
    assert {r["school"] for r in rows(funding(gaps, budget="60"), "orders")} == {"甲", "乙"}


def test_costs_are_rounded_up_to_lots(funding, row):
    gaps = "学校,指标,造价,学生数,批量\n甲,图书,31,10,10\n"
    assert row(funding(gaps, budget="40"), "orders")["amount"] == Decimal(40)
    assert funding(gaps, budget="39").outcome.tables["orders"].num_rows == 0


def test_earmarked_money_pays_only_for_what_it_may(funding, rows):
    sources = "来源,金额,用途,适用学校\n省级,100,图书,农村\n县级,40,,\n"
    orders = rows(funding(sources=sources), "orders")
    paid = {(r["school"], r["indicator"]): r["source"] for r in orders}
    assert paid[("甲", "厕所")] == "县级"
    assert paid[("甲", "图书")] == "省级"
    assert ("乙", "图书") not in paid


def test_money_of_a_year_carries_over_but_never_back(funding, rows):
    gaps = "学校,指标,造价,学生数\n甲,图书,60,10\n乙,图书,50,10\n"
    orders = {r["school"]: r["year"] for r in rows(funding(gaps, budget="50,60"), "orders")}
    assert orders == {"乙": 1, "甲": 2}


def test_one_school_gets_no_more_than_its_share_and_rural_schools_their_part(funding, rows):
    assert {r["school"] for r in rows(funding(budget="100", school_cap="0.35"), "orders")} <= {"甲", "乙"}
    orders = rows(funding(budget="90", rural_share="0.5"), "orders")
    rural = sum(r["amount"] for r in orders if r["school"] == "甲")
    assert 2 * rural >= sum(r["amount"] for r in orders) > 0


@pytest.mark.parametrize(
    ("gaps", "params", "code"),
    [
        (GAPS, {}, "BUDGET_MISSING"),
        (GAPS.replace("甲,图书,20", "甲,图书,-20"), {"budget": "9"}, "BELOW_LEAST"),
        (GAPS.replace("甲,图书,20", "甲,图书,"), {"budget": "9"}, "BLANK"),
        (GAPS.replace("甲,图书,20,100", "甲,图书,20,101"), {"budget": "9"}, "SCHOOL_DIFFERS"),
        (GAPS + "乙,图书,31,500,城区,否,0.7,否,10\n", {"budget": "9"}, "DUP_ID"),
    ],
)
def test_what_contradicts_itself_is_refused(refused, gaps, params, code):
    found = refused(gaps, **params)
    assert found, code


def test_a_source_that_can_pay_for_nothing_is_named(refused):
    assert refused(sources="来源,金额,用途\n省级,100,游泳池\n") == ["SOURCE_IDLE"]
    assert refused(sources="来源,金额\n省级,100\n", budget="9") == ["BUDGET_TWICE"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("budget", None, "KEY_MISSING"),
        ("pupils", [1], "PUPILS_LENGTH"),
        ("cost", [[1, 2], [3]], "COSTS_LENGTH"),
        ("cost", [[1, None], [3, 4]], "NUMBER_WANTED"),
        ("cost", [[1, -2], [3, 4]], "NEGATIVE"),
        ("pupils", [1.5, 2], "WHOLE_WANTED"),
        ("indicators", ["a", "a"], "INDICATOR_TWICE"),
    ],
)
def test_a_document_is_refused_by_key(tmp_path, refusal, key, value, code):
    document = {
        "budget": 5,
        "pupils": [10, 20],
        "indicators": ["a", "b"],
        "cost": [[1, 2], [3, 4]],
        key: value,
    }
    path = tmp_path / "fund.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert code in refusal("resource.funding", {"problem": path})


def test_weighted_pupils_share_to_the_cent_with_each_line(run, write, rows, row):
    text = "学校,学生数,寄宿生数,残疾学生数,上年金额\n甲,40,0,0,0\n乙,300,100,1,0\n丙,200,0,0,90000\n"
    carried = run(
        "resource.funding", {"pupils": write("p.csv", text)}, procedure="weighted", budget="100000.01",
        hold_harmless="0.5",
    )  # fmt: skip
    lines = rows(carried, "shares")
    assert sum(r["amount"] for r in lines) == Decimal("100000.01")
    assert row(carried, "shares", school="甲")["counted"] == 100
    assert row(carried, "shares", school="丙")["is_held"]
    assert row(carried, "shares", school="丙")["amount"] == Decimal(45000)
    assert row(carried, "shares", school="乙")["points"] == pytest.approx(300 + 30 + 5)


@pytest.fixture
def bundle(funding, tmp_path):
    path, _ = write_bundles(funding(budget="70"), tmp_path / "f.xhb.zip", key=None)
    return path


def test_a_sealed_plan_is_checked_without_being_solved_again(bundle, monkeypatch):
    monkeypatch.setattr("xueheng.engine.funding.programme.solved", None)
    assert verify(bundle, public_key=None).holds


@pytest.mark.parametrize(
    ("member", "column", "value"),
    [
        ("orders", "amount", "39"),
        ("schools", "after", "true"),
        ("stages", "value", "7.0"),
        ("stages", "bound", "-3.0"),
    ],
)
def test_a_changed_plan_does_not_hold(bundle, tmp_path, member, column, value):
    from xueheng.methods.archive import sealed, sha256

    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = f"outcome/{member}.csv"
    lines = list(csv.reader(io.StringIO(members[name].decode())))
    lines[1][lines[0].index(column)] = value
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(lines)
    members[name] = stream.getvalue().encode()
    manifest = json.loads(members["manifest.json"])
    manifest["members"][name] = sha256(members[name])
    members["manifest.json"] = json.dumps(manifest).encode()
    path = tmp_path / "changed.xhb.zip"
    path.write_bytes(sealed(members))
    found = verify(path, public_key=None)
    assert found.intact
    assert found.recomputed is False
