"""What people do, step by step, as they do it: by the words on the page."""

from __future__ import annotations

import re
from typing import Any


def upload_address(period: str) -> str:
    """The form for school resources of that period."""
    return f"/data/upload/?table=school_resources&period={period}"


def send(page: Any, file: Any) -> None:
    """A file is sent in and has been read."""
    page.set_input_files("[name=file]", file)
    page.click("text=上传并检查")
    page.wait_for_url(re.compile("/data/upload/[0-9a-f-]{36}/"))
    page.wait_for_selector("main:not(:has(progress))")


def repair(page: Any) -> None:
    """The question is answered, the offered repair taken, and the impossible number put right."""
    _press(page, "读入")
    _press(page, "改为“教学点”")
    page.fill("li:has-text('-48') [name=value][type=text]", "48")
    with page.expect_navigation():
        page.press("li:has-text('-48') [name=value][type=text]", "Enter")
    page.wait_for_selector("main:not(:has(progress))")


def commit(page: Any) -> str:
    """The rows are committed; where the Dataset stands."""
    _press(page, re.compile("行入库$"))
    page.wait_for_url(re.compile("/data/[0-9a-f-]{36}/"))
    return str(page.url)


def start(page: Any, *, title: str, rehearsal: bool) -> str:
    """A run of the balance on the Dataset of this page has been carried out; where it stands."""
    page.click("text=用它运算")
    page.click("main a:has-text('均衡标准核对')")
    page.check(f"label:has-text('{'先试算' if rehearsal else '正式算'}')")
    page.fill("[name=title]", title)
    page.select_option("[name=param_standard]", "yzjh-2017")
    page.click("text=开始运算")
    page.wait_for_url(re.compile("/results/[0-9a-f-]{36}/"))
    page.wait_for_selector("main:not(:has(progress))")
    return str(page.url)


def agree(page: Any, way: str) -> None:
    """The second person goes the way to the decision, and agrees."""
    page.click(f"main >> text={way}")
    page.fill("[name=remark]", "数据核对无误。")
    _press(page, "同意")


def publish(desks: Any, run: str, audience: str, *, title: str) -> str:
    """The clerk asks to show the result to an audience and the leader agrees; where that stands."""
    page = desks.open("clerk", f"{run}publish/?audience={audience}")
    page.fill("[name=title]", title)
    page.fill("[name=title_en]", f"Balance 2027 ({audience})")
    _press(page, "提出发布")
    agree(desks.open("leader", page.url), "去批准")
    return str(page.url)


def ask(page: Any, words: Any) -> None:
    """A button of a campaign is pressed, and the worker has done what it asks for."""
    _press(page, words)
    page.wait_for_selector("#moving:not(:has(progress))", state="attached")


def _press(page: Any, words: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_selector("main:not(:has(progress))")
