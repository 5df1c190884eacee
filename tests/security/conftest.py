"""One world for all attacks: it stands as long as the tests of this folder go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.platform_home import django_db_setup
from tests.web.matrix_asking import browser, home, standing
from tests.web.matrix_world import World

from xueheng.apps.intake import releasing

__all__ = ["browser", "django_db_setup", "home"]


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """The world of the whole folder."""
    yield from standing(django_db_blocker, tmp_path_factory)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person is many."""
    told = releasing.limits()
    monkeypatch.setattr(releasing, "limits", lambda: replace(told, persons=0))
