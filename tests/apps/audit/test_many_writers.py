"""留痕: eight writers beside the pages are never told to wait for a lock, and nothing of theirs is lost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.writers import measured
from tests.web.robust.serving import sample


def test_eight_writers_and_the_pages_lose_nothing(tmp_path: Path) -> None:
    told = measured(sample(tmp_path / "home"), 5)
    assert (told.errors, told.lost, told.is_healthy) == ([], 0, True)
    assert told.acts >= 40
