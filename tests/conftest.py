"""What all tests share."""

import gc
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

# Each of these folders and files makes something costly once: one worker carries out all of it.
SHARING = {"journeys", "robust", "security"}
SHARING |= {"test_demo.py", "test_platform.py", "test_restore.py", "test_at_once.py", "test_budgets.py"}
LONG = {"journeys", "robust", "docs", "cli"}  # they serve and run processes, and touch no test database

settings.register_profile("shared_machine", deadline=None, max_examples=50)
settings.load_profile("shared_machine")


def pytest_configure(config):
    """The platform's tests run on PostgreSQL where the environment says so."""
    if CHOSEN:
        use_postgresql()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Groups stand before the workers are told; what is long begins first, so that none waits at the end."""
    for item in items:
        for name in SHARING.intersection(_place(item)):
            item.add_marker(pytest.mark.xdist_group(name))
    told = yield
    items.sort(key=lambda item: LONG.isdisjoint(_place(item)))
    return told


def _place(item):
    """The folders and the file of a test, from the root of the tests."""
    return item.nodeid.partition("::")[0].split("/")


def pytest_collection_finish():
    """The thousands of tests are not looked through again whenever memory is tidied."""
    gc.collect()
    gc.freeze()


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

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # its loop runs where the database is asked
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()
