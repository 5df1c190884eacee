"""The small county, built once; each test serves a copy of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.robust.serving import House, copied, sample


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("robust") / "home")


@pytest.fixture
def house(county: Path, tmp_path: Path) -> House:
    return copied(county, tmp_path / "home")


@pytest.fixture(scope="module")
def shared(county: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One copy for all tests of a module that need no other's silence."""
    return copied(county, tmp_path_factory.mktemp("shared") / "home")
