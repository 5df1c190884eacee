"""A clerk's and a leader's work without a mouse."""

from __future__ import annotations

from tests.web.journeys import steps


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")


def tab_to(page, words):
    """Press Tab until what is focused says so; at most 80 times."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in focused(page):
            return
    raise AssertionError(f"not reached by Tab: {words}")


def test_signing_in_and_agreeing_needs_no_mouse(desks, committed):
    run = steps.start(desks.open("clerk", committed), title="用键盘复核", rehearsal=False)
    page = desks.open("public", "/sign-in/")
    page.keyboard.type("approver")
    page.keyboard.press("Tab")
    page.keyboard.type(desks.world.passwords["approver"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desks.world.base}/")
    for words in ("复核", "用键盘复核"):
        tab_to(page, words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, "remark")
    page.keyboard.type("同意。")
    tab_to(page, "同意")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "已封存" in desks.open("clerk", run).inner_text("main")


def test_the_first_tab_skips_to_the_content(desks):
    page = desks.open("clerk", "/data/")
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_slash_leads_to_the_search_box(desks):
    page = desks.open("clerk", "/data/")
    page.keyboard.press("/")
    page.keyboard.type("第二中学")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "青山县第二中学" in page.inner_text("main")
