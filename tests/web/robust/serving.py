"""A served home that can be killed anywhere, and browsers without a screen that ask it."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests import own_home

PATIENCE = 60.0  # seconds until what should happen has happened


@dataclass(frozen=True)
class Answer:
    """What came back: its status, where it stands, its text."""

    status: int
    path: str
    text: str


class Client:
    """A browser without a screen: keeps cookies, sends forms, follows redirects."""

    def __init__(self, base: str) -> None:
        self.base, self.cookies = base, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> Answer:
        return self._open(urllib.request.Request(self.base + address))

    def post(self, address: str, fields: Mapping[str, str], file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form as its page would."""
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        body, kind = multipart({"csrfmiddlewaretoken": str(token), **fields}, file)
        headers = {"Content-Type": kind, "Referer": f"{self.base}/"}
        return self._open(urllib.request.Request(self.base + address, body, headers))

    def sign_in(self, name: str, password: str) -> Client:
        """The same browser, signed in."""
        self.get("/sign-in/")
        assert self.post("/sign-in/", {"username": name, "password": password}).path != "/sign-in/"
        return self

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                path = urllib.parse.urlparse(answer.url).path
                return Answer(answer.status, path, answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            return Answer(error.code, request.selector, error.read().decode("utf-8", "replace"))


def multipart(fields: Mapping[str, str], file: tuple[str, bytes] | None) -> tuple[bytes, str]:
    """A form as bytes, and its content type."""
    edge, head = uuid.uuid4().hex, "Content-Disposition: form-data; name="
    body = "".join(f'--{edge}\r\n{head}"{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()).encode()
    if file:
        body += f'--{edge}\r\n{head}"file"; filename="{file[0]}"\r\n\r\n'.encode() + file[1] + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass
class House:
    """A home, the port on which it is served, and the browsers that stay open while it is not."""

    home: Path
    port: int = field(default_factory=free_port)
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, name: str) -> Client:
        """The browser in which that account of the sample is signed in."""
        if name not in self.clients:
            lines = (self.home / "accounts.txt").read_text("utf-8").splitlines()
            passwords = {user: word for _n, _r, user, word, _p in (line.split("\t") for line in lines)}
            self.clients[name] = Client(self.base).sign_in(name, passwords[name])
        return self.clients[name]

    @contextmanager
    def up(self, *, stop_at: str = "", **how: Any) -> Iterator[subprocess.Popen[bytes]]:
        """Its pages and its worker until the end of the block, or until they are killed."""
        line = [sys.executable, "-m", "xueheng", "serve", "--home", str(self.home), "--port", str(self.port)]
        how |= {"stdout": subprocess.PIPE, "env": own_home.around(self.home, XUEHENG_STOP_AT=stop_at)}
        place = self.home.parent / f"{self.home.name}.log"
        with place.open("ab") as log, subprocess.Popen(line, stderr=log, **how) as it:
            assert it.stdout is not None
            it.stdout.readline()  # said when the port is open
            try:
                yield it
            finally:
                it.terminate()

    def worker(self, pid: int) -> int | None:
        """The process that works for the pages' process; None between two of them."""
        found = Path(f"/proc/{pid}/task").glob("*/children")
        return next((int(child) for path in found for child in path.read_text().split()), None)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of its database, read beside the server."""
        return own_home.rows(self.home, query, *values)

    def value(self, query: str, *values: object) -> Any:
        """The first value of the first row; None without one."""
        return next(iter(self.rows(query, *values)), (None,))[0]

    def ailments(self) -> list[Any]:
        """What the doctor's command finds wrong with it."""
        line = [sys.executable, "-m", "xueheng", "doctor", "--json", "--home", str(self.home)]
        done = subprocess.run(line, capture_output=True, check=False, env=own_home.around(self.home))
        checks = json.loads(done.stdout)["checks"]
        return [found for room in checks.values() for found in room if found["grave"]]


def until(found: Callable[[], Any]) -> Any:
    """What is found, as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while not (held := found()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return held


def sample(home: Path) -> Path:
    """A home with the small county."""
    environment = own_home.around(home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    for command in (["xueheng", "init", "--home", str(home)], ["django", "sample", "--size", "small"]):
        subprocess.run([sys.executable, "-m", *command], env=environment, check=True, capture_output=True)
    return home


def copied(home: Path, place: Path) -> House:
    """A copy of a home that nobody serves yet."""
    return House(own_home.copied(home, place))


def identity(path: str) -> str:
    """The id in an address, as the database writes it."""
    found = re.search(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", path)
    assert found, path
    return found[0].replace("-", "")
