"""Who reads what a result says of a person: the own family and the own class, nobody beside them."""

from datetime import date, timedelta

import pytest
from tests.apps.publish.fates import OURS, THEIRS, TOLD, fates_of
from tests.platform_home import NOW, TODAY

from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.publish import queries
from xueheng.apps.publish.persons import child_results, class_results
from xueheng.apps.publish.services import take_down
from xueheng.apps.roster.models import Spell

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)
SAID = {
    "admission.match": "录取到乙高（第 2 志愿",
    "lottery.draw": "派位结果：",
    "placement.classes": "编入 1 班",
    "exam.rooms": "考点：城关初中；考场：01；座位：",
}


@pytest.fixture
def fates(press):
    return fates_of(press)


def told(fates, child, *, by=None, today=LATER):
    """Everything that is said of a child to who asks, its own parent where nobody else is named."""
    found = child_results(by or fates.parent(child), child.pk, today=today)
    return "".join(w.zh for r in found for w in (r.told.conclusion, *r.told.reasons, *r.told.check))


@pytest.mark.parametrize("method", TOLD)
def test_a_result_is_read_of_the_own_child_alone(fates, method):
    fates.published(method)
    ours, theirs = told(fates, fates.ours), told(fates, fates.theirs)
    assert SAID[method] in ours
    assert ours != theirs != ""
    assert not any(number in ours for number in (THEIRS, "262", "别家"))
    with pytest.raises(NotFound):
        told(fates, fates.theirs, by=fates.parent(fates.ours))


@pytest.mark.parametrize(("method", "name"), [("lottery.draw", "roll"), ("exam.rooms", "examinees")])
def test_a_number_of_another_kind_is_tied_by_the_roll_number(fates, monkeypatch, method, name):
    inputs, params = TOLD[method]
    table, columns = inputs[name]
    tied = {**columns, "id": ["9001", "9002"], "student_number": columns["id"]}
    monkeypatch.setitem(TOLD, method, ({**inputs, name: (table, tied)}, params))
    fates.published(method)
    text = told(fates, fates.ours)
    assert SAID[method] in text
    assert ["9001" in text, "9002" in text, THEIRS in text] == [True, False, False]


@pytest.mark.parametrize("role", ["head", "class_teacher", "section_clerk"])
def test_an_office_reads_no_child_s_page(fates, role):
    fates.published("exam.rooms")
    place = fates.press.desk.county.county if role == "section_clerk" else fates.press.desk.county.south
    with pytest.raises(NotFound):
        told(fates, fates.ours, by=fates.press.desk.county.actor(role, place))


@pytest.mark.parametrize("state", ["sealed", "waiting", "refused", "taken_down", "over", "elsewhere", "gone"])
def test_what_is_not_published_for_the_family_is_not_read(fates, state):
    run = fates.sealed("exam.rooms")
    if state != "sealed":
        shown = fates.press.ask(run, "families", until=LATER if state == "over" else None)
        if state != "waiting":
            fates.press.decide(shown, agreed=state != "refused")
    if state == "taken_down":
        take_down(shown, reason="有误", actor=fates.press.desk.second, now=NOW)
    if state == "elsewhere":
        type(run).objects.update(org=fates.press.desk.county.north)
        type(shown).objects.update(org=fates.press.desk.county.north)
    if state == "gone":
        Spell.objects.update(valid_to=date(2025, 9, 2))
    assert told(fates, fates.ours) == ""


def test_who_has_just_left_school_still_reads_the_result(fates):
    fates.published("admission.match")
    Spell.objects.update(valid_to=date(2026, 7, 1))
    assert SAID["admission.match"] in told(fates, fates.ours)
    assert queries.for_actor(fates.parent(fates.ours), today=LATER) != []


def test_a_refused_choice_is_explained_by_what_decided(fates):
    fates.published("admission.match")
    text = told(fates, fates.ours)
    assert "第 1 志愿 甲高：没有录取。比总分：本人是 600，" in text
    assert "最后录取的一名是 650" in text


def test_a_ticket_is_checked_by_the_command_that_is_said(fates):
    import subprocess

    fates.published("lottery.draw")
    [result] = child_results(fates.parent(fates.ours), fates.ours.pk, today=LATER)
    command = result.told.check[-1].zh.split("：")[1]
    found = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert found.split()[0] in result.told.check[0].zh


def test_a_class_teacher_reads_the_own_class_as_placed(fates):
    places = fates.press.desk.county
    fates.published("placement.classes")
    [own] = class_results(places.actor("class_teacher", places.south_class), places.south_class, today=LATER)
    assert own.pupils == ("我家",)
    with pytest.raises(NotAllowed):
        class_results(places.actor("class_teacher", places.north_class), places.south_class)


@pytest.mark.parametrize(("change", "seen"), [({}, 1), ({"entered": 2024}, 0), ({"stage": "primary"}, 0)])
def test_a_placement_is_of_its_own_year_and_stage(fates, change, seen):
    places = fates.press.desk.county
    for name, value in change.items():
        setattr(places.south_class, name, value)
    places.south_class.save()
    fates.published("placement.classes")
    teacher = places.actor("class_teacher", places.south_class)
    assert len(class_results(teacher, places.south_class, today=LATER)) == seen


@pytest.mark.parametrize("method", TOLD)
def test_what_all_families_read_names_no_child(fates, method):
    shown = fates.published(method)
    text = queries.report_fragment(shown, "zh")
    is_draw = method == "lottery.draw"  # whose whole order is public, by number
    assert [OURS in text, "261" in text, "我家" in text] == [is_draw, False, False]


def test_a_head_reads_who_is_admitted_to_the_own_school(fates):
    north = fates.press.desk.county.north
    type(north).objects.filter(pk=north.pk).update(name="甲高")
    shown = fates.published("admission.match", "schools")
    head = fates.press.desk.county.actor("head", north)
    page = queries.school_fragment(head, shown, north.code, "zh")
    assert ["262" in page, "261" in page, "650" in page] == [True, False, False]
    other = fates.press.desk.county.actor("head", fates.press.desk.county.south)
    with pytest.raises(NotFound):
        queries.school_fragment(other, shown, north.code, "zh")


def test_a_draw_without_tickets_promises_none(fates, monkeypatch):
    said = {"procedure": "rfc3797", "sources": "9319", "seats": "1"}
    monkeypatch.setitem(TOLD, "lottery.draw", (TOLD["lottery.draw"][0], said))
    fates.published("lottery.draw")
    text = told(fates, fates.ours)
    assert ["派位次序" in text, "签号：" in text] == [True, False]
