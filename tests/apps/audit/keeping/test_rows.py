"""表中的行: the same lines on either database, and rows again from them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from tests.platform_home import NOW, County

from xueheng.apps.audit.keeping.numbering import numbering, renumber
from xueheng.apps.audit.keeping.rows import columns, digest, insert, lines, tables
from xueheng.apps.roster.models import Account, Org, Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(county: County) -> Token:
    account = Account.objects.create(username="甲")
    held: dict[str, Any] = {"permissions": ["data.see"], "made_at": NOW, "until": NOW}
    return Token.objects.create(account=account, name="甲 =1+1", digest="0" * 64, **held)


@pytest.mark.parametrize("table", tables(apps))
def test_every_column_of_every_table_has_a_plain_type(table: str) -> None:
    assert columns(tables(apps)[table])


def test_a_row_is_one_line_that_names_no_database(token: Token) -> None:
    [line] = lines(Token)
    said = dict(zip([column.name for column in columns(Token)], json.loads(line), strict=True))
    assert (said["name"], said["permissions"], said["closed_at"]) == ("甲 =1+1", ["data.see"], None)
    assert said["until"] == "2026-09-15T02:00:00.000000+00:00"


def test_rows_come_back_as_they_were(county: County) -> None:
    held, summed = list(lines(Org)), digest(Org)
    Org.objects.update(parent=None)
    Org.objects.all().delete()
    insert(Org, held)
    assert digest(Org) == summed


def test_a_digest_notices_one_letter(county: County) -> None:
    before = digest(Org)
    Org.objects.filter(pk=county.north.pk).update(name="城关一校")
    assert (digest(Org) == before, digest(Org)["rows"]) == (False, before["rows"])


def test_no_number_is_given_out_twice(county: County) -> None:
    last = Org.objects.create(code="x", kind="county", name="x", path="/").pk
    Org.objects.filter(pk=last).delete()
    given = numbering(tables(apps))["roster_org"]
    renumber({"roster_org": given + 100}, tables(apps))
    assert (given, Org.objects.create(code="y", kind="county", name="y", path="/").pk) == (last, last + 101)
