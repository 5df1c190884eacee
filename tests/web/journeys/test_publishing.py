"""Who reads what is published: everybody, a head, a parent; and nobody once it is taken down."""

from __future__ import annotations

from tests.web.journeys import steps

PUBLIC = "2027年优质均衡（public）"


def test_everybody_reads_the_public_page_without_an_account(desks, published):
    page = desks.open("public", "/public/")
    page.click(f"text={PUBLIC}")
    page.wait_for_selector(".plot svg, .plot canvas")
    assert "差异系数" in page.inner_text("main")


def test_the_public_page_names_no_school_for_blame(desks, published):
    page = desks.open("public", "/public/")
    page.click(f"text={PUBLIC}")
    assert "▼" not in page.inner_text("main")


def test_a_head_reads_the_own_school_and_no_other(desks, published):
    page = desks.open("head", "/")
    page.click("text=青山县第二中学一校一页")
    assert "青山县第二中学 · 一校一页" in page.inner_text("main")
    page.goto("/people/school/2143990001/one-page/")
    assert "城关镇第一小学" not in page.content()


def test_a_head_reads_the_page_that_was_published_for_the_own_school(desks, published):
    page = desks.open("head", "/people/")
    page.click("main >> text=第二中学")
    page.click("text=2027年优质均衡（schools）")
    said = page.inner_text("main")
    assert "青山县第二中学" in said
    assert "城关镇第一小学" not in said


def test_a_parent_reads_of_own_children_and_the_public_figures_on_a_phone(desks, published):
    page = desks.open("parent", "/", width=360)
    names = page.locator("main .card h2, main .card h3").all_inner_texts()
    assert 1 <= len(names) <= 4
    page.click(f"text=看{names[0]}的学籍")
    assert f"{names[0]}现在在" in page.inner_text("main")
    assert PUBLIC in page.inner_text("main")


def test_a_parent_does_not_reach_another_child(desks):
    page = desks.open("parent", "/")
    own = {link.get_attribute("href") for link in page.locator("main a[href*='/family/child/']").all()}
    other = next(f"/family/child/{n}/" for n in range(1, 99) if f"/family/child/{n}/" not in own)
    page.goto(other)
    assert "没有找到这个孩子" in page.inner_text("main")


def test_what_is_taken_down_is_gone_and_says_why(desks, sealed):
    at = steps.publish(desks, sealed, "families", title="只给家长看几分钟")
    leader = desks.open("leader", at)
    leader.click("summary:has-text('撤下这次发布')")
    leader.fill("#reason", "数据有误，更正后再公布。")
    with leader.expect_navigation():
        leader.get_by_role("button", name="撤下", exact=True).click()
    assert "已撤下" in leader.inner_text("main")
    assert "只给家长看几分钟" not in desks.open("parent", "/family/").inner_text("main")
