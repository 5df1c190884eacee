"""The generated county as a bureau would have it: a home of its own, a real server, a real worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.web.robust.serving import House, sample

STAFF = ("leader", "clerk", "approver", "researcher", "inspector", "admin", "head", "teacher")
ROLES = (*STAFF, "parent", "public")
PHONE, SCREEN = 360, 1280


@dataclass(frozen=True)
class World:
    """Where the pages are, where the files lie, and who may sign in."""

    base: str
    home: Path
    passwords: dict[str, str]


@contextmanager
def served(home: Path) -> Iterator[World]:
    """The small county in a home, its pages served until the end."""
    house = House(sample(home))
    lines = (home / "accounts.txt").read_text("utf-8").splitlines()
    passwords = {name: password for _n, _r, name, password, _p in (line.split("\t") for line in lines)}
    with house.up():
        yield World(house.base, home, passwords)


@dataclass
class Desks:
    """Browsers in which somebody of the county is signed in; what their pages complained about."""

    browser: Any
    world: World
    states: dict[str, Any] = field(default_factory=dict)
    contexts: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, role: str, address: str = "/", *, width: int = SCREEN, **how: Any) -> Any:
        """A page of that role; the browser says that it prefers English, which decides nothing."""
        if role != "public" and role not in self.states:
            self.states[role] = self._signed_in(role)
        page = self._page(storage_state=self.states.get(role), width=width, **how)
        page.goto(address)
        return page

    def _signed_in(self, role: str) -> Any:
        page = self._page(storage_state=None, width=SCREEN)
        page.goto("/sign-in/")
        page.fill("[name=username]", role)
        page.fill("[name=password]", self.world.passwords[role])
        page.click("main button.btn")
        return page.context.storage_state()

    def _page(self, *, width: int, **how: Any) -> Any:
        size = {"width": width, "height": 800}
        context = self.browser.new_context(base_url=self.world.base, viewport=size, locale="en-US", **how)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        listen(page, self.complaints.append)
        return page

    def close(self) -> None:
        """Every browser is closed."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def listen(page: Any, told: Callable[[str], None]) -> None:
    """Whatever goes wrong around a page is told: scripts, refusals of the policy, files not found."""
    page.on("console", lambda m: m.type in ("error", "warning") and _is_own(m.text) and told(m.text))
    page.on("pageerror", lambda error: told(str(error)))
    page.on("response", lambda r: r.status >= 400 and not _is_page(r) and told(f"{r.status} {r.url}"))


def _is_own(text: str) -> bool:
    return not text.startswith("Failed to load resource")  # told by the response itself


def _is_page(response: Any) -> bool:
    return bool(response.request.resource_type == "document")
