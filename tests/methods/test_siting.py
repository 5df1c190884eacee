"""Siting: published optima, county documents made by hand, certificates, and what is refused."""

import json
from pathlib import Path

import pytest

from xueheng.methods.inputs import named_inputs
from xueheng.methods.registry import method
from xueheng.methods.resource_siting.certificate import check
from xueheng.methods.run import input_tables
from xueheng.methods.verify import verify

GOLDEN = Path(__file__).parents[1] / "golden" / "siting"
TERMS = {
    "walk_limit_km": 3.0, "bus_limit_km": 15.0, "boarding_limit_km": 40.0, "expand_block": 45,
    "max_blocks_existing": 2, "max_blocks_candidate": 3, "cost_block": 1.0, "cost_new_base": 3.0,
    "cost_board_facility": 1.0, "unplaced_penalty_per_pupil_year": 0.05, "operate_fixed": 0.5,
    "bus_cost_per_pupil_km": 0.0004, "board_cost_per_pupil": 0.002, "close_cost": 0.2, "min_enrol": 20,
    "capex_budget": 12.0, "years_per_period": 4, "k_nearest": 4,
}  # fmt: skip


def county(**more):
    """Five villages on a line, two schools, a candidate at the far end."""
    villages = [{"id": f"V{x}", "x": x, "y": 0, "pupils": [20, 15], "terrain": 1} for x in (0, 1, 2, 9, 10)]
    sites = [
        {"id": "S0", "kind": "existing", "x": 0, "y": 1, "capacity": 60, "boarding_now": 0},
        {"id": "S1", "kind": "existing", "x": 2, "y": 1, "capacity": 45, "boarding_now": 0, "consent": True},
        {"id": "S2", "kind": "candidate", "x": 10, "y": 1, "capacity": 0, "boarding_now": 0},
    ]
    return {"periods": [2026, 2030], "villages": villages, "sites": sites, "params": TERMS} | more


@pytest.fixture
def plan(run, write):
    def made(document=None, **texts):
        path = write("county.json", json.dumps(document or county()))
        return run("resource.siting", {"document": path}, problem="county", time_limit="30", **texts)

    return made


@pytest.mark.parametrize(
    ("file", "problem", "best"),
    [
        ("pmed1.txt", "p_median", 5819),
        ("pmed1.txt", "p_center", 127),
        ("cap61.txt", "capacitated", 932615.75),
        ("holmberg_p1.txt", "single_source", 8848),
    ],
)
def test_published_optima_come_out_proven(run, pack, file, problem, best):
    found = run("resource.siting", {"document": GOLDEN / file}, problem=problem)
    held = found.outcome.figures
    assert held["objective"] == pytest.approx(best)
    assert (held["proven"], held["gap"] < 1e-3) == (True, True)
    assert verify(pack(found)[0], public_key=None).holds


def test_the_far_villages_get_a_school_and_everybody_a_seat(plan, rows):
    found = plan()
    action = {r["site"]: r["action"] for r in rows(found, "changes")}
    assert (found.outcome.figures["unplaced"], action["S2"]) == (0, "open")
    went = {r["customer"]: r["site"] for r in rows(found, "assignment", period="2026")}
    assert (went["V9"], went["V10"]) == ("S2", "S2")
    why = {r["customer"]: r["reason"] for r in rows(found, "assignment")}
    assert (action["S1"], why["V2"], why["V0"]) == ("review", "review", "nearest")


def test_a_plan_is_verified_without_being_solved_again(plan, pack):
    found = plan()
    assert verify(pack(found)[0], public_key=None).holds
    held = {**found.outcome.figures, "objective": found.outcome.figures["objective"] - 1}
    wrong = list(check(input_tables(found), found.params, found.outcome.tables, held))
    assert any("objective" in said for said in wrong)


def test_a_plan_that_breaks_a_rule_is_found_out(plan):
    found = plan()
    tables = dict(found.outcome.tables)
    tables["open"] = tables["open"].slice(2)
    wrong = list(check(input_tables(found), found.params, tables, found.outcome.figures))
    assert any("rows are broken" in said for said in wrong)


def test_cost_alone_reviews_schools_and_consent_keeps_them(plan, rows):
    cheap, kept = plan(objective="cost"), plan(objective="cost", closing="none")
    assert cheap.outcome.figures["objective"] <= kept.outcome.figures["objective"] + 1e-6
    assert {r["action"] for r in rows(kept, "changes", kind="existing")} <= {"keep", "expand", "board"}


