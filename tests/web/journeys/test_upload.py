"""From an untidy workbook to a Dataset."""

from __future__ import annotations

from tests.web.journeys import steps, workbooks


def test_a_clerk_sees_how_the_workbook_was_read_and_what_is_wrong_with_it(desks):
    page = desks.open("clerk", steps.upload_address("2030"))
    steps.send(page, workbooks.untidy())
    said = page.inner_text("main")
    assert "工作表里有隐藏的行" in said
    assert "“９０”按数 90 读取" in said
    assert "“学生数”= -48，不能小于 0" in said
    assert page.get_by_role("button", name="处后入库").is_disabled()


def test_the_receipt_says_what_was_committed_and_what_was_changed_before(desks, committed):
    said = desks.open("clerk", committed).inner_text("main")
    assert "第 1 版" in said
    assert "第 5 行“办学类型”改为“教学点”" in said
    assert "第 6 行“学生数”改为“48”" in said


def test_the_same_file_again_changes_nothing(desks, committed):
    page = desks.open("clerk", steps.upload_address("2027"))
    steps.send(page, workbooks.untidy())
    assert "这份文件已经入库，再传一次不会有变化" in page.inner_text("main")


def test_a_corrected_file_says_what_differs_from_the_version_before(desks):
    for pupils in (52, 55):
        page = desks.open("clerk", steps.upload_address("2031"))
        steps.send(page, workbooks.tidy(pupils=pupils))
        differs = page.inner_text("main")
        receipt = steps.commit(page)
    assert "修改\n1" in differs
    assert "没变\n5" in differs
    assert "第 2 版" in desks.open("clerk", receipt).inner_text("main")


def test_a_workbook_is_committed_without_a_script_in_the_browser(desks):
    page = desks.open("clerk", steps.upload_address("2032"), java_script_enabled=False)
    steps.send(page, workbooks.untidy())
    steps.repair(page)
    steps.commit(page)
    assert "第 1 版" in page.inner_text("main")
