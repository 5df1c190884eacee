"""What a database would refuse never reaches it; what it gives up is done again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from xueheng.web.again import AgainMiddleware, was_given_up
from xueheng.web.nul import NulMiddleware

SENT = {"a\x00b": ["x\x00y", "\\u0000"], "c": ["d"]}


class GivenUp(Exception):
    """As a driver says it."""

    def __init__(self, state: str) -> None:
        self.sqlstate = state


def error(state: str) -> OperationalError:
    found = OperationalError("deadlock detected")
    found.__cause__ = GivenUp(state)
    return found


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_nul_is_one_sign_that_can_be_kept(way: str, rf: RequestFactory) -> None:
    seen: list[Any] = []
    NulMiddleware(seen.append)(getattr(rf, way)("/data/", SENT))  # type: ignore[arg-type]
    read = getattr(seen[0], way.upper())
    assert (read.getlist("a\ufffdb"), read["c"]) == (["x\ufffdy", "\\u0000"], "d")


def test_what_holds_no_nul_is_left_as_it_is(rf: RequestFactory) -> None:
    request = rf.get("/data/", {"q": "甲"})
    before = request.GET
    NulMiddleware(lambda _request: None)(request)  # type: ignore[arg-type,return-value]
    assert request.GET is before


@pytest.mark.parametrize(("state", "is_given_up"), [("40P01", True), ("40001", True), ("57014", False)])
def test_only_what_the_database_gave_up_is_done_again(state: str, is_given_up: bool) -> None:
    assert was_given_up(error(state)) == is_given_up


@pytest.mark.django_db(transaction=True)
def test_a_view_that_was_given_up_is_called_once_more(client: Any, rf: RequestFactory) -> None:
    request = rf.get("/public/")
    request.resolver_match = client.get("/public/").resolver_match
    calls: list[int] = []
    request.resolver_match.func = lambda _request: calls.append(1) or "answer"
    assert AgainMiddleware(lambda _r: None).process_exception(request, error("40P01")) == "answer"  # type: ignore
    assert AgainMiddleware(lambda _r: None).process_exception(request, ValueError()) is None  # type: ignore
    assert calls == [1]
