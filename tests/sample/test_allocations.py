"""The generated county has one admission, draw, placement and seating, each on tables that were filed."""

import pytest
from pyarrow.csv import write_csv

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.sample.accounts import owners
from xueheng.sample.admissions import FLOOR, admissions, groups, leaving, programs
from xueheng.sample.allocations import allocations
from xueheng.sample.draws import beginning, drawing
from xueheng.sample.seating import logistics

METHODS = [
    "lottery.draw", "admission.quota", "exam.rooms", "exam.invigilators",
    "admission.match", "placement.classes",
]  # fmt: skip


@pytest.fixture(scope="module")
def filed(whole):
    return {
        (one.table, one.org, one.period, one.label): one for one in (*admissions(whole), *logistics(whole))
    }


def test_a_county_works_out_all_of_them_and_a_small_one_only_draws(whole, small):
    assert [act.method for act in allocations(whole)] == METHODS
    assert [act.method for act in allocations(small)] == METHODS[:1]


@pytest.mark.parametrize("at", range(len(METHODS)), ids=METHODS)
def test_each_rests_on_tables_filed_before_and_says_its_rules(whole, filed, at):
    act = allocations(whole)[at]
    assert all(filed[key].on < act.on for key in act.inputs.values())
    assert parse_params(method(act.method).params, list(act.params.items()), document={})


def test_the_groups_of_a_school_take_all_its_places(whole):
    schools, pupils = programs(whole, n=2000), leaving(whole)
    rows = groups(schools, pupils).to_pylist()
    given = {s["id"]: sum(r["seats"] for r in rows if r["program"] == s["id"]) for s in schools}
    assert {s["id"]: s["capacity"] for s in schools if s["kind"] == "普高"} == {
        k: n for k, n in given.items() if n
    }
    assert {r["floor"] for r in rows if r["origin"]} == {FLOOR}


def test_a_draw_reaches_the_county_and_brought_its_pupils_where_they_are(whole, filed, tmp_path):
    act, draw = allocations(whole)[0], method("lottery.draw")
    roll = filed[act.inputs["roll"]].rows
    write_csv(roll, tmp_path / "roll.csv")
    params = parse_params(draw.params, list(act.params.items()), document={})
    drawn = run_method(draw, {"roll": tmp_path / "roll.csv"}, params=params, answers={})
    order = drawn.outcome.tables["order"].select(["id", "admitted"]).join(roll, "id")
    here = beginning(whole, "primary", school=drawing(whole))
    held = whole.persons["number"].take(here).to_pylist()
    assert act.org == whole.unit.code
    assert {
        (r["admitted"], r["student_number"] in held) for r in order.to_pylist() if r["student_number"]
    } == {
        (True, True),
        (False, False),
    }


def test_the_parent_has_a_child_admitted_and_one_drawn_for(whole, filed):
    [parent] = [one.person for one in owners(whole) if one.username == "parent"]
    kin = whole.families
    own = kin.child[kin.guardian == parent - len(whole.roll.pupils.born)]
    numbers = set(whole.persons["number"].take(own).to_pylist())
    held = {key[0]: one.rows for key, one in filed.items()}
    assert numbers & set(held["applicants"]["id"].to_pylist())
    assert numbers & set(held["examinees"]["id"].to_pylist())
    assert numbers & set(held["roll"]["student_number"].to_pylist())


def test_everybody_lists_every_school_once(filed):
    rows = next(one.rows for key, one in filed.items() if key[0] == "preferences").to_pylist()
    assert len({(r["student"], r["program"]) for r in rows}) == len(rows)
