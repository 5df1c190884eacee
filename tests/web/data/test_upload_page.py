"""What a clerk sees of a file: read, understood, wrong, repaired, committed, undone."""

import pytest
from tests.web.data.desks import FORM, ROWS, SCORES, body, file, scores

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(desk, county):
    return desk("section_clerk", county.bureau)


@pytest.fixture
def bring(clerk):
    """The page of an upload of these contents."""
    return lambda text, **more: clerk.post("/data/upload/", FORM | {"file": file(text, **more)}, follow=True)


def test_a_mark_above_the_declared_full_mark_stands_in_the_way(bring):
    page = bring(scores(1, "2026000,考生甲,城关初中,1,187,60"))
    assert "有 1 处要办好才能入库" in page.content.decode()
    assert "187" in page.content.decode()
    assert not page.context["is_ready"]


def test_a_corrected_cell_clears_the_way(clerk, bring):
    page = bring(scores(1, "2026000,考生甲,城关初中,1,187,60"))
    first = page.context["groups"][0].first
    said = {"sheet": first.sheet or "", "row": first.row, "column": first.column, "value": "87"}
    again = clerk.post(f"{page.request['PATH_INFO']}correct/", said, follow=True)
    assert again.context["is_ready"]


def test_an_upload_with_errors_is_not_committed(clerk, bring):
    page = bring(scores(1, "2026000,考生甲,城关初中,1,187,60"))
    answer = clerk.post(
        f"{page.request['PATH_INFO']}commit/", HTTP_REFERER=f"http://testserver{page.request['PATH_INFO']}"
    )
    assert answer.status_code == 302
    assert "还有 1 处错误" in clerk.get(page.request["PATH_INFO"]).content.decode()


def test_the_page_says_how_the_columns_were_understood(bring):
    sheets = bring(SCORES).context["sheets"]
    told = {heading.text: heading.meaning.zh for heading in sheets[0].headings}
    assert told["考号"] == "考号"
    assert told["语文"] == "语文"


def test_a_committed_dataset_can_be_undone_from_its_page(clerk, bring):
    committed = clerk.post(f"{bring(SCORES).request['PATH_INFO']}commit/", follow=True)
    assert "撤销入库" in committed.content.decode()
    undone = clerk.post(f"{committed.request['PATH_INFO']}undo/", follow=True)
    assert "已撤销" in undone.content.decode()


def test_the_same_file_again_leads_to_what_it_became(clerk, bring):
    clerk.post(f"{bring(SCORES).request['PATH_INFO']}commit/")
    assert "这份文件已经入库，再传一次不会有变化" in bring(SCORES).content.decode()


def test_a_corrected_file_is_shown_as_a_difference(clerk, bring):
    clerk.post(f"{bring(SCORES).request['PATH_INFO']}commit/")
    page = bring(SCORES.replace(ROWS[0], "20260000,考生0,城关初中,1,99,50"))
    assert (page.context["diff"].changed, page.context["diff"].same) == (1, 59)
    assert "和上一版比" in page.content.decode()


def test_a_question_is_answered_by_a_button(clerk, bring):
    page = bring(scores(1, "2026000,考生甲,城关初中,1,-,60"))
    assert [q["code"] for q in page.context["upload"].questions] == ["STATUS_UNKNOWN"]
    said = {"code": "STATUS_UNKNOWN", "option": "absent"}
    assert clerk.post(f"{page.request['PATH_INFO']}answer/", said, follow=True).context["is_ready"]


def test_a_file_that_cannot_be_read_is_refused_in_words(bring):
    page = bring(b"\x00\x01\x02", name="x.xlsx")
    assert "这份文件读不出来，不能用" in page.content.decode()


def test_a_cancelled_upload_leaves_nothing(clerk, bring):
    page = bring(SCORES)
    clerk.post(f"{page.request['PATH_INFO']}cancel/")
    assert "没有入库" in clerk.get(page.request["PATH_INFO"]).content.decode()


def test_findings_of_one_kind_are_listed_by_pages(clerk, bring):
    wrong = [f"2026{n:04d},考生{n},城关初中,1,187,60" for n in range(70)]
    place = bring(scores(0, *wrong)).request["PATH_INFO"]
    assert len(clerk.get(f"{place}?code=OVER_FULL").context["findings"]) == 50
    assert len(clerk.get(f"{place}?code=OVER_FULL&page=2").context["findings"]) == 20


def test_the_marked_workbook_comes_back(clerk, bring):
    place = bring(scores(1, "2026000,考生甲,城关初中,1,187,60")).request["PATH_INFO"]
    answer = clerk.get(f"{place}marked/")
    assert body(answer)[:2] == b"PK"


def test_while_it_is_read_only_the_progress_is_sent_again(clerk, bring, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    page = bring(SCORES)
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()
    part = clerk.get(page.request["PATH_INFO"], HTTP_HX_REQUEST="true")
    assert part.content.decode().startswith('<div id="progress"')


def test_the_page_asks_to_be_loaded_again_once_the_file_is_read(clerk, bring):
    answer = clerk.get(bring(SCORES).request["PATH_INFO"], HTTP_HX_REQUEST="true")
    assert answer.headers["HX-Refresh"] == "true"
