"""People at their desks, and no code that was used in another test."""

import pytest
from django.core.cache import cache
from tests.web.signed_in import account, desk

__all__ = ["account", "desk"]


@pytest.fixture(autouse=True)
def nothing_used():
    cache.clear()
