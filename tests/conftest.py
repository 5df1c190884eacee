"""What all tests share."""

import shutil
from itertools import count
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
from hypothesis import settings
from tests.postgres import CHOSEN, use_postgresql

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile("shared_machine", deadline=None)
settings.load_profile("shared_machine")


def pytest_configure(config):
    """The platform's tests run on PostgreSQL where the environment says so."""
    if CHOSEN:
        use_postgresql()


@pytest.fixture(scope="session")
def write(tmp_path_factory):
    """Write text or bytes as a file of that name in a folder of its own."""
    base, number = tmp_path_factory.mktemp("files"), count()

    def written(name, content) -> Path:
        folder = base / str(next(number))
        folder.mkdir()
        data = content if isinstance(content, bytes) else dedent(content).encode()
        (folder / name).write_bytes(data)
        return folder / name

    return written


@pytest.fixture(scope="session")
def workbook(write):
    """Write a workbook of sheets, each a list of rows."""

    def saved(sheets, name="table.xlsx") -> Path:
        path = write(name, b"")
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
        return path

    return saved


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for all pages; it talks to nobody."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()
