"""Chinese until the reader switches; then English, all of it but names and data."""

from __future__ import annotations

import re
import sqlite3

import pytest

ENGLISH = re.compile(r"(?:[A-Za-z]{2,}[ ,]+){3,}[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PLACES = [
    ("leader", ["/", "/data/", "/results/", "/people/", "/people/census/", "/approvals/", "/tasks/"]),
    ("clerk", ["/", "/data/upload/", "/data/upload/?table=scores", "/results/new/", "/search/?q=x"]),
    ("clerk", ["/results/new/?method=balance.standard", "/results/new/?method=exam.quality", "/nowhere/"]),
    ("inspector", ["/audit/", "/accounts/"]),
    ("admin", ["/", "/accounts/"]),
    ("head", ["/", "/people/pupils/", "/people/school/3443990006/one-page/"]),
    ("teacher", ["/", "/tasks/"]),
    ("parent", ["/family/"]),
    ("public", ["/public/", "/public/verify/", "/sign-in/", "/activate/"]),
]
NAMED = [  # what people and files are called, by table
    "SELECT name, short_name, town FROM roster_org",
    "SELECT name, '' FROM roster_person",
    "SELECT title, '' FROM runs_run",
    "SELECT file_name, label FROM intake_upload",
    "SELECT one.value ->> 'name', '' FROM intake_dataset, json_each(columns) AS one",
]
HEADINGS = "h1, h2, h3, figcaption, caption, th, button, summary, .tabs a, .kpi small, legend"
SPOKEN = """() => {
  const found = [], words = ["placeholder", "aria-label", "title", "alt"];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, code, [lang]:not(html)")) found.push(walker.currentNode.data);
  }
  for (const one of document.querySelectorAll("[placeholder], [aria-label], [title], [alt]"))
    found.push(...words.map((word) => one.getAttribute(word) || ""));
  return found.map((text) => text.trim()).filter(Boolean);
}"""


@pytest.fixture(scope="session")
def names(world):
    """Everything that the world calls somebody or something, in one text."""
    with sqlite3.connect(world.home / "xueheng.sqlite3") as held:
        found = [cell for query in NAMED for row in held.execute(query) for cell in row if cell]
    return "\n".join(found)


def said(page, addresses):
    """What these pages say, each text with its address."""
    for address in addresses:
        page.goto(address)
        for text in page.evaluate(SPOKEN):
            yield address, text


@pytest.mark.parametrize(("role", "addresses"), PLACES)
def test_a_chinese_page_says_no_english_sentence(desks, role, addresses):
    page = desks.open(role)
    assert [(at, text) for at, text in said(page, addresses) if ENGLISH.search(text)] == []


@pytest.mark.parametrize(("role", "addresses"), PLACES)
def test_an_english_page_says_nothing_chinese_but_names(desks, names, role, addresses):
    page = desks.open(role)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": desks.world.base}])
    foreign = [(at, run) for at, text in said(page, addresses) for run in CHINESE.findall(text)]
    assert {(at, run) for at, run in foreign if run not in names} == set()


def test_the_switch_is_a_button_and_stays(desks):
    page = desks.open("public", "/public/")
    assert page.inner_text("h1") == "公开信息"
    page.click("button:has-text('English')")
    page.goto("/public/verify/")
    assert not CHINESE.search(page.inner_text("h1"))


def test_a_report_is_read_in_english_too(desks, names, sealed):
    page = desks.open("leader")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": desks.world.base}])
    page.goto(f"{sealed}report/")
    headed = page.locator("main").locator(HEADINGS).all_text_contents()
    assert {run for text in headed for run in CHINESE.findall(text) if run not in names} == set()
