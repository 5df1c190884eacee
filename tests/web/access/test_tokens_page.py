"""One's own tokens: made by their owner alone, shown once, closed at once."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.models import Token

pytestmark = pytest.mark.django_db
MAKE, LIST = "/accounts/tokens/make/", "/accounts/tokens/"
FORM = {"name": "<script>一卡通", "permissions": ["data.see"], "days": "90"}
SECRET = re.compile(r"xh_[\w-]{43}")


@pytest.fixture
def head(desk, county):
    return desk("head", county.north)


def test_a_token_made_on_the_page_opens_what_was_ticked_and_no_more(head):
    secret = SECRET.search(head.post(MAKE, FORM).content.decode())[0]
    asked = {name: Client().get(f"/api/v1/{name}", headers={"Authorization": f"Bearer {secret}"}).status_code
             for name in ("datasets", "pupils")}  # fmt: skip
    assert asked == {"datasets": 200, "pupils": 403}


def test_the_secret_is_shown_once_and_the_owner_is_told(head):
    made = head.post(MAKE, FORM).content.decode()
    page = head.get(LIST).content.decode()
    assert (bool(SECRET.search(made)), SECRET.search(page), "<script>一卡通" in page) == (True, None, False)
    assert "令牌" in Notice.objects.get().words["zh"]


@pytest.mark.parametrize("forged", [
    {"permissions": ["accounts.manage"]}, {"permissions": []},
    {"permissions": ["data.see", "exports.approve"]},
    {"days": "3650"}, {"name": ""}, {"name": "x" * 81},
])  # fmt: skip
def test_a_forged_form_makes_no_token(head, forged):
    assert (head.post(MAKE, FORM | forged).status_code, Token.objects.count()) == (409, 0)


def test_a_closed_token_opens_nothing(head):
    secret = SECRET.search(head.post(MAKE, FORM).content.decode())[0]
    head.post(f"{LIST}{Token.objects.get().pk}/close/")
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_sees_or_closes_anothers_token(head, desk, county):
    head.post(MAKE, FORM)
    other = desk("head", county.south)
    assert "script&gt;一卡通" not in other.get(LIST).content.decode()
    assert other.post(f"{LIST}{Token.objects.get().pk}/close/").status_code == 404


def test_who_sat_there_before_is_asked_again_who_it_is(county):
    client = Client()
    client.force_login(get_user_model().objects.get(pk=county.actor("head", county.north).account))
    answer = client.post(MAKE, FORM)
    assert (answer.status_code, "/security/confirm/" in answer["Location"], Token.objects.count()) == (
        302,
        True,
        0,
    )


def test_the_page_says_which_tokens_are_over(head):
    head.post(MAKE, FORM)
    Token.objects.update(until=timezone.now() - timedelta(days=1))
    assert "已过期" in head.get(LIST).content.decode()
