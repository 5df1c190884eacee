"""Carrying out: one result however often it is delivered; cancelled, refused and failed runs leave none."""

from datetime import timedelta

import pyarrow as pa
import pytest
from tests.apps.runs.conftest import SAMPLE, scores
from tests.platform_home import NOW

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.runs import carrying, queries, store
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.services import LAST_ATTEMPT, cancel, carry_out, restart_stale

pytestmark = pytest.mark.django_db


def later():
    return NOW + timedelta(minutes=1)


def carried(run):
    carry_out(run.pk, clock=later)
    run.refresh_from_db()
    return run


def test_a_run_without_approval_is_sealed_at_once(desk):
    run = desk.quality()
    assert (run.state, run.attempt, run.stage) == ("sealed", 1, "")
    assert run.figures["n"] == 120
    assert {p.name for p in store.folder(run).iterdir()} == {
        "inputs",
        "outcome",
        "run.xhb.zip",
        "run.public.xhb.zip",
    }


def test_delivered_twice_it_is_carried_out_once(desk, queued):
    run = carried(desk.quality())
    told = (run.sealed_at, run.bundle_sha256)
    carried(run)
    assert (run.sealed_at, run.bundle_sha256, run.attempt) == (*told, 1)
    assert Entry.objects.filter(action="runs.sealed").count() == 1


def test_the_same_data_give_the_same_digest_of_the_result(desk):
    dataset = desk.scores()
    assert desk.quality(dataset).result_sha256 == desk.quality(dataset).result_sha256
    other = desk.keep("scores", scores(plus=1), exam=SAMPLE)
    assert desk.quality(other).result_sha256 != desk.quality(dataset).result_sha256


def test_a_waiting_run_is_cancelled_at_once(desk, queued):
    run = cancel(desk.quality(), actor=desk.clerk, now=NOW)
    assert carried(run).state == "cancelled"
    assert not store.folder(run).exists()


@pytest.mark.parametrize("stage", ["computing", "writing"])
def test_a_running_run_ends_without_a_result_at_its_next_step(desk, queued, monkeypatch, stage):
    run, step = desk.quality(), carrying._step

    def cancelled_before(run, name, clock):
        if name == stage:
            cancel(run, actor=desk.clerk, now=NOW)
        step(run, name, clock)

    monkeypatch.setattr(carrying, "_step", cancelled_before)
    assert (carried(run).state, run.computed_at) == ("cancelled", None)
    assert not (store.folder(run) / "outcome").exists()


def test_what_is_sealed_cannot_be_cancelled(desk):
    with pytest.raises(NotReady):
        cancel(desk.quality(), actor=desk.clerk, now=NOW)


def test_who_may_not_start_runs_cancels_none(desk, queued):
    with pytest.raises(NotAllowed):
        cancel(desk.quality(), actor=desk.second, now=NOW)


def test_a_stale_worker_s_word_does_not_count(desk, queued, monkeypatch):
    run, compute = desk.quality(), carrying.run_method

    def overtaken(*given, **said):
        monkeypatch.setattr(carrying, "run_method", compute)
        assert restart_stale(now=NOW + timedelta(hours=1)) == 1
        carry_out(run.pk, clock=later)
        return compute(*given, **said)

    monkeypatch.setattr(carrying, "run_method", overtaken)
    assert (carried(run).state, run.attempt) == ("sealed", 2)
    assert Entry.objects.filter(action="runs.sealed").count() == 1


def test_a_dead_worker_s_run_is_taken_up_although_the_clock_went_back(desk, queued):
    run = desk.quality()
    carrying._claimed(run.pk, NOW)
    assert restart_stale(now=NOW - timedelta(hours=2)) == 1
    assert carried(run).state == "sealed"


def test_a_run_that_ends_every_worker_is_given_up(desk, queued):
    run = desk.quality()
    for _ in range(LAST_ATTEMPT):
        carrying._claimed(run.pk, NOW)
        restart_stale(now=NOW)
    run.refresh_from_db()
    assert (run.state, run.attempt, len(run.incident)) == ("failed", LAST_ATTEMPT, 8)


def test_data_that_cannot_be_used_refuse_the_run_with_their_issues(desk):
    rows = scores().set_column(3, "语文", pa.array(["187"] * 120))
    run = desk.quality(desk.keep("scores", rows, exam=SAMPLE))
    assert (run.state, run.result_sha256) == ("refused", "")
    assert "187" in run.issues[0]["words"]["zh"]


def test_a_column_that_is_not_there_is_told_as_an_issue(desk):
    run = desk.ask("exam.value_added", desk.scores(), {"outcome": "英语", "school": "school"})
    assert run.state == "refused"
    assert "英语" in run.issues[0]["words"]["zh"]


def test_a_bug_leaves_a_number_on_the_page_and_its_trace_in_the_log(desk, caplog):
    dataset = desk.scores()
    path = desk.home / "datasets" / f"{dataset.sha256}.parquet"
    path.write_bytes(b"rotten")
    run = desk.quality(dataset)
    assert run.state == "failed"
    assert len(run.incident) == 8
    assert run.incident in caplog.text
    assert "Traceback" in caplog.text
    assert not run.issues


def test_a_new_version_of_the_data_changes_nothing_in_a_run(desk):
    old = desk.scores()
    run = desk.quality(old)
    before = queries.table(desk.clerk, run, "groups")
    desk.keep("scores", scores(plus=5), exam=SAMPLE, supersedes=old)
    again = queries.run(desk.clerk, run.pk)
    assert queries.table(desk.clerk, again, "groups") == before
    assert queries.loaded(again).inputs["scores"].sha256 == old.sha256


def test_a_run_is_seen_only_where_it_may_be_seen(desk):
    run = desk.quality()
    assert [r.pk for r in queries.runs(desk.second)] == [run.pk]
    assert queries.runs(desk.county.actor("approver", desk.county.north)) == []
    assert Run.objects.count() == 1
