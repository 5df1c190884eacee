"""Double clicks, two clerks, two workers: each act happens once, and nobody's work is lost unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from tests.web.robust import acts
from tests.web.robust.serving import Answer, Client, House, identity, until

CLICKS = 8
DATASETS = "select count(*) from intake_dataset where period = ? and undone_at is null"
RESOURCES = "select id from intake_dataset where \"table\" = 'school_resources' and period = '2026'"


@pytest.fixture(scope="module")
def house(shared: House) -> Iterator[House]:
    with shared.up():
        yield shared


def at_once(*done: Callable[[], Answer]) -> list[Answer]:
    """What each of them was answered; all are asked at the same time."""
    with ThreadPoolExecutor(len(done)) as pool:
        answers = [found.result() for found in [pool.submit(one) for one in done]]
    assert all(answer.status < 500 for answer in answers), answers
    return answers


def brought(house: House, period: str, pupils: int = 52) -> str:
    """Where an upload stands that has been read."""
    upload = acts.send(house.client("clerk"), acts.resources(pupils), period=period).path
    acts.read(house, upload)
    return upload


def test_the_same_file_sent_at_once_is_one_upload(house: House) -> None:
    clerk = house.client("clerk")
    sent = at_once(*[lambda: acts.send(clerk, acts.resources(), period="2041")] * CLICKS)
    assert len({answer.path for answer in sent}) == 1
    assert house.value("select count(*) from intake_upload where period = '2041'") == 1


def test_a_commit_clicked_often_is_one_dataset(house: House) -> None:
    clerk, upload = house.client("clerk"), brought(house, "2042")
    told = at_once(*[lambda: clerk.post(f"{upload}commit/", {})] * CLICKS)
    assert {acts.dashed(answer.path) for answer in told} == {acts.dashed(told[0].path)}
    assert house.value(DATASETS, "2042") == 1


def test_the_same_form_sent_often_is_one_run(house: House) -> None:
    clerk = house.client("clerk")
    asked = {"input_schools": acts.dashed(house.value(RESOURCES)), "param_standard": "yzjh-2017"}
    asked |= {"title": "双击", "key": str(uuid4())}
    at_once(*[lambda: acts.start(clerk, "balance.standard", **asked)] * CLICKS)
    acts.start(clerk, "balance.standard", **asked | {"title": "另一次"})
    assert house.value("select count(*) from runs_run where title = '双击'") == 1
    assert house.value("select count(*) from runs_run where title = '另一次'") == 1


def test_two_who_decide_at_once_decide_once_and_it_is_published_once(house: House) -> None:
    run = house.value("select id from runs_run where state = 'computed' and title like '%民办%'")
    clerk, approver, leader = (house.client(name) for name in ("clerk", "approver", "leader"))
    number = house.value("select id from flows_approval where subject_id = ?", acts.dashed(run))
    agreed = {"answer": "agree", "remark": ""}
    at_once(*[lambda: c.post(f"/approvals/{number}/", agreed) for c in (approver, leader) * 3])  # noqa: B023
    decided = "select count(*) from audit_entry where action = ? and subject_id in (?, ?)"
    assert house.value(decided, "runs.sealed", run, acts.dashed(run)) == 1
    at_once(*[lambda: acts.ask_to_publish(clerk, run)] * 4)
    assert house.value("select count(*) from publish_publication where run_id = ?", run) == 1
    asked = house.value("select count(*) from publish_publication")
    assert len(list((house.home / "publications").iterdir())) == asked


def test_data_are_undone_or_used_but_never_both(house: House) -> None:
    clerk, upload = house.client("clerk"), brought(house, "2043")
    dataset = clerk.post(f"{upload}commit/", {}).path
    asked = {"input_schools": acts.dashed(dataset), "param_standard": "yzjh-2017", "title": "撤"}
    at_once(lambda: clerk.post(f"{dataset}undo/", {}), lambda: acts.start(clerk, "balance.standard", **asked))
    used = house.value("select count(*) from runs_runinput where dataset_id = ?", identity(dataset))
    assert (house.value(DATASETS, "2043"), used) in ((1, 1), (0, 0))


def test_what_was_compared_with_an_older_version_is_compared_again_before_it_replaces_it(
    house: House,
) -> None:
    clerk = house.client("clerk")
    first, late = brought(house, "2044"), brought(house, "2044", 60)
    clerk.post(f"{first}commit/", {})
    refused = clerk.post(f"{late}commit/", {})
    assert "重新比对" in refused.text
    assert house.value(DATASETS, "2044") == 1
    acts.read(house, late)
    assert "52" in clerk.get(late).text
    assert clerk.post(f"{late}commit/", {}).path.startswith("/data/")
    assert house.value(DATASETS, "2044") == 2


def test_sessions_outlive_a_restart_and_a_second_server_takes_no_work_from_the_first(house: House) -> None:
    clerk, other = house.client("clerk"), House(house.home)
    brought(house, "2046")  # its own worker is at work
    upload = acts.send_many(clerk).path
    with other.up() as process:
        until(lambda: other.worker(process.pid))
        window = Client(other.base)
        window.cookies.set_cookie(next(c for c in clerk.cookies if c.name == "sessionid"))
        assert window.get("/data/").path == "/data/"
        assert acts.read(house, upload) == "read"
    assert house.value("select attempt from intake_upload where id = ?", identity(upload)) == 1
