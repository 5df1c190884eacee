"""A county that is served, desks in it, and how far one workbook has come: committed, sealed, published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.journeys import steps, workbooks
from tests.web.journeys.world import Desks, World, served


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if shutil.which("chromium") is None:
        pytest.skip("no chromium on the path")
    with served(tmp_path_factory.mktemp("home")) as stands:
        yield stands


@pytest.fixture(scope="session")
def desks(world: World, browser: Any) -> Iterator[Desks]:
    held = Desks(browser, world)
    yield held
    held.close()


@pytest.fixture(autouse=True)
def silent_pages(desks: Desks) -> Iterator[None]:
    """No page complains: no error of a script, no refusal of the policy, no file that is not there."""
    desks.complaints.clear()
    yield
    desks.close()
    assert desks.complaints == []


@pytest.fixture(scope="session")
def committed(desks: Desks) -> str:
    """The address of the Dataset that the untidy workbook became."""
    page = desks.open("clerk", steps.upload_address("2027"))
    steps.send(page, workbooks.untidy())
    steps.repair(page)
    return steps.commit(page)


@pytest.fixture(scope="session")
def sealed(desks: Desks, committed: str) -> str:
    """The address of a run in earnest on it, to which a second person has agreed."""
    run = steps.start(desks.open("clerk", committed), title="2027年优质均衡", rehearsal=False)
    steps.agree(desks.open("approver", run), "去复核")
    return run


@pytest.fixture(scope="session")
def published(desks: Desks, sealed: str) -> dict[str, str]:
    """The addresses of its publications by audience, to which the leader has agreed."""
    return {
        audience: steps.publish(desks, sealed, audience, title=f"2027年优质均衡（{audience}）")
        for audience in ("public", "schools")
    }
