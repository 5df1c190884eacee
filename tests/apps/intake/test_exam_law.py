"""What the clauses say of marks: at the door, and of who reads them by name."""

import pytest
from tests.apps.intake.conftest import NOW, SCORES

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.intake import queries, services
from xueheng.apps.intake.models import Upload

pytestmark = pytest.mark.django_db
COUNTY_FINAL = {"kind": "school_final", "stage": "primary", "grade": "四年级", "scope": "county"}
SAMPLE = {"kind": "monitoring_sample", "stage": "junior", "grade": "8", "scope": "county"}
SENIOR = {"kind": "other", "stage": "senior", "grade": "12", "scope": "county"}
ZHONGKAO = {"kind": "zhongkao", "stage": "junior", "grade": "9", "scope": "city"}


@pytest.mark.parametrize("kind", ["school_final", "other"])
@pytest.mark.parametrize("scope", ["county", "city", "province"])
@pytest.mark.parametrize(("stage", "grade"), [("primary", 4), ("primary", 6), ("junior", 7), ("junior", 8)])
def test_a_regional_exam_of_the_compulsory_years_is_refused_at_the_door(clerk, kind, scope, stage, grade):
    with pytest.raises(NotReady, match="不得面向"):
        clerk.bring("x", exam={"kind": kind, "stage": stage, "grade": str(grade), "scope": scope})
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "said", [{"document": "某教发〔2026〕1号"}, {"document": "口头同意", "persons": "甲、乙"}]
)
def test_a_local_exception_needs_a_document_number_and_two_persons(clerk, said):
    with pytest.raises(NotReady):
        clerk.bring("x", exam=COUNTY_FINAL | said)
    granted = {"document": "某教发〔2026〕1号", "persons": "甲、乙"}
    assert clerk.bring("x", exam=COUNTY_FINAL | granted).exam["document"]


@pytest.mark.parametrize(
    ("exam", "is_named"), [({}, False), (SAMPLE, False), (ZHONGKAO, True), (SENIOR, True)]
)
def test_the_bureau_reads_marks_of_compulsory_years_without_names(clerk, exam, is_named):
    page = queries.page_of(clerk.actor, clerk.commit(clerk.read(exam=exam)))
    heads = {column.zh for column in page.columns}
    assert ({"考号", "姓名"} <= heads, "语文" in heads) == (is_named, True)
    assert (
        bool(queries.page_of(clerk.actor, queries.datasets(clerk.actor).get(), search="周子墨").rows)
        == is_named
    )


def test_the_school_itself_reads_its_own_pupils_by_name(head):
    exam = {"kind": "school_final", "stage": "junior", "grade": "8", "scope": "school"}
    upload = head.read(exam=exam)
    assert "姓名" in {column.zh for column in queries.rows(head.actor, upload).columns}


@pytest.mark.parametrize("role", ["leader", "approver", "inspector", "finance_officer", "personnel_officer"])
def test_who_does_not_work_with_marks_reads_none(clerk, county, role):
    dataset, other = clerk.commit(clerk.read(exam=SENIOR)), county.actor(role, county.county)
    assert {column.zh for column in queries.page_of(other, dataset).columns} == {"学校"}
    with pytest.raises(NotAllowed):
        services.take_out(dataset, "csv", actor=other, now=NOW)


@pytest.mark.parametrize("table", ["scores", "students", "teachers"])
def test_who_may_not_see_such_persons_brings_no_such_table(clerk, county, table):
    other = county.actor("equipment_officer", county.county)
    with pytest.raises(NotAllowed, match="不经手"):
        services.receive(None, table=table, org=clerk.org, period="2026", actor=other, now=NOW)


def test_taking_data_out_is_kept_once_and_without_names(clerk):
    upload = clerk.read(exam=SENIOR)
    services.take_marked(upload, actor=clerk.actor, now=NOW)
    services.take_out(clerk.commit(upload), "xlsx", actor=clerk.actor, now=NOW)
    kept = Entry.objects.filter(action="intake.exported").order_by("sequence")
    assert [e.subject_kind for e in kept] == ["upload", "dataset"]
    assert [e.details for e in kept] == [{"table": "scores", "format": "xlsx", "rows": 3}] * 2


def test_marks_that_came_by_total_stand_by_school_and_number(clerk):
    head, *rows = SCORES.splitlines()
    upside_down = "\n".join([head, *reversed(rows)]) + "\n"
    page = queries.page_of(clerk.actor, clerk.commit(clerk.read(upside_down, exam=SENIOR)))
    assert [row[0] for row in page.rows] == ["1001", "1002", "1003"]
