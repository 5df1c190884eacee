"""收表: a table goes out to the schools, comes back in every way, and is one Dataset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from tests.web.journeys import steps
from tests.web.journeys.workbooks import TYPE

TITLE, OWN, FIRST, NAME = (
    "教职工核对",
    "第二中学",
    5,
    5,
)  # the school of the head; where the first name stands


def filled(book: bytes, name: str) -> dict[str, object]:
    """The workbook of a school, the first name changed, under a name that says nothing."""
    copy, out = openpyxl.load_workbook(BytesIO(book)), BytesIO()
    copy.worksheets[0].cell(FIRST, NAME, name)
    copy.save(out)
    return {"name": "新建工作表.xlsx", "mimeType": TYPE, "buffer": out.getvalue()}


def renamed(books: dict[str, bytes]) -> dict[str, object]:
    """The other schools' workbooks in one zip file, under names that say nothing."""
    out = BytesIO()
    with ZipFile(out, "w") as pile:
        for at, (name, book) in enumerate(books.items()):
            if OWN not in name:
                pile.writestr(f"副本({at}).xlsx", book)
    return {"name": "交.zip", "mimeType": "application/zip", "buffer": out.getvalue()}


@pytest.fixture(scope="module")
def board(desks):
    """The address of a campaign whose workbooks lie ready."""
    page = desks.open("clerk", "/data/campaigns/new/?table=teachers")
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    said = {"title": TITLE, "basis": "教办函〔2026〕12号", "minutes": "20", "period": "2028", "due_on": due}
    for name, value in said.items():
        page.fill(f"main [name={name}]", value)
    steps.ask(page, "发给学校")
    return page.url


@pytest.fixture(scope="module")
def books(desks, board):
    """All workbooks, as the clerk downloads them."""
    page = desks.open("clerk", board)
    with page.expect_download() as taken:
        page.click("text=下载全部工作簿")
    with ZipFile(Path(taken.value.path())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def hand_in(page, book: bytes, name: str) -> str:
    """What the school's page says of a workbook with that name in it."""
    page.set_input_files("[name=file]", filled(book, name))
    page.click("text=交回并检查")
    page.wait_for_selector("#answer section:not(:has(progress))")
    return str(page.inner_text("main"))


def test_a_table_goes_out_comes_back_and_is_one_dataset(desks, board, books):
    own = next(book for name, book in books.items() if OWN in name)
    head = desks.open("head", "/", width=360)
    head.click(f"main :text('{TITLE}') >> xpath=ancestor::section >> text=去办理")
    assert "有 1 处错误" in hand_in(head, own, "1+2")
    clerk = desks.open("clerk", board)
    steps.ask(clerk, re.compile("^退回有问题的"))
    head.reload()
    assert "已退回" in head.inner_text("main")
    assert head.get_by_text("下载标红的原表").is_visible()
    known = openpyxl.load_workbook(BytesIO(own)).worksheets[0].cell(FIRST, NAME).value
    assert "和上一版比" in hand_in(head, own, known)
    clerk.set_input_files("[name=file]", renamed(books))
    steps.ask(clerk, "交给平台检查")
    steps.ask(clerk, re.compile("^收下没有问题的"))
    assert clerk.get_by_text("核对并汇总").is_visible()
    clerk.click("text=核对并汇总")
    steps.ask(clerk, "汇总入库")
    assert "各校的表已汇总为一份数据" in clerk.inner_text("main")
