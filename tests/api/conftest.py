"""Programs with a token, and the small county in which they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform_home import county, django_db_setup, home
from tests.web.matrix_reading import body_of

__all__ = ["county", "django_db_setup", "home"]
V1 = "/api/v1/"
EXAM = json.dumps({
    "id": "final", "name": "期末", "kind": "school_final", "stage": "junior", "grade": "8",
    "date": "2026-07-01", "scope": "school", "full": {"语文": "150", "数学": "150"},
})  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A client that shows a token, and nothing else."""

    client: Client
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> Any:
        """The answer to a question, read to its end."""
        answer: Any = self.client.get(V1 + path, query, headers=self.headers)
        answer.body = body_of(answer)
        return answer

    def post(self, path: str, said: Any = None, **headers: str) -> Any:
        """The answer to an act."""
        body = json.dumps({} if said is None else said)
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(V1 + path, body, content_type="application/json", headers=given)

    def send(self, said: dict[str, Any], **headers: str) -> Any:
        """The answer to a file."""
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(V1 + "uploads", said, headers=given)


def with_token(account: Any, *, permissions: Any = None) -> Program:
    """A program of an account with these permissions, or with all that it may lend."""
    from xueheng.apps.roster import tokens
    from xueheng.apps.roster.queries import actor_of

    now = timezone.now()
    lent = permissions or tokens.lendable(actor_of(account, timezone.localdate(now)))
    made = tokens.make(account, "程序", permissions=lent, until=now + timedelta(days=30), now=now)
    client = Client(raise_request_exception=False)
    return Program(client, {"Authorization": f"Bearer {made.secret}"})


@pytest.fixture
def program(county: Any) -> Callable[..., Program]:
    """A program of somebody who holds a role at an organisation."""
    from django.contrib.auth import get_user_model

    def opened(role: str, org: Any, *, permissions: Any = None) -> Program:
        account = get_user_model().objects.get(pk=county.actor(role, org).account)
        return with_token(account, permissions=permissions)

    return opened


@pytest.fixture
def stranger() -> Program:
    """A program without a token."""
    return Program(Client(raise_request_exception=False), {})
