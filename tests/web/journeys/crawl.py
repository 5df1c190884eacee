"""Every page that a role comes to by following links, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from tests.web.journeys.world import PHONE, SCREEN, Desks

ENOUGH = 25  # pages of a role
GRAVE = ("serious", "critical")
FILES = re.compile(
    r"/(export|marked|file|bundle|template|workbook|workbooks|reds)/|\.(csv|xlsx|parquet|pdf|docx|zip|json)$|format="
)
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+(-\w+)*")
FIRST = {"public": ("/public/", "/sign-in/", "/activate/")}
DRAWN = """() => new Promise((done) => {
  const held = [...document.querySelectorAll(".panels")];
  const fits = () => held.every((one) => one.scrollWidth <= one.clientWidth + 1);
  const look = (left) => (left && !fits() ? requestAnimationFrame(() => look(left - 1)) : done());
  look(120);
})"""
LINKS = "links => links.filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))"


@dataclass(frozen=True)
class Visit:
    """A page as a role saw it."""

    role: str
    address: str
    status: int
    too_wide: tuple[int, ...] = ()
    violations: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass
class Crawl:
    """Visits of every role; a page that one role had judged by axe is not judged again for the next."""

    desks: Desks
    judged: set[str] = field(default_factory=set)

    def of(self, role: str) -> Iterator[Visit]:
        """The pages of a role, each kind of page once."""
        waiting, known = list(FIRST.get(role, ("/",))), set[str]()
        page = self.desks.open(role)
        while waiting and len(known) < ENOUGH:
            address = waiting.pop(0)
            kind = NUMBERS.sub("*", urlsplit(address).path)
            if kind not in known:
                known.add(kind)
                yield self._visit(page, role, address, kind)
                waiting += list(_links(page))

    def _visit(self, page: Any, role: str, address: str, kind: str) -> Visit:
        self.desks.complaints.clear()
        answer = page.goto(address)
        is_new, wide, found = kind not in self.judged, [], []
        self.judged.add(kind)
        complaints = tuple(self.desks.complaints)
        for width in (PHONE, SCREEN):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(DRAWN)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(width)
            found += _violations(page) if is_new else []
        self.desks.complaints.clear()  # axe brings scripts and styles of its own, which the policy refuses
        return Visit(role, address, answer.status, tuple(wide), tuple(found), complaints)


def _links(page: Any) -> Iterator[str]:
    for link in page.eval_on_selector_all("a[href]", LINKS):
        address = urlsplit(link)
        if not address.netloc and address.path and not FILES.search(link):
            yield link if link.startswith("/") else page.url.partition("?")[0] + link


def _violations(page: Any) -> Iterator[str]:
    for found in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        if found["impact"] in GRAVE:
            yield f"{found['id']}: {found['nodes'][0]['html'][:120]}"
