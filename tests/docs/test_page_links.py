"""Every relative link and every image leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")],
    key=lambda p: p.as_posix(),
)
FENCE = re.compile(r"```.*?```", re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def links(page: Path) -> list[str]:
    found = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return [link for link in found if "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_links_only_to_what_is_there(page: Path):
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_the_readme_shows_a_picture_of_a_report():
    picture = ROOT / "docs" / "images" / "report.png"
    assert picture.read_bytes()[:4] == b"\x89PNG"
    assert picture.stat().st_size < 300_000
