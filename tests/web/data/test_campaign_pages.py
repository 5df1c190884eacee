"""收表 as the clerk and the schools see it: from the form to the joined Dataset."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from tests.apps.intake.campaigns.conftest import NORTH, SOUTH, brought, packed
from tests.web.data.desks import body

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = SOUTH.replace("赵敏", "1+2")


@pytest.fixture
def clerk(desk, county):
    return desk("section_clerk", county.bureau)


@pytest.fixture
def dean(desk, county):
    return desk("dean", county.north)


def form(**more):
    due = timezone.localdate() + timedelta(days=9)
    said = {
        "table": "teachers",
        "org": "430299",
        "period": "2026",
        "title": "教师名册",
        "basis": "教办〔2026〕1号",
    }
    return said | {"minutes": "30", "due_on": due.isoformat(), "label": ""} | more


@pytest.fixture
def board(clerk):
    """The address of the board of a new campaign."""
    return clerk.post("/data/campaigns/new/", form()).url


def text(answer):
    return answer.content.decode()


def act(client, address, name, **said):
    return client.post(f"{address}-/{name}/", said, HTTP_REFERER=f"http://testserver{address}", follow=True)


def test_every_school_to_which_the_table_applies_is_asked(clerk, board):
    page = clerk.get(board)
    assert [line.school.name for line in page.context["lines"]] == ["城关一小", "城关初中"]
    assert "教办〔2026〕1号" in text(page)


def test_without_grounds_the_form_comes_back(clerk):
    page = clerk.post("/data/campaigns/new/", form(basis=""))
    assert page.status_code == 409
    assert "basis" in page.context["form"].errors


def test_only_the_ticked_kinds_are_asked(clerk):
    page = clerk.get(clerk.post("/data/campaigns/new/", form(kind="junior_school")).url)
    assert [line.school.name for line in page.context["lines"]] == ["城关初中"]


@pytest.mark.parametrize(
    "forged",
    [{"table": "nothing"}, {"org": "2143029901"}, {"school": "999"}, {"period": "x"}, {"minutes": "-1"}],
)
def test_forged_fields_ask_nobody(clerk, forged):
    assert clerk.post("/data/campaigns/new/", form(**forged)).status_code in (404, 409)


def test_a_pile_of_renamed_files_is_sorted_and_accepted_and_joined(clerk, board):
    pile = packed(**{"副本(1).csv": NORTH, "汇报.csv": SOUTH, "别的.csv": "姓名\n某人\n"})
    page = act(clerk, board, "drop", file=brought(pile, "交.zip"))
    assert "里面没有学校标识码" in text(page)
    assert page.context["counts"]["clean"] == 2
    assert act(clerk, board, "accept").context["board"].is_complete
    joined = act(clerk, board, "freeze")
    assert "已汇总为一份数据，共 3 行" in text(joined)


def test_errors_go_back_to_the_school_in_red(clerk, desk, county, board):
    act(clerk, board, "drop", file=brought(WRONG))
    assert act(clerk, board, "return").context["counts"]["returned"] == 1
    page = desk("dean", county.south).get(f"{board}3143029902/")
    assert "有 1 处错误" in text(page)
    assert "标红的原表" in text(page)


def test_the_red_workbooks_come_in_one_file(clerk, board):
    act(clerk, board, "drop", file=brought(WRONG))
    answer = clerk.get(f"{board}-/reds/")
    assert body(answer)[:2] == b"PK"
    assert "教师名册" in unquote(answer["Content-Disposition"])


def test_a_school_takes_its_workbook_and_hands_in(dean, board):
    page = dean.get(f"{board}2143029901/")
    assert "下载本校工作簿" in text(page)
    assert body(dean.get(f"{board}2143029901/workbook/"))[:2] == b"PK"
    filed = dean.post(f"{board}2143029901/file/", {"file": brought(NORTH)}, follow=True)
    assert "没有问题，等教育局收下" in text(filed)


def test_nothing_is_one_tap(dean, board):
    assert "无此项" in text(dean.post(f"{board}2143029901/file/", {"nothing": "1"}, follow=True))


def test_a_dean_finds_what_is_asked_and_no_more(dean, board):
    assert "教师名册" in text(dean.get("/data/campaigns/"))
    assert dean.get(board).status_code == 404
    assert dean.get(f"{board}-/checks/").status_code == 404


@pytest.mark.parametrize("part", ["", "workbook/", "file/"])
def test_another_school_is_not_there(dean, board, part):
    address = f"{board}3143029902/{part}"
    answer = dean.post(address, {"nothing": "1"}) if part == "file/" else dean.get(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("part", ["accept", "return", "remind", "cancel", "drop", "freeze", "reopen"])
def test_a_dean_does_nothing_of_the_clerks(dean, board, part):
    assert dean.post(f"{board}-/{part}/").status_code == 403


def test_a_judged_answer_needs_a_reason_to_go_back(clerk, board):
    act(clerk, board, "drop", file=brought(NORTH))
    address = f"{board}2143029901/"
    back = clerk.post(
        f"{address}judge/", {"answer": "return"}, HTTP_REFERER=f"http://testserver{address}", follow=True
    )
    assert "请写明为什么退回" in text(back)
    clerk.post(f"{address}judge/", {"answer": "return", "reason": "缺两人<script>"})
    assert "缺两人&lt;script&gt;" in text(clerk.get(address))


def test_the_board_is_saved_without_formulas(clerk, board):
    act(clerk, board, "drop", file=brought(NORTH))
    clerk.post(f"{board}2143029901/judge/", {"answer": "return", "reason": "=1+1"})
    assert "'=1+1" in clerk.get(f"{board}-/export/csv/").content.decode("utf-8-sig")


def test_the_checks_name_who_is_claimed_twice(clerk, board):
    twice = SOUTH + "3143029902,城关初中,T001,王芳,女\n"
    act(clerk, board, "drop", file=brought(packed(**{"1.csv": NORTH, "2.csv": twice}), "a.zip"))
    page = text(clerk.get(f"{board}-/checks/"))
    assert "T001" in page
    assert "城关一小 · 王芳 · 第 2 行" in page


def test_a_missing_school_is_excused_on_the_page(clerk, board):
    act(clerk, board, "drop", file=brought(NORTH))
    act(clerk, board, "accept")
    assert "还缺 1 所学校" in text(act(clerk, board, "freeze"))
    assert "已汇总为一份数据" in text(act(clerk, board, "freeze", **{"excuse-3143029902": "停办"}))


def test_the_time_asked_is_summed(clerk, board):
    assert "合计 60 分钟" in text(clerk.get("/data/campaigns/budget/"))


def test_a_board_of_many_schools_takes_few_queries(clerk, board, django_assert_max_num_queries):
    act(clerk, board, "drop", file=brought(packed(**{"1.csv": NORTH, "2.csv": SOUTH}), "a.zip"))
    with django_assert_max_num_queries(40):
        clerk.get(board)