def test_no_way_grows_by_more_than_allowed(plan, rows):
    document = county()
    for village in document["villages"]:
        village["current"] = "S0"
    found = plan(document, max_growth="0", closing="none")
    now = {v["id"]: ((v["x"] - 0) ** 2 + 1) ** 0.5 for v in document["villages"]}
    assert all(r["km"] <= now[r["customer"]] + 0.001 for r in rows(found, "assignment") if r["site"])


def test_where_seats_are_short_it_says_where_and_how_many(plan, rows):
    found = plan(county(params=TERMS | {"capex_budget": 0.0, "boarding_limit_km": 4.0}))
    short = {(r["subject"], r["value"]) for r in rows(found, "diagnosis", kind="out_of_reach")}
    assert found.outcome.figures["unplaced"] == 2 * (20 + 15)
    assert found.outcome.figures["cut_short"] is False
    assert [r["value"] for r in rows(found, "diagnosis", kind="seats_short")] == [40.0, 30.0]
    assert short == set()  # the candidate is in reach; it is not built
    assert {r["subject"] for r in rows(found, "diagnosis", kind="short_near")} == {"S2"}


def test_a_village_that_nothing_reaches_is_named(plan, rows):
    document = county()
    document["villages"].append({"id": "远村", "x": 500, "y": 0, "pupils": [9, 9]})
    document["villages"].append({"id": "空村", "x": 1, "y": 0, "pupils": [0, 0]})
    found = plan(document)
    assert [r["subject"] for r in rows(found, "diagnosis", kind="out_of_reach")] == ["远村"]
    assert [r["subject"] for r in rows(found, "diagnosis", kind="no_pupils")] == ["空村"]
    assert {r["reason"] for r in rows(found, "assignment", customer="远村")} == {"out_of_reach"}


def test_an_unnamed_county_document_is_known_by_its_keys(write):
    path = write("c.json", json.dumps(county()))
    assert named_inputs(method("resource.siting"), [(None, path)]) == {"document": path}


TEXTS = {
    "COUNT_WRONG": "3 2 1\n1 2 4\n",
    "TOKEN_WRONG": "3 2 1\n1 2 x\n2 3 4\n",
    "NEGATIVE": "3 2 1\n1 2 -4\n2 3 4\n",
    "NODE_UNKNOWN": "3 2 1\n1 2 4\n2 9 4\n",
    "P_TOO_LARGE": "3 2 4\n1 2 4\n2 3 4\n",
    "COUNT_NOT_WHOLE": "3 2 0\n1 2 4\n2 3 4\n",
    "UNREACHABLE": "4 2 1\n1 2 4\n2 3 4\n",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_a_text_that_is_wrong_is_refused_by_name(refusal, write, code, text):
    assert refusal("resource.siting", {"document": write("g.txt", text)}, problem="p_median") == [code]


def test_a_demand_that_nobody_can_serve_is_refused(refusal, write):
    text = "1 2\n5 1\n3\n1\n4\n1\n"
    assert refusal("resource.siting", {"document": write("f.txt", text)}, problem="capacitated") == [
        "UNSERVED"
    ]


CHANGED = {
    "negative money": (lambda d: d["params"].update(cost_block=-1), "FIELD_WRONG"),
    "a missing price": (lambda d: d["params"].pop("close_cost"), "FIELD_WRONG"),
    "negative pupils": (lambda d: d["villages"][0].update(pupils=[-1, 2]), "FIELD_WRONG"),
    "a period missing": (lambda d: d["villages"][0].update(pupils=[1]), "FIELD_WRONG"),
    "an unknown kind": (lambda d: d["sites"][0].update(kind="old"), "FIELD_WRONG"),
    "an id twice": (lambda d: d["sites"][1].update(id="S0"), "ID_TWICE"),
    "an unknown school": (lambda d: d["villages"][0].update(current="S9"), "SITE_UNKNOWN"),
    "no villages": (lambda d: d.update(villages=[]), "FIELD_WRONG"),
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_county_document_that_is_wrong_is_refused_by_name(refusal, write, case):
    change, code = CHANGED[case]
    document = json.loads(json.dumps(county()))
    change(document)
    path = write("county.json", json.dumps(document))
    assert refusal("resource.siting", {"document": path}, problem="county") == [code]


def test_a_document_of_another_problem_is_refused(refusal, write):
    path = write("county.json", json.dumps(county()))
    assert refusal("resource.siting", {"document": path}, problem="p_median") == ["FORM_WRONG"]


def test_a_consent_of_an_unknown_school_is_refused(refusal, write):
    path = write("county.json", json.dumps(county()))
    codes = refusal("resource.siting", {"document": path}, problem="county", consent="S7")
    assert codes == ["CONSENT_UNKNOWN"]
