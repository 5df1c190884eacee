"""From a file to a Dataset, and back within a day."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from tests.apps.intake.conftest import SCORES, Desk
from tests.apps.intake.test_matching import HEADS, NEW
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.intake import queries, services
from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import schema

pytestmark = pytest.mark.django_db
LATER = SCORES.replace("88.5", "89").replace("1003,吴雨桐,城关初中,76,64\n", "1004,郑安,城关初中,70,70\n")


def test_a_sound_file_becomes_a_dataset_with_its_lineage(clerk):
    dataset = clerk.commit(clerk.read())
    lineage = pq.read_schema(queries.parquet_path(dataset)).metadata[b"xueheng"].decode()
    assert (dataset.version, dataset.rows, dataset.changes["added"]) == (1, 3, 3)
    assert dataset.source_sha256 in lineage


def test_a_dataset_reads_back_without_a_question(clerk):
    dataset = clerk.commit(clerk.read())
    again = read_table(queries.parquet_path(dataset), schema("scores"), context=Context())
    assert again.verdict == "accept_with_notices"
    assert again.table.equals(queries.rows_of(dataset).drop_columns(["person"]).replace_schema_metadata())


def test_the_same_bytes_again_change_nothing(clerk):
    dataset = clerk.commit(clerk.read())
    again = clerk.bring(SCORES)
    assert (again.state, again.dataset_id) == ("committed", dataset.pk)
    assert clerk.commit(again).pk == dataset.pk


def test_a_difference_names_nobody_to_who_sees_no_marks(county, clerk):
    clerk.commit(clerk.read())
    found = queries.diff(county.actor("approver", county.county), clerk.read(LATER))
    assert (found.changed, found.rows) == (1, ())


def test_a_corrected_file_is_a_new_version_with_its_differences_by_name(clerk):
    first = clerk.commit(clerk.read())
    upload = clerk.read(LATER)
    found = queries.diff(clerk.actor, upload)
    assert (found.added, found.changed, found.same, found.missing) == (1, 1, 1, 1)
    assert {(r.kind, r.name) for r in found.rows} == {
        ("added", "郑安"),
        ("changed", "林小满"),
        ("missing", "吴雨桐"),
    }
    assert clerk.commit(upload).supersedes == first


def test_a_changed_row_says_which_column_changed(clerk):
    clerk.commit(clerk.read())
    found = queries.diff(clerk.actor, clerk.read(LATER))
    (changed,) = (r for r in found.rows if r.kind == "changed")
    assert [(c.column.zh, c.before, c.after) for c in changed.changes] == [("语文", "88.5000", "89.0000")]


def test_only_the_latest_version_is_live_and_the_first_keeps_its_file(clerk):
    first = clerk.commit(clerk.read())
    second = clerk.commit(clerk.read(LATER))
    assert list(queries.datasets(clerk.actor)) == [second]
    assert queries.history(clerk.actor, second) == [second, first]
    assert queries.rows_of(first)["name"].to_pylist()[2] == "吴雨桐"


def test_an_undone_version_gives_way_to_the_one_before(clerk):
    first = clerk.commit(clerk.read())
    second = clerk.commit(clerk.read(LATER))
    services.undo(second, actor=clerk.actor, now=NOW + timedelta(hours=23))
    assert list(queries.datasets(clerk.actor)) == [first]
    assert clerk.commit(clerk.read(LATER)).version == 3


def test_after_a_day_a_dataset_stays(clerk):
    dataset = clerk.commit(clerk.read())
    with pytest.raises(NotReady, match="24"):
        services.undo(dataset, actor=clerk.actor, now=NOW + timedelta(hours=25))


def test_a_superseded_version_cannot_be_undone(clerk):
    first = clerk.commit(clerk.read())
    clerk.commit(clerk.read(LATER))
    with pytest.raises(NotReady):
        services.undo(first, actor=clerk.actor, now=NOW)


def test_a_dataset_that_a_run_used_cannot_be_undone(clerk):
    from xueheng.apps.runs.models import Run, RunInput

    dataset = clerk.commit(clerk.read())
    run = Run.objects.create(method="exam.quality", org=clerk.org, asked_at=NOW)
    RunInput.objects.create(run=run, name="scores", dataset=dataset)
    with pytest.raises(NotReady, match="运算"):
        services.undo(dataset, actor=clerk.actor, now=NOW)


def test_errors_keep_a_file_out_unless_only_good_rows_are_wanted(clerk):
    upload = clerk.read(SCORES.replace("76,64", "七六x,64"))
    with pytest.raises(NotReady, match="1"):
        clerk.commit(upload)
    assert clerk.commit(upload, only_good=True).rows == 2


def test_an_open_question_keeps_a_file_out(clerk):
    upload = clerk.read(SCORES.replace("76,64", ",64"))
    assert upload.verdict == "needs_choice"
    with pytest.raises(NotReady):
        clerk.commit(upload)


def test_a_head_may_bring_but_not_commit(head):
    upload = head.read()
    with pytest.raises(NotAllowed):
        head.commit(upload)


def test_a_version_that_came_in_between_is_compared_with_before_the_commit(clerk):
    late = clerk.read(LATER)
    first = clerk.commit(clerk.read())
    with pytest.raises(NotReady, match="重新比对"):
        clerk.commit(late)
    second = clerk.commit(clerk.again(late))
    assert (second.supersedes, second.changes["missing"]) == (first, 1)


def test_a_refusal_of_whoever_is_told_takes_the_commit_back(county, clerk):
    officer = Desk(county.actor("exam_officer", county.county), county.county, clerk.folder)
    upload = officer.read(HEADS + NEW, table="students", label="")
    with pytest.raises(NotAllowed):
        officer.commit(upload)
    assert not queries.datasets(clerk.actor)
