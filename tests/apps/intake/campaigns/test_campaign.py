"""收表: from the grounds to one Dataset, with every school named that is not in it."""

from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest
from tests.apps.intake.campaigns.conftest import HEAD, NORTH, SAID, SOUTH
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.queries import tasks
from xueheng.apps.intake import services as intake
from xueheng.apps.intake.campaigns import queries, services
from xueheng.apps.intake.mirroring.overview import overview
from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.queries import parquet_path, rows_of
from xueheng.apps.roster.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    "wrong", [{"basis": " "}, {"minutes": 0}, {"title": ""}, {"due_on": date(2026, 9, 1)}, {"asked": []}]
)
def test_nobody_is_asked_without_grounds_time_name_and_a_day_to_come(collect, wrong):
    with pytest.raises(NotReady):
        collect(**wrong)


def test_a_table_is_not_collected_twice_at_once(collect, collecting):
    with pytest.raises(NotReady):
        collect()


def test_a_county_test_of_a_primary_grade_is_not_collected(collect):
    exam = {"kind": "school_final", "stage": "primary", "grade": "三年级", "scope": "school"}
    with pytest.raises(NotReady):
        collect(table="scores", exam=exam)


def test_a_head_opens_no_campaign(county):
    head = county.actor("head", county.north)
    with pytest.raises(NotAllowed):
        services.open_campaign(county.county, [county.north], said=SAID, actor=head, now=NOW)


def test_a_clerk_of_one_school_asks_no_other(county):
    clerk = county.actor("section_clerk", county.north)
    with pytest.raises(NotAllowed):
        services.open_campaign(county.north, [county.south], said=SAID, actor=clerk, now=NOW)


def test_the_table_of_school_conditions_is_asked_of_schools_that_have_its_stages(county):
    clerk = county.actor("section_clerk", county.bureau)
    county.north.__class__.objects.filter(pk=county.north.pk).update(stages=["kindergarten"])
    assert queries.wanted(clerk, county.county, "school_resources", now=NOW) == [county.south]


def test_each_schools_dean_has_the_task_and_no_other_school(county, collect):
    dean, other = county.actor("dean", county.north), county.actor("dean", county.south)
    found = collect(asked=[county.north])
    assert [t.title.zh for t in tasks(dean, today=TODAY)] == [f"报送：{found.campaign.title}"]
    assert not tasks(other, today=TODAY)


def test_the_task_is_done_when_the_file_has_come(county, collect):
    dean = county.actor("dean", county.north)
    found = collect()
    found.file(county.north, NORTH, actor=dean)
    assert not tasks(dean, today=TODAY)


def test_the_answer_is_late_by_its_first_day(collecting):
    late = NOW + timedelta(days=20)
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, SOUTH, now=late)
    lines = (
        collecting.line(school, now=late) for school in (collecting.county.north, collecting.county.south)
    )
    assert [line.is_late for line in lines] == [False, True]


def test_a_school_sees_its_own_return_alone(collecting):
    dean = collecting.county.actor("dean", collecting.county.north)
    assert queries.return_of(dean, collecting.campaign.pk, collecting.county.north.code)
    with pytest.raises(NotFound):
        queries.return_of(dean, collecting.campaign.pk, collecting.county.south.code)
    with pytest.raises(NotFound):
        queries.campaign(dean, collecting.campaign.pk)


def test_a_school_neither_accepts_nor_freezes(collecting):
    dean = collecting.county.actor("dean", collecting.county.north)
    collecting.file(collecting.county.north, NORTH, actor=dean)
    with pytest.raises(NotAllowed):
        services.accept(collecting.of(collecting.county.north), actor=dean, now=NOW)
    with pytest.raises(NotAllowed):
        services.freeze(collecting.campaign, excused={}, actor=dean, now=NOW)


def test_only_what_is_clean_is_accepted_at_once(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, SOUTH.replace("赵敏", "1+2"))
    assert services.accept_clean(collecting.campaign, actor=collecting.clerk, now=NOW).done == ("城关一小",)
    assert collecting.line(collecting.county.south).is_wrong


def test_what_is_wrong_goes_back_with_how_many_errors_and_a_new_task(county, collect):
    dean = county.actor("dean", county.south)
    found = collect()
    found.file(county.south, SOUTH.replace("赵敏", "1+2"), actor=dean)
    services.send_back_wrong(found.campaign, actor=found.clerk, now=NOW)
    assert "有 1 处错误" in found.line(county.south).it.note
    assert [t.title.zh for t in tasks(dean, today=TODAY)] == [f"改好再报：{found.campaign.title}"]


def test_a_second_answer_is_a_difference_from_the_first(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.north, NORTH.replace("李强", "李刚"))
    diff = queries.since_last(collecting.clerk, collecting.of(collecting.county.north))
    assert (diff.added, diff.changed, diff.same, diff.missing) == (0, 1, 1, 0)


def test_what_has_changed_is_told_to_who_sees_the_staff(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.north, NORTH.replace("李强", "李刚"))
    leader = collecting.county.actor("leader", collecting.county.county)
    assert queries.since_last(leader, collecting.of(collecting.county.north)) is None


def test_the_same_file_again_changes_nothing(collecting):
    collecting.accepted()
    collecting.file(collecting.county.north, NORTH)
    assert collecting.line(collecting.county.north).state == "accepted"


