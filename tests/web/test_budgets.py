"""Each page of each role is read by few queries, in the generated county as it was brought in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform_home import NOW

from xueheng.apps.roster.keyring import make_field_key
from xueheng.sample.loading import load

pytestmark = pytest.mark.django_db
ROLES = ("leader", "clerk", "approver", "researcher", "inspector", "admin", "head", "teacher", "parent")
MOST, ENOUGH = 40, 30
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
KIND = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+(-\w+)*")
FILES = re.compile(r"export|marked|/file/|bundle|template/|format=|\.\w+$|/static/")


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The small county in a home of its own; nothing of it stays in the database."""
    home = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.XUEHENG_HOME", home)
        make_field_key(home)
        load("small", seed="budget", home=home, now=NOW, told=str)
        yield home
        transaction.set_rollback(True)


def pages(client: Client) -> Iterator[tuple[str, int]]:
    """Each kind of page that links lead to, with its number of queries."""
    waiting, known = ["/"], set[str]()
    while waiting and len(known) < ENOUGH:
        address = waiting.pop(0).replace("&amp;", "&")
        kind = KIND.sub("*", address.partition("?")[0])
        if kind in known or FILES.search(address):
            continue
        known.add(kind)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, follow=True)
        yield address, len(asked)
        waiting += LINK.findall(answer.content.decode()) if not answer.streaming else []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_needs_more_than_forty_queries(loaded, settings, role):
    settings.XUEHENG_HOME = loaded
    client = Client()
    client.force_login(get_user_model().objects.get(username=role))
    counted = dict(pages(client))
    assert len(counted) > 3
    assert {address: n for address, n in counted.items() if n > MOST} == {}
