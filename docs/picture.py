"""Make docs/images/report.png again: the value-added report of the examples as a browser shows it.

`python docs/picture.py` needs playwright and a Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.of_run import write_report

DOCS = Path(__file__).resolve().parent
PUPILS = DOCS.parent / "examples" / "inner_london" / "pupils.csv"
PARAMS = {"outcome": "normexam", "prior": "standLRT", "school": "school"}
WIDTH, HEIGHT = 1280, 1500
LAUNCH = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def report(folder: Path) -> Path:
    """The report whose picture is taken."""
    declared = method("exam.value_added")
    params = parse_params(declared.params, PARAMS.items(), document={})
    run = run_method(declared, {"scores": PUPILS}, params=params, answers={})
    return write_report(run, folder, lang="zh")


def taken(page: Page, address: str, picture: Path) -> None:
    """The top of the page, once its charts have been drawn."""
    page.goto(address)
    page.wait_for_selector("canvas, svg")
    page.wait_for_timeout(1500)
    page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}, full_page=True)


def browser_path() -> str | None:
    """A Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def main(picture: Path) -> int:
    """Write the picture; 1 when there is no browser to take it with."""
    chromium = browser_path()
    if chromium is None:
        print("no Chromium was found", file=sys.stderr)
        return 1
    picture.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(LAUNCH))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        taken(page, report(Path(folder)).as_uri(), picture)
        browser.close()
    print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(DOCS / "images" / "report.png"))
