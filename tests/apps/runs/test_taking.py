"""What of a run names many persons leaves the platform only after a second person has agreed, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.apps.runs.conftest import scores
from tests.platform_home import NOW

from xueheng.apps.flows.services import decide
from xueheng.apps.intake.releases import ask_release, draft
from xueheng.apps.intake.releasing import NeedsRelease, limits
from xueheng.apps.runs.queries import table
from xueheng.apps.runs.services import take_bundle, take_table
from xueheng.apps.runs.taking import names_persons, persons_in_outcome
from xueheng.methods.declare import Out
from xueheng.methods.registry import method, method_names
from xueheng.standards.words import plain

pytestmark = pytest.mark.django_db(transaction=True)
OF_ALL = [(f"{name}/{one.name}", one) for name in method_names() for one in method(name).tables]
OF_PERSONS = {
    "admission.compare/changes",
    "admission.match/matches",
    "admission.match/reasons",
    "admission.match/waiting",
    "curriculum.check/teaching",
    "exam.invigilators/duties",
    "exam.invigilators/reserves",
    "exam.irt/persons",
    "exam.irt/plausible",
    "exam.quality/borderline",
    "exam.rooms/seats",
    "exam.sample/pupils",
    "exam.scale/scaled",
    "lottery.draw/order",
    "placement.classes/assignment",
    "placement.classes/teams",
    "staff.rotation/moves",
    "staff.rotation/teachers",
}


def _out(*names):
    return tuple(Out(name, "text", plain(name)) for name in names)


def _bundle(desk, run):
    return take_bundle(run, "full", actor=desk.clerk, now=NOW)


def test_the_full_receipt_of_many_pupils_waits_and_is_taken_once(desk, county):
    run, leader = desk.quality(), county.actor("leader", county.county)
    with pytest.raises(NeedsRelease, match="120") as asked:
        _bundle(desk, run)
    held = draft(asked.value.taking, actor=desk.clerk, now=NOW, address="/")
    approval = ask_release(held, reason="送省里复核，用完删除", actor=desk.clerk, now=NOW)
    decide(approval.pk, agreed=True, actor=leader, now=NOW)
    assert _bundle(desk, run).is_file()
    with pytest.raises(NeedsRelease):
        _bundle(desk, run)


def test_a_receipt_of_few_pupils_goes_freely(desk):
    few = desk.keep("scores", scores().slice(0, limits().persons), exam=desk.scores().exam)
    assert _bundle(desk, desk.quality(few)).is_file()


def test_documents_and_tables_of_totals_go_freely(desk):
    run = desk.quality()
    take_table(run, table(desk.clerk, run, "groups"), rows=9999, actor=desk.clerk, now=NOW)
    assert persons_in_outcome(run) == 0


def test_a_table_that_names_persons_waits(desk):
    run = desk.quality()
    named = replace(table(desk.clerk, run, "groups"), columns=_out("student_number", "group"))
    with pytest.raises(NeedsRelease):
        take_table(run, named, rows=limits().persons + 1, actor=desk.clerk, now=NOW)
    take_table(run, named, rows=limits().persons, actor=desk.clerk, now=NOW)


@pytest.mark.parametrize("name", ["student_number", "student", "id", "name", "teacher_id"])
def test_a_column_that_says_who_is_known_by_its_name(name):
    assert names_persons(_out("school", name))


def test_an_outcome_table_has_rows_of_single_persons_where_it_decides_about_them():
    assert {name for name, one in OF_ALL if names_persons(one.columns)} == OF_PERSONS
