"""平台: the example county built, every page of every role, and 50,000 rows brought in through the web.

Run with `python -m benchmarks.platform`. The pages and the worker are processes of their own, asked over
loopback by one client; bars: 90 s to build, 1 s a page, 60 s for the import. `--size small` for a quick look.
"""

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.inspect_files import PUPILS, roster

PORT = 8967
BASE = f"http://127.0.0.1:{PORT}"
LINK = re.compile(r'href="(/[^"#]*)"')
DOUBT = re.compile(r'name="row" value="([^"]*)"')
FILES = re.compile(r"/(export|bundle|file|marked|template|static)/|\.(csv|xlsx|parquet|zip)")
ELSEWHERE = "430298"  # so that no new pupil shares a number with those of the example county
PAGES, BAR_BUILD, BAR_PAGE, BAR_IMPORT = 60, 90, 1.0, 60


class Client:
    """A browser without a screen: keeps cookies, sends forms."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> str:
        with self.opener.open(urllib.parse.urljoin(BASE, address), timeout=120) as answer:
            return answer.read().decode("utf-8", "replace")

    def post(self, address: str, fields: dict[str, str], file: Path | None = None) -> tuple[str, str]:
        """Where the answer stands, and what it says."""
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        body, kind = _multipart({"csrfmiddlewaretoken": token, **fields}, file)
        headers = {"Content-Type": kind, "Referer": BASE}
        request = urllib.request.Request(urllib.parse.urljoin(BASE, address), body, headers)
        with self.opener.open(request, timeout=600) as answer:
            return urllib.parse.urlparse(answer.url).path, answer.read().decode("utf-8", "replace")

    def sign_in(self, name: str, password: str) -> str:
        self.get("/sign-in/")
        return self.post("/sign-in/", {"username": name, "password": password})[1]


def _multipart(fields: dict[str, str], file: Path | None) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    ]
    body = "".join(parts).encode()
    if file:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        body += head.encode() + file.read_bytes() + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The pages and the worker, until we are done; the number of their process."""
    line = [sys.executable, "-m", "xueheng", "serve", "--home", str(home), "--port", str(PORT)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        try:
            if not process.stdout.readline():
                raise SystemExit("the pages could not be served")
            yield process.pid
        finally:
            process.terminate()


def build(home: Path, size: str) -> None:
    """Bar: 90 seconds for a county."""
    platform = os.environ | {"XUEHENG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "xueheng.project.settings"}
    xueheng = [sys.executable, "-m", "xueheng"]
    start = perf_counter()
    subprocess.run([*xueheng, "init", "--home", str(home)], capture_output=True, check=True)
    sample = [sys.executable, "-m", "django", "sample", "--size", size]
    subprocess.run(sample, capture_output=True, check=True, env=platform)
    print(f"the {size} built: {perf_counter() - start:.1f} s (bar {BAR_BUILD})")
    demo = [*xueheng, "demo", "--no-serve", "--size", size, "--home", str(home)]
    subprocess.run(demo, capture_output=True, check=True)
    start = perf_counter()
    subprocess.run(demo, capture_output=True, check=True)
    print(f"a second start of the demonstration: {perf_counter() - start:.1f} s")


def pages(home: Path) -> None:
    """Bar: each page 1 second; the links of a role's first pages are followed two steps."""
    slowest: list[tuple[float, str, str]] = []
    for name, password in accounts(home):
        client = Client()
        first = client.sign_in(name, password)
        todo, seen = list(_links(first)), set()
        while todo and len(seen) < PAGES:
            address = todo.pop(0)
            if address in seen:
                continue
            seen.add(address)
            start = perf_counter()
            text = client.get(address)
            slowest.append((perf_counter() - start, name, address))
            todo += [a for a in _links(text) if a not in seen]
        print(f"  {name}: {len(seen)} pages")
    slowest.sort(reverse=True)
    print(
        f"{len(slowest)} pages: slowest {slowest[0][0]:.2f} s (bar {BAR_PAGE}), "
        f"median {slowest[len(slowest) // 2][0]:.3f} s"
    )
    for seconds, name, address in slowest[:5]:
        print(f"  {seconds:.2f} s {name} {address}")


def _links(text: str) -> Iterator[str]:
    for address in LINK.findall(text):
        if not FILES.search(address):
            yield address.replace("&amp;", "&")


def accounts(home: Path) -> list[tuple[str, str]]:
    """The names and passwords that the example county has printed."""
    lines = (home / "accounts.txt").read_text("utf-8").splitlines()
    return [(line.split("\t")[2], line.split("\t")[3]) for line in lines]


def imported(home: Path, folder: Path) -> None:
    """Bar: 60 seconds from the click to the Dataset."""
    known = dict(accounts(home))
    client = Client()
    client.sign_in("clerk", known["clerk"])
    file = roster(folder / "students.xlsx", PUPILS, region=ELSEWHERE)
    with sqlite3.connect(home / "xueheng.sqlite3") as base:
        code = base.execute("select code from roster_org where kind = 'county'").fetchone()[0]
    start = perf_counter()
    fields = {"table": "students", "org": code, "period": "2031-09-01", "label": "benchmark"}
    address, text = client.post("/data/upload/", fields, file)
    while f"{address}commit/" not in text:
        if perf_counter() - start > 5 * BAR_IMPORT:
            raise SystemExit(f"{PUPILS} rows could not be committed: look at {BASE}{address}")
        for row in sorted(set(DOUBT.findall(text))):  # namesakes born on one day: they are others
            client.post(f"{address}person/", {"row": row, "person": ""})
        sleep(0.5)
        text = client.get(address)
    read = perf_counter() - start
    where, _ = client.post(f"{address}commit/", {})
    spent = perf_counter() - start
    print(
        f"import of {PUPILS} x 20 through the web: read {read:.1f} s, "
        f"in all {spent:.1f} s (bar {BAR_IMPORT}), {where}"
    )


def memory(process: int) -> None:
    """The most memory that the pages and the worker have held, where the system tells (Linux)."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(FileNotFoundError, ProcessLookupError):
            held = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            if str(process) in (held["Pid"], held["PPid"]) and "VmHWM" in held:
                print(f"  most memory of process {held['Pid']}: {int(held['VmHWM'].split()[0]) // 1024} MB")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--size", default="county")
    options.add_argument("--home", type=Path)
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        home = chosen.home or Path(folder, "home")
        build(home, chosen.size)
        with served(home) as process:
            pages(home)
            memory(process)
            imported(home, Path(folder))
            memory(process)


if __name__ == "__main__":
    main()
