"""A full disk, a dead worker, a hostile or half-sent file: a sentence, nothing half done, pages go on."""

from __future__ import annotations

import os
import resource
import signal
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.web.robust import acts
from tests.web.robust.serving import Client, House, identity, until

from xueheng.tables.context import Context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.schema import schema

ROOM = 40_000  # bytes that any one file may have on the full disk
BAD = Path(__file__).parents[2] / "tables" / "bad_input"
TABLES = {"S": "students", "X": "students", "G": "schools", "P": "preferences", "A": "applications"}
FILES = sorted(path for path in BAD.iterdir() if path.suffix in (".xlsx", ".csv") and path.name[0] in TABLES)
PAGES = ("/", "/data/", "/results/", "/people/", "/public/", "/tasks/")


def made() -> dict[str, bytes]:
    """Files that no table is."""
    macro = BytesIO()
    with zipfile.ZipFile(macro, "w") as book:
        book.writestr("xl/vbaProject.bin", b"x")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    return {"macro.xlsm": macro.getvalue(), "locked.xlsx": locked, "other.csv": acts.resources()}


HOSTILE = {path.name: path.read_bytes() for path in FILES} | made()


@pytest.fixture(scope="module")
def served(shared: House) -> Iterator[House]:
    with shared.up():
        yield shared


@pytest.fixture(scope="module")
def verdicts(served: House) -> dict[str, tuple[str, str]]:
    """Each hostile file's upload and the verdict on it, all of them sent through the form."""
    clerk = served.client("clerk")
    at = {
        name: acts.send(clerk, data, name=name, table=TABLES.get(name[0], "students"), label=name).path
        for name, data in HOSTILE.items()
    }
    for upload in at.values():
        acts.read(served, upload)
    query = "select verdict from intake_upload where id = ?"
    return {name: (upload, served.value(query, identity(upload))) for name, upload in at.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_the_verdict_of_the_command(
    served: House, verdicts: dict[str, tuple[str, str]], name: str, tmp_path: Path
) -> None:
    upload, verdict = verdicts[name]
    (tmp_path / name).write_bytes(HOSTILE[name])
    table = schema(TABLES.get(name[0], "students"))
    found = inspect_file(tmp_path / name, table, context=Context(today=date.today()))  # noqa: DTZ011
    assert verdict == found.verdict
    assert served.client("clerk").get(upload).status == 200


def test_an_empty_file_is_refused_and_a_path_is_no_name(served: House) -> None:
    clerk = served.client("clerk")
    assert acts.send(clerk, b"").status == 409
    path = acts.send(clerk, acts.resources(71), name="../../../etc/..%2fpasswd.csv").path
    assert (
        served.value("select file_name from intake_upload where id = ?", identity(path)) == "..%2fpasswd.csv"
    )


@pytest.mark.parametrize(("length", "sent", "answer"), [(300_000_000, 0, b" 413 "), (5_000, 2_000, b"")])
def test_too_much_is_refused_unread_and_half_a_body_is_nothing(
    served: House, length: int, sent: int, answer: bytes
) -> None:
    before = served.value("select count(*) from intake_upload")
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as wire:
        wire.sendall(
            f"POST /data/upload/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        wire.sendall(b"x" * sent)
        wire.shutdown(socket.SHUT_WR)
        assert answer in wire.recv(200)
    assert served.value("select count(*) from intake_upload") == before
    assert served.client("clerk").get("/data/").status == 200


def test_on_a_full_disk_writing_is_refused_in_words_and_reading_goes_on(house: House) -> None:
    with house.up():
        clerk = house.client("clerk")
        upload = acts.send(clerk, acts.resources()).path
        acts.read(house, upload)
    with house.up(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))):
        refused = [acts.send(clerk, b"x" * 2 * ROOM, period="2032"), clerk.post(f"{upload}commit/", {})]
        pages = [clerk.get(page).status for page in PAGES]
    assert [answer.status for answer in refused] == [507, 507]
    assert all("存储空间已满" in answer.text for answer in refused)
    assert set(pages) == {200}
    assert not list(house.home.rglob(".writing-*"))
    with house.up():
        dataset = clerk.post(f"{upload}commit/", {}).path
    assert house.value("select count(*) from intake_dataset where id = ?", identity(dataset)) == 1


def test_killed_workers_are_followed_while_sixteen_readers_read(house: House) -> None:
    with house.up() as process, ThreadPoolExecutor(16) as pool:
        clerk = house.client("clerk")
        readers = [_reader(house, clerk) for _ in range(16)]
        upload = acts.send_many(clerk).path
        pages = pool.map(lambda reader: [reader.get(page).status for page in PAGES], readers)
        _kill_while(house, process.pid, "intake_upload", "reading", upload)
        assert acts.read(house, upload) == "read"
        assert {status for read in pages for status in read} == {200}
        dataset = clerk.post(f"{upload}commit/", {"only_good": "1"}).path
        run = acts.start(clerk, "exam.quality", input_scores=acts.dashed(dataset), title="大").path
        _kill_while(house, process.pid, "runs_run", "running", run)
        assert acts.carried_out(house, run) == "sealed"
    done = "select count(*) from audit_entry where action in ('intake.read', 'runs.sealed')"
    done += " and subject_id in (?, ?)"
    assert house.value(done, acts.dashed(upload), acts.dashed(run)) == 2
    assert "locked" not in (house.home.parent / f"{house.home.name}.log").read_text("utf-8")


def _reader(house: House, clerk: Client) -> Client:
    """Another window of the same browser."""
    reader = Client(house.base)
    for cookie in clerk.cookies:
        reader.cookies.set_cookie(cookie)
    return reader


def _kill_while(house: House, pid: int, table: str, state: str, subject: str) -> None:
    query = f"select 1 from {table} where id = ? and state = ?"
    until(lambda: house.value(query, identity(subject), state))
    worker: Any = house.worker(pid)
    os.kill(worker, signal.SIGKILL)
