"""Showing a sealed result: previewed as read, refused where law forbids it, agreed to, taken down."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = {"title": "均衡监测结果", "title_en": "Balance"}


@pytest.fixture
def asked(clerk, sealed):
    """Where a publication stands that waits for a second person."""
    return clerk.post(f"{sealed}publish/", TITLE | {"audience": "public"}, follow=True).request["PATH_INFO"]


@pytest.fixture
def shown(second, asked):
    """Where the publication stands once somebody agreed."""
    approval = second.get(asked).context["approval_here"]
    second.post(f"/approvals/{approval.pk}/", {"answer": "agree"})
    return asked


def test_the_preview_is_what_will_be_read(clerk, sealed):
    page = clerk.get(f"{sealed}publish/?audience=public").context
    said = {name: page["form"][name].initial for name in TITLE} | {"audience": "public"}
    asked = clerk.post(f"{sealed}publish/", said, follow=True)
    assert str(asked.context["fragment"]) == str(page["fragment"])


def test_an_exam_is_not_shown_to_the_public_and_the_clause_is_said(bring, start, clerk):
    run = start("exam.quality", bring(kind="zhongkao", scope="city")).request["PATH_INFO"]
    page = clerk.get(f"{run}publish/")
    assert all(one.objections for one in page.context["audiences"] if one.id == "public")
    assert "fragment" not in clerk.get(f"{run}publish/?audience=public").context


def test_an_audience_that_nobody_shows_it_to_is_not_offered(clerk, run):
    answer = clerk.post(f"{run}publish/", TITLE | {"audience": "points"})
    assert "publication" not in answer.context
    assert {one.id for one in answer.context["audiences"]} == {"schools"}


def test_a_question_waits_for_another_person(clerk, asked):
    page = clerk.get(asked)
    assert "等待批准" in page.content.decode()
    assert page.context["approval_here"] is None


def test_nobody_but_a_clerk_asks(second, sealed):
    assert second.get(f"{sealed}publish/").status_code == 403


def test_it_is_taken_down_with_a_reason(second, shown):
    assert second.post(f"{shown}take-down/", {"reason": " "}).status_code == 409
    taken = second.post(f"{shown}take-down/", {"reason": "数据有误"}, follow=True)
    assert "已撤下" in taken.content.decode()
    assert "数据有误" in taken.content.decode()


def test_a_clerk_does_not_take_it_down(clerk, shown):
    assert clerk.post(f"{shown}take-down/", {"reason": "x"}).status_code == 403


def test_a_publication_of_others_is_not_there_while_it_waits(desk, county, asked):
    assert desk("section_clerk", county.north).get(asked).status_code == 404


def test_a_day_that_is_past_is_refused_in_words(clerk, sealed):
    place = f"{sealed}publish/?audience=public"
    said = TITLE | {"audience": "public", "until": "2020-01-01"}
    answer = clerk.post(f"{sealed}publish/", said, HTTP_REFERER=f"http://testserver{place}")
    assert "撤下日期要晚于今天" in clerk.get(answer.headers["Location"]).content.decode()
