"""Make docs/images/page-*.png again: pages of the generated county as a browser shows them.

`python docs/page_pictures.py HOME` with `xueheng serve` running on that home needs playwright, Pillow and a
Chromium; `--address` where it is not http://127.0.0.1:8000.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from picture import LAUNCH, browser_path
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
COLOURS = 64  # enough for pages of text and keeps a picture small


@dataclass(frozen=True)
class Shot:
    """A page: who opens it, the links on the way to it, and how much of it is taken."""

    name: str
    account: str
    start: str
    links: tuple[str, ...]
    size: tuple[int, int]


SHOTS = (
    Shot("desk", "clerk", "/", (), (1100, 860)),
    Shot("upload", "clerk", "/data/", ("成绩表 · 青山县",), (1100, 900)),
    Shot("one-page", "head", "/", ("看本校一页",), (1100, 820)),
    Shot("class", "teacher", "/", ("九年级（1）班",), (390, 844)),
)


def passwords(home: Path) -> dict[str, str]:
    """The password of each account that the demonstration printed."""
    lines = (home / "accounts.txt").read_text("utf-8").splitlines()
    return {fields[2]: fields[3] for fields in (line.split("\t") for line in lines)}


def signed_in(browser: Browser, address: str, shot: Shot, password: str) -> Page:
    """The first page of the account, as wide as the picture will be."""
    width, height = shot.size
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", shot.account)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, address: str, shot: Shot, picture: Path) -> None:
    """The page at the end of the way, with few colours."""
    page.goto(address + shot.start)
    for link in shot.links:
        page.click(f"main a:has-text('{link}')")
        page.wait_for_load_state("networkidle")
    with TemporaryDirectory() as folder:
        whole = Path(folder, "whole.png")
        page.screenshot(path=whole)
        Image.open(whole).convert("RGB").quantize(COLOURS).save(picture, optimize=True)
    print(f"{picture.name}: {picture.stat().st_size:,} bytes")


def main() -> None:
    """Write every picture."""
    options = argparse.ArgumentParser()
    options.add_argument("home", type=Path)
    options.add_argument("--address", default="http://127.0.0.1:8000")
    asked = options.parse_args()
    known = passwords(asked.home)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=list(LAUNCH))
        for shot in SHOTS:
            page = signed_in(browser, asked.address, shot, known[shot.account])
            take(page, asked.address, shot, IMAGES / f"page-{shot.name}.png")
        browser.close()


if __name__ == "__main__":
    main()
