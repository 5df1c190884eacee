"""An identity of the province opens the account that it is tied to, and makes none."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.web.access.apps import with_app
from tests.web.access.provider import CLIENT, SECRET, serving
from tests.web.signed_in import just_signed_in

from xueheng.apps.notices.models import Notice
from xueheng.project.sign_in import identities, origin, transport

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings, home):
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys" / "oidc.secret").write_text(SECRET)
    with serving() as found:
        said = {
            "XUEHENG_OIDC_ISSUER": found.issuer,
            "XUEHENG_OIDC_CLIENT_ID": CLIENT,
            "XUEHENG_OIDC_NAME": "湘教通",
        }
        settings.SOCIALACCOUNT_PROVIDERS = identities(said, home)
        yield found


@pytest.fixture
def by_number(provider, settings, home):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["number_claim"] = "staff_no"
    return provider


@pytest.fixture
def head(account, county):
    held = account("head", county.north)
    held.person.number = "T77"
    held.person.save()
    return held


def came_back(client, provider, path="/sign-in/identity/", **said):
    """Off to the provider, agreed there, and back."""
    off = client.post(path, {"process": "connect" if "tie" in path else "login", **said})
    return client.get(provider.agreed(off.headers["Location"]))


def tied(held, provider):
    client = just_signed_in(Client(), held)
    assert came_back(client, provider, "/security/tie/").headers["Location"] == "/security/"


def test_the_sign_in_page_offers_it_by_its_name(client, county, provider):
    assert "用“湘教通”登录" in client.get("/sign-in/").content.decode()


def test_a_tied_identity_signs_in_and_goes_on(client, head, provider):
    tied(head, provider)
    answer = came_back(client, provider, next="/tasks/")
    assert answer.headers["Location"] == "/tasks/"
    assert client.get("/tasks/").status_code == 200


def test_an_identity_that_nobody_tied_opens_and_makes_nothing(client, head, provider):
    accounts = get_user_model().objects.count()
    page = client.get(came_back(client, provider).headers["Location"]).content.decode()
    assert "还没有绑定账号" in page
    assert (get_user_model().objects.count(), SocialAccount.objects.count()) == (accounts, 0)


@pytest.mark.parametrize("number", ["T77", " T77 "])
def test_the_number_ties_where_the_bureau_says_so(client, head, by_number, number):
    by_number.person |= {"staff_no": number}
    assert came_back(client, by_number).headers["Location"] == "/"
    assert Notice.objects.filter(account=head, key__startswith="identity_tied").exists()


@pytest.mark.parametrize("number", ["", "T7", "T78", "head"])
def test_another_number_ties_nobody(client, head, by_number, number):
    by_number.person |= {"staff_no": number, "preferred_username": head.username}
    assert came_back(client, by_number).headers["Location"] == "/sign-in/"
    assert not SocialAccount.objects.exists()


def test_a_number_is_nothing_where_the_bureau_does_not_say_so(client, head, provider):
    provider.person |= {"staff_no": "T77"}
    assert came_back(client, provider).headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("change", [{"is_active": False}, {"activation": "waiting"}])
def test_no_number_opens_an_account_that_is_closed_or_not_begun(client, head, by_number, change):
    get_user_model().objects.filter(pk=head.pk).update(**change)
    by_number.person |= {"staff_no": "T77"}
    assert came_back(client, by_number).headers["Location"] == "/sign-in/"


def test_a_closed_account_stays_closed_to_its_identity(client, head, provider):
    tied(head, provider)
    get_user_model().objects.filter(pk=head.pk).update(is_active=False)
    assert came_back(client, provider).headers["Location"] == "/sign-in/"
    assert client.get("/tasks/").status_code == 302


def test_the_second_factor_is_asked_for_all_the_same(client, head, provider):
    tied(with_app(head), provider)
    assert came_back(client, provider).headers["Location"] == "/sign-in/second/"


def test_an_identity_of_another_account_is_not_taken_over(head, account, county, provider):
    tied(head, provider)
    other = just_signed_in(Client(), account("head", county.south))
    came_back(other, provider, "/security/tie/")
    assert [one.user for one in SocialAccount.objects.all()] == [head]


def test_nothing_that_the_provider_knows_is_kept(client, head, provider):
    provider.person |= {"phone_number": "13900000000", "name": "某人"}
    tied(head, provider)
    came_back(client, provider)
    assert [one.extra_data for one in SocialAccount.objects.all()] == [{}]


def test_an_untied_identity_signs_in_no_more(client, head, provider):
    tied(head, provider)
    just_signed_in(Client(), head).post("/security/untie/")
    assert came_back(client, provider).headers["Location"] == "/sign-in/"
    assert Notice.objects.filter(account=head, key__startswith="identity_untied").exists()


@pytest.mark.parametrize(
    "back", ["?code=x&state=y", "?error=access_denied&state=y", "", "?state=", "?code=x"]
)
def test_an_answer_that_nobody_asked_for_is_none(client, head, provider, back):
    assert client.get(f"/sign-in/identity/back/{back}").headers["Location"] == "/sign-in/"
    assert client.get("/tasks/").status_code == 302


def test_the_answer_to_another_browser_is_none(head, provider):
    tied(head, provider)
    off = Client().post("/sign-in/identity/", {"process": "login"})
    assert Client().get(provider.agreed(off.headers["Location"])).headers["Location"] == "/sign-in/"


def test_a_token_for_another_client_is_none(client, head, provider):
    tied(head, provider)
    provider.audience = "another"
    assert came_back(client, provider).headers["Location"] == "/sign-in/"


def test_a_provider_that_is_away_is_said_so(client, head, provider, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert "现在连不上" in client.post("/sign-in/identity/", {"process": "login"}).content.decode()


def test_nobody_follows_the_provider_to_another_address(client, head, provider):
    tied(head, provider)
    with serving() as other:
        other.codes = provider.codes
        provider.elsewhere = f"{other.issuer}/token"
        assert came_back(client, provider).headers["Location"] == "/sign-in/"
        assert other.codes


@pytest.mark.parametrize("path", ["/sign-in/identity/", "/sign-in/identity/back/"])
def test_without_a_provider_there_is_no_such_way(client, county, path):
    method = client.get if path.endswith("back/") else client.post
    assert method(path).status_code == 404


def test_a_provider_is_asked_over_https_only(home):
    with pytest.raises(ImproperlyConfigured):
        identities({"XUEHENG_OIDC_ISSUER": "http://id.example.cn"}, home)


def test_forms_lead_to_the_provider_and_nowhere_else():
    assert origin({"XUEHENG_OIDC_ISSUER": "https://id.example.cn/realm"}) == ["https://id.example.cn"]
    assert origin({}) == []


def test_https_is_declared_whole_or_not_at_all():
    assert transport({}, ["x"]) == {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}
    found = transport({"XUEHENG_HTTPS": "1", "XUEHENG_PROXIES": "1"}, ["x"])
    assert [found[f"{name}_COOKIE_SECURE"] for name in ("SESSION", "CSRF")] == [True, True]
    assert found["SECURE_HSTS_SECONDS"] > 3e7
    assert (found["CSRF_TRUSTED_ORIGINS"], found["ALLAUTH_TRUSTED_PROXY_COUNT"]) == (["https://x"], 1)
