"""Killed at every named point, through the pages and the worker: before or after, and then as if never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.robust import acts
from tests.web.robust.serving import House, identity, until

UPLOAD, READ = "intake.receive.stored", "intake.read.staged"
COMMIT = ("intake.commit.file_written", "intake.commit.row_written")
UNDO, ASK = "intake.undo.row_written", "runs.ask.row_written"
COMPUTE = ("runs.carry_out.computed", "runs.carry_out.files_written")
SEAL = ("runs.seal.bundle_written", "runs.seal.row_written")
PUBLISH = ("publish.publish.files_written", "publish.publish.row_written")
DATA = "select sha256, version from intake_dataset where period = '2031' and undone_at is null"
RESULT = "select state, result_sha256 from runs_run where id = ?"
UPLOADS = "select count(*) from intake_upload where period = '2031'"
ASKED = "select count(*) from runs_run where title = '停'"
PUBLISHED = "select count(*), max(state) from publish_publication where run_id = ?"
VALUE_ADDED = "select id from intake_dataset where label like '%2026年中考—一模%'"
RESOURCES = "select id from intake_dataset where \"table\" = 'school_resources' and period = '2026'"
RUNS = {
    "exam.value_added": (VALUE_ADDED, "input_scores", acts.VALUE_ADDED),
    "balance.standard": (RESOURCES, "input_schools", {"param_standard": "yzjh-2017"}),
}


def killed(house: House, point: str, act: Callable[[], Any], *, worker: bool = False) -> None:
    """The act is begun and the process that reaches the point dies there; a dead worker has a follower."""
    with house.up(stop_at=point) as process:
        first = until(lambda: house.worker(process.pid)) if worker else 0
        try:
            act()
        except OSError:
            assert not worker, "the pages went with the worker"
        if worker:
            until(lambda: house.worker(process.pid) not in (None, first))
        else:
            assert process.wait(60) == -9


@pytest.fixture(scope="module")
def house(shared: House) -> House:
    """The home; who acts signs in before anything is killed, and stays so."""
    with shared.up():
        for name in ("clerk", "approver", "leader"):
            shared.client(name)
    return shared


def test_upload_reading_commit_and_undo_happen_once_or_not_at_all(house: House) -> None:
    clerk, sent = house.client("clerk"), []
    killed(house, UPLOAD, lambda: acts.send(clerk, acts.resources()))
    assert house.value(UPLOADS) == 0
    killed(house, READ, lambda: sent.append(acts.send(clerk, acts.resources()).path), worker=True)
    for point in COMMIT:
        killed(house, point, lambda: (acts.read(house, sent[0]), clerk.post(f"{sent[0]}commit/", {})))
        assert house.rows(DATA) == []
    assert house.ailments() == []
    committed: list[str] = []
    killed(house, UNDO, lambda: (committed.append(commit(house, sent[0])), undo(house, committed[0])))
    ((sha256, _version),) = house.rows(DATA)
    with house.up():
        undo(house, committed[0])
        assert house.rows(DATA) == []
        commit(house, acts.send(clerk, acts.resources()).path)
    assert (house.rows(DATA), house.value(UPLOADS)) == ([(sha256, 2)], 2)


def test_runs_are_carried_out_once_with_the_same_result(house: House) -> None:
    started: list[str] = []
    killed(house, ASK, lambda: start(house, "exam.value_added", "停"))
    assert house.value(ASKED) == 0
    killed(house, COMPUTE[0], lambda: started.extend(start(house, name, "停") for name in RUNS), worker=True)
    assert {state for state, _result in results(house, started)} <= {"running", "waiting"}
    killed(house, COMPUTE[1], lambda: None, worker=True)
    assert house.ailments() == []
    with house.up():
        undisturbed = [start(house, name, "不停") for name in RUNS]
        assert {acts.carried_out(house, run) for run in (*started, *undisturbed)} == {"computed"}
    assert results(house, started) == results(house, undisturbed)
    assert house.value(ASKED) == len(RUNS)


def test_sealing_and_publishing_happen_once_or_not_at_all(house: House) -> None:
    run = house.value("select id from runs_run where state = 'computed' and title like '%民办%'")
    for point in SEAL:
        killed(house, point, lambda: acts.agree(house, "approver", run))
        assert house.rows("select state, bundle_sha256 from runs_run where id = ?", run) == [("computed", "")]
    assert house.ailments() == []
    clerk, asked = house.client("clerk"), []
    killed(house, PUBLISH[0], lambda: (acts.agree(house, "approver", run), acts.ask_to_publish(clerk, run)))
    assert house.rows(PUBLISHED, run) == [(0, None)]
    ask = lambda: asked.append(acts.ask_to_publish(clerk, run).path)  # noqa: E731
    killed(house, PUBLISH[1], lambda: (ask(), acts.agree(house, "leader", asked[0])))
    assert house.rows(PUBLISHED, run) == [(1, "waiting")]
    with house.up():
        acts.agree(house, "leader", asked[0])
        assert house.client("leader").get(f"/public/{acts.dashed(asked[0])}/").status == 200
    assert house.rows(PUBLISHED, run) == [(1, "published")]
    assert house.ailments() == []


def commit(house: House, upload: str) -> str:
    """Where the Dataset stands that the upload became."""
    acts.read(house, upload)
    return house.client("clerk").post(f"{upload}commit/", {}).path


def undo(house: House, dataset: str) -> None:
    """The clerk takes the Dataset back."""
    house.client("clerk").post(f"{dataset}undo/", {})


def start(house: House, method: str, title: str) -> str:
    """Where the run stands that the clerk asked for."""
    query, name, params = RUNS[method]
    asked = {name: acts.dashed(house.value(query)), "title": title, **params}
    return acts.start(house.client("clerk"), method, **asked).path


def results(house: House, runs: list[str]) -> list[tuple[str, str]]:
    """The state and the digest of each run."""
    return [house.rows(RESULT, identity(run))[0] for run in runs]
