import re
import shutil

import pytest

from xueheng.reports.pages.html import write

CHROMIUM = shutil.which("chromium")
WIDTHS = [360, 1280]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")


@pytest.fixture
def visit(browser, report, tmp_path):
    """Opens the report; the page carries what it complained about and what it asked for."""
    path = write(report, tmp_path, lang="zh")
    contexts = []

    def open_(width, *, script=True):
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_silent_and_asks_nobody(visit, width):
    page = visit(width)
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_the_page(visit, width):
    page = visit(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_each_chart_is_drawn_as_wide_as_its_place(visit, width, report):
    drawn = visit(width).evaluate(
        "[...document.querySelectorAll('.plot')].map(p => [...p.querySelectorAll('svg')]"
        ".every(s => s.querySelector('path, rect') && s.getBoundingClientRect().right <= innerWidth))"
    )
    assert drawn == [True] * len(report.sections[1].blocks)


def test_every_name_of_a_long_list_is_written(visit, report):
    names = report.sections[1].blocks[6].names
    texts = visit(360).locator(".plot").nth(6).locator("svg text").all_text_contents()
    assert set(names) <= set(texts)


def test_charts_are_laid_out_anew_when_the_window_changes(visit):
    page = visit(1280)
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".plot[data-width='336']").nth(7).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_charts_take_the_width_of_the_paper_and_the_rows_unfold(visit):
    page = visit(1280)
    page.emulate_media(media="print")
    page.locator(".plot[data-width='680']").nth(7).wait_for()
    assert page.locator("figure.table tbody tr").last.is_visible()
    assert page.locator("details.twin").first.is_hidden()


def test_folded_rows_open_by_a_button(visit):
    page = visit(1280)
    last = page.locator("figure.table tbody tr").last
    assert last.is_hidden()
    page.get_by_role("button", name="显示全部 65 行").click()
    assert last.is_visible()


def test_without_scripts_every_row_and_every_value_is_there(visit):
    page = visit(360, script=False)
    assert page.locator("figure.table tbody tr").last.is_visible()
    assert all(table.is_visible() for table in page.locator("details table").all())


def test_the_keyboard_reaches_the_text_first(visit):
    page = visit(1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#text$"))


def test_paper_holds_the_whole_report(visit):
    assert visit(1280).pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 3
