"""People who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

PASSWORD = "一匹马跑过青山绿水之间"


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
        client = Client(raise_request_exception=False)
        client.force_login(account(role, org))
        return client

    return signed_in
