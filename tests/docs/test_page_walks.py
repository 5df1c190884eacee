"""Every command that a page gives works as it is written, and prints what the page says."""

from pathlib import Path

import pytest
from walks import ROOT, steps, walk

PAGES = sorted(
    p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if any(s.kind == "run" for s in steps(p))
)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_can_be_followed_as_written(page: Path, tmp_path: Path):
    assert walk(page, tmp_path) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/tutorial/first-report.md"])
def test_a_first_page_has_a_walk(name: str):
    assert ROOT / name in PAGES