def test_rows_of_another_school_are_not_accepted(collecting):
    collecting.file(collecting.county.south, SOUTH + "2143029901,城关一小,T001,王芳,女\n")
    told = services.accept_clean(collecting.campaign, actor=collecting.clerk, now=NOW)
    assert not told.done
    assert "别的学校" in told.passed[0][1]


def test_nothing_is_said_with_one_tap_but_not_where_rows_are_known(collecting):
    services.nothing(collecting.of(collecting.county.north), note="", actor=collecting.clerk, now=NOW)
    assert collecting.line(collecting.county.north).state == "nil"
    collecting.campaign.returns.update(known=3)
    with pytest.raises(NotReady):
        services.nothing(collecting.of(collecting.county.south), note="", actor=collecting.clerk, now=NOW)


def test_all_accepted_answers_become_one_dataset(collecting):
    collecting.accepted()
    dataset = collecting.freeze()
    rows = rows_of(dataset)
    assert sorted(zip(rows["school_code"].to_pylist(), rows["name"].to_pylist(), strict=True)) == [
        ("2143029901", "李强"),
        ("2143029901", "王芳"),
        ("3143029902", "赵敏"),
    ]
    assert queries.campaign(collecting.clerk, collecting.campaign.pk).state == "frozen"


def test_what_a_school_returns_changes_nobody_on_the_roster(collecting):
    before = Person.objects.count()
    collecting.accepted()
    assert Person.objects.count() == before
    assert intake.undo(Dataset.objects.first(), actor=collecting.clerk, now=NOW).undone_at == NOW


def test_a_joined_table_is_no_export_of_a_national_system(collecting):
    collecting.accepted()
    officer = collecting.county.actor("personnel_officer", collecting.county.bureau)
    dataset, held = collecting.freeze(), Person.objects.count()
    assert not any(line.dataset or line.waiting for line in overview(officer))
    assert intake.undo(dataset, actor=collecting.clerk, now=NOW).undone_at == NOW
    assert Person.objects.count() == held


def test_the_dataset_names_the_hash_of_every_schools_rows(collecting):
    collecting.accepted()
    dataset = collecting.freeze()
    own = {one.upload.dataset.sha256 for one in queries.returns(collecting.clerk)}
    told = pq.read_schema(parquet_path(dataset)).metadata[b"xueheng"].decode()
    assert all(sha256 in told for sha256 in own)


def test_a_school_without_an_answer_is_named_with_a_reason(collecting):
    collecting.file(collecting.county.north, NORTH)
    services.accept_clean(collecting.campaign, actor=collecting.clerk, now=NOW)
    with pytest.raises(NotReady, match="城关初中"):
        collecting.freeze()
    excused = {collecting.county.south.code: "新建学校，尚无教师"}
    told = pq.read_schema(parquet_path(collecting.freeze(excused=excused))).metadata[b"xueheng"].decode()
    assert "新建学校" in told


def test_a_frozen_campaign_is_ended_for_everybody(county, collect):
    dean = county.actor("dean", county.south)
    found = collect()
    found.accepted()
    found.freeze()
    with pytest.raises(NotReady):
        found.file(county.south, SOUTH, actor=dean)
    assert not tasks(dean, today=TODAY)


def test_a_part_of_a_frozen_table_is_not_undone(collecting):
    collecting.accepted()
    collecting.freeze()
    part = collecting.of(collecting.county.north).upload.dataset
    with pytest.raises(NotReady):
        intake.undo(part, actor=collecting.clerk, now=NOW)


def test_once_its_dataset_is_undone_a_campaign_is_open_again(collecting):
    collecting.accepted()
    intake.undo(collecting.freeze(), actor=collecting.clerk, now=NOW)
    services.reopen(collecting.campaign, actor=collecting.clerk, now=NOW)
    assert collecting.freeze().version == 2


def test_minutes_asked_are_summed_for_each_school_and_the_county(county, collect):
    found = collect()
    collect(table="devices", title="设备", minutes=20, asked=[county.north])
    told = queries.budget(found.clerk, now=NOW)
    assert [(one.school.name, one.minutes) for one in told.schools] == [("城关一小", 50), ("城关初中", 30)]
    assert told.minutes == 80


def test_a_cancelled_campaign_asks_no_time_and_leaves_no_task(county, collect):
    dean = county.actor("dean", county.north)
    found = collect()
    services.cancel(found.campaign, actor=found.clerk, now=NOW)
    assert queries.budget(found.clerk, now=NOW).minutes == 0
    assert not tasks(dean, today=TODAY)


def test_different_headings_of_schools_are_one_table(collecting):
    collecting.file(collecting.county.north, "姓名,工号,备注\n王芳,T001,x\n")
    collecting.file(collecting.county.south, SOUTH)
    services.accept_clean(collecting.campaign, actor=collecting.clerk, now=NOW)
    rows = rows_of(collecting.freeze()).to_pylist()
    assert {(r["school"], r["name"]) for r in rows} == {("城关一小", "王芳"), ("城关初中", "赵敏")}


def test_a_head_row_alone_is_no_answer_to_accept(collecting):
    collecting.file(collecting.county.north, HEAD)
    assert collecting.line(collecting.county.north).is_wrong
