"""A token lets a program do some of what its owner may, and nothing else."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster import tokens
from xueheng.apps.roster.actor import Actor, Grant, system
from xueheng.apps.roster.models import Guardian, Org, Person, Post, Token
from xueheng.apps.roster.roles import all_permissions, roles
from xueheng.apps.roster.services import change_password, reset

DAY = timedelta(days=1)
names = st.sampled_from([*all_permissions(), tokens.CHILDREN, "made.up"])
paths = st.sampled_from(["/", "/1/", "/1/2/", "/1/2/9/", "/1/3/"])
grants = st.builds(Grant, st.sampled_from(list(roles())), st.integers(1, 9), paths, st.frozensets(names))
actors = st.builds(
    Actor,
    st.just("account:1"),
    grants=st.lists(grants, max_size=4).map(tuple),
    children=st.frozensets(st.integers()),
)
lists = st.frozensets(names)


@given(actors, lists, names, paths)
def test_a_token_never_widens(actor, listed, name, path):
    narrow, org = tokens.narrowed(actor, listed), Org(path=path)
    assert narrow.may(name, org) == (actor.may(name, org) and name in listed - tokens.KEPT_BACK)
    assert narrow.children == (actor.children if tokens.CHILDREN in listed else frozenset())


@given(actors, lists, lists)
def test_a_longer_list_never_opens_less(actor, one, more):
    small, large = tokens.narrowed(actor, one), tokens.narrowed(actor, one | more)
    assert all(set(small.paths(name)) <= set(large.paths(name)) for name in one)


@pytest.fixture
def account(county):
    return get_user_model().objects.get(pk=county.actor("head", county.north).account)


def made(account, permissions=("data.see",), until=NOW + DAY):
    return tokens.make(account, "程序", permissions=permissions, until=until, now=NOW)


def test_the_secret_is_long_and_only_its_digest_is_kept(account):
    secret = made(account).secret
    assert (secret[:3], len(secret) >= 43, Token.objects.filter(digest__contains=secret).exists()) == (
        "xh_",
        True,
        False,
    )
    assert tokens.token_actor(secret, now=NOW).actor.may("data.see")


@pytest.mark.parametrize(
    "held", [(), ("runs.approve",), ("exports.approve",), ("accounts.manage",), ("data.see", "made.up")]
)
def test_nothing_is_lent_that_the_owner_does_not_hold(account, held):
    with pytest.raises((NotAllowed, NotReady)):
        made(account, held)


@pytest.mark.parametrize("name", sorted(tokens.KEPT_BACK))
def test_what_is_for_people_alone_is_lent_to_no_program(county, name):
    account = get_user_model().objects.get(pk=county.actor("security_administrator", county.bureau).account)
    with pytest.raises(NotAllowed):
        made(account, (name,))


@pytest.mark.parametrize("until", [NOW, NOW - DAY, NOW + tokens.LONGEST + DAY])
def test_a_token_stands_for_a_year_at_most(account, until):
    with pytest.raises(NotReady):
        made(account, until=until)


def test_a_token_ends_with_its_time(account):
    secret = made(account).secret
    assert tokens.token_actor(secret, now=NOW + DAY) is None


def test_a_token_ends_with_its_account(account):
    secret = made(account).secret
    account.is_active = False
    account.save()
    assert tokens.token_actor(secret, now=NOW) is None


def test_a_token_loses_what_its_owner_loses(account):
    secret = made(account, ("data.see", "marks.see")).secret
    Post.objects.filter(person=account.person).update(valid_to=date(2026, 9, 1))
    assert tokens.token_actor(secret, now=NOW).actor.grants == ()


def test_one_closes_ones_own_token_and_no_other(account, county):
    other = get_user_model().objects.get(pk=county.actor("head", county.south).account)
    mine = made(account)
    with pytest.raises(NotFound):
        tokens.close(other, mine.token.pk, now=NOW)
    tokens.close(account, mine.token.pk, now=NOW)
    assert tokens.token_actor(mine.secret, now=NOW) is None


def test_children_are_seen_only_where_they_are_listed(account):
    child = Person.objects.create(name="孩子")
    Guardian.objects.create(child=child, guardian=account.person)
    without, with_ = made(account).secret, made(account, (tokens.CHILDREN,)).secret
    seen = [tokens.token_actor(secret, now=NOW).actor.children for secret in (without, with_)]
    assert seen == [frozenset(), {child.pk}]


def test_a_reset_account_has_no_tokens(account, county):
    secret = made(account).secret
    reset(account, actor=system("test"), now=NOW)
    assert tokens.token_actor(secret, now=NOW) is None


def test_a_token_ends_when_the_password_is_changed(account):
    secret = made(account).secret
    change_password(account, "一匹马跑过青山绿水之间", now=NOW)
    assert tokens.token_actor(secret, now=NOW) is None
