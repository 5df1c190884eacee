"""People who are signed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

PASSWORD = "一匹马跑过青山绿水之间"


def just_signed_in(client: Client, held: Any) -> Client:
    """The browser, in which the owner of the account has given the password a moment ago."""
    client.force_login(held)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(held.pk)
    session["began"] = session["seen"] = int(time.time())
    session.save()
    return client


@pytest.fixture
def account(county: Any) -> Callable[..., Any]:
    """An account whose person holds a role at an organisation."""

    def held(role: str, org: Any, **fields: Any) -> Any:
        found = get_user_model().objects.get(pk=county.actor(role, org).account)
        found.set_password(PASSWORD)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        return found

    return held


@pytest.fixture
def desk(account: Callable[..., Any]) -> Callable[..., Client]:
    """A browser in which that person is signed in."""

    def signed_in(role: str, org: Any) -> Client:
        return just_signed_in(Client(raise_request_exception=False), account(role, org))

    return signed_in
