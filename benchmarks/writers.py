"""Eight writers at once beside the served pages: uploads, tasks, approvals, audit; nothing lost.

Run with `python -m benchmarks.writers [--seconds 60]`, from the root of the repository: first on SQLite, then
on a PostgreSQL of its own. Every act that was acknowledged is looked for afterwards.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import Any

WRITERS, SECONDS = 8, 60
ROWS = {  # where an act that was acknowledged is found
    "upload": "intake_upload where label = ?",
    "page": "intake_upload where label = ?",
    "task": "flows_task where outcome = 'done' and key = ?",
    "approval": "flows_approval where state = 'approved' and subject_id = ?",
    "audit": "audit_entry where subject_kind = 'benchmark' and subject_id = ?",
}


@dataclass(frozen=True)
class Told:
    """What all writers together have said and what the database says of it."""

    acts: int
    lost: int
    errors: list[str]
    seconds: float
    p50: float
    p99: float
    worst: float
    is_healthy: bool


def write(number: int, seconds: float) -> dict[str, Any]:
    """One writer: act after act until the time is over; what was acknowledged, what was refused, how long."""
    acts, done, errors, took = _acts(number), [], [], []
    end = monotonic() + seconds
    for n, kind in enumerate(cycle(acts)):
        if monotonic() > end:
            break
        name, start = f"w{number}-{n}", perf_counter()
        try:
            acts[kind](name)
        except Exception as error:  # noqa: BLE001 (whatever a writer would be shown)
            errors.append(f"{kind}: {error!r}")
        else:
            done.append((kind, name))
        took.append(perf_counter() - start)
    return {"done": done, "errors": errors, "took": took}


def _acts(number: int) -> dict[str, Callable[[str], object]]:
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from xueheng.apps.audit.services import record
    from xueheng.apps.flows import services as flows
    from xueheng.apps.flows.handlers import on_decided
    from xueheng.apps.intake import services as intake
    from xueheng.apps.roster.actor import system
    from xueheng.apps.roster.queries import account_named, actor_of, org
    from xueheng.standards.words import Words

    today = timezone.localdate()
    now, title, machine = timezone.now, Words("基准", "benchmark"), system("benchmark")
    clerk, approver = (actor_of(account_named(name), today) for name in ("clerk", "approver"))
    county = org(clerk, "data.upload", "430299")
    on_decided("benchmark")(lambda *_told: None)

    def upload(name: str) -> None:
        file = SimpleUploadedFile("a.csv", f"学校,学段,学生数\n{name},小学,90\n".encode())
        said = {"table": "school_resources", "org": county, "period": "2031", "label": name}
        intake.receive(file, **said, actor=clerk, now=now())

    def task(name: str) -> None:
        told = {"job": "benchmark", "title": title, "org": county, "role": "section_clerk"}
        flows.open_task(name, **told, due_on=today, actor=machine, now=now())
        flows.finish_task(name, actor=clerk, now=now())

    def approval(name: str) -> None:
        told = {"title": title, "org": county, "permission": "runs.approve"}
        asked = flows.ask_approval("benchmark", name, **told, actor=clerk, now=now())
        flows.decide(asked.pk, agreed=True, actor=approver, now=now())

    def audit(name: str) -> None:
        record(clerk.label, "benchmark", subject=("benchmark", name), now=now())

    return {"upload": upload, "task": task, "approval": approval, "audit": audit}


@contextmanager
def clicking(house: Any) -> Iterator[dict[str, list[Any]]]:
    """A clerk's browser sends files through the pages until the end of the block."""
    from tests.web.robust import acts

    said: dict[str, list[Any]] = {"done": [], "errors": [], "took": []}
    clerk, ended = house.client("clerk"), Event()

    def click() -> None:
        while not ended.is_set():
            name, start = f"page-{len(said['took'])}", perf_counter()
            answer = acts.send(clerk, acts.resources(), label=name)
            said["took"].append(perf_counter() - start)
            if answer.status == 200:
                said["done"].append(("page", name))
            else:
                said["errors"].append(f"page: {answer.status}")

    thread = Thread(target=click)
    thread.start()
    yield said
    ended.set()
    thread.join()


def measured(home: Path, seconds: float) -> Told:
    """What eight writers and a browser achieve on a home with the small county."""
    from tests.own_home import around, rows
    from tests.web.robust.serving import House

    house = House(home)
    line = [sys.executable, "-m", "benchmarks.writers", "--seconds", str(seconds), "--writer"]
    environment = around(home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    with house.up(), clicking(house) as clicked:
        several = [
            subprocess.Popen([*line, str(n)], env=environment, stdout=subprocess.PIPE) for n in range(WRITERS)
        ]
        said = [json.loads(one.communicate()[0]) for one in several]
    said.append(clicked)
    done = [act for one in said for act in one["done"]]
    lost = sum(rows(home, f"select count(*) from {ROWS[kind]}", name) != [(1,)] for kind, name in done)
    slow = sorted(t for one in said for t in one["took"])
    p50, p99 = slow[len(slow) // 2], slow[int(len(slow) * 0.99)]
    errors = [error for one in said for error in one["errors"]]
    return Told(len(done), lost, errors, seconds, p50, p99, slow[-1], not house.ailments())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--writer", type=int)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    if options.writer is not None:
        print(json.dumps(write(options.writer, options.seconds)))
    elif options.database:
        _one(options.database, options.seconds)
    else:
        for name in ("sqlite", "postgresql"):
            line = [sys.executable, "-m", "benchmarks.writers", "--database", name]
            environment = os.environ | {"XUEHENG_TEST_DATABASE": name}
            subprocess.run([*line, "--seconds", str(options.seconds)], env=environment, check=True)


def _one(name: str, seconds: float) -> None:
    from tests.postgres import offer
    from tests.web.robust.serving import sample

    offer()
    with TemporaryDirectory() as folder:
        told = measured(sample(Path(folder) / "home"), seconds)
    print(f"{name}: {WRITERS} writers and the pages, {told.seconds:.0f} s")
    print(f"  acts acknowledged {told.acts}, {told.acts / told.seconds:.0f} a second, lost {told.lost}")
    print(
        f"  an act: median {told.p50 * 1000:.0f} ms, 99 % {told.p99 * 1000:.0f} ms, worst {told.worst:.2f} s"
    )
    print(f"  errors {len(told.errors)} {told.errors[:3]}, healthy afterwards: {told.is_healthy}")


if __name__ == "__main__":
    main()
