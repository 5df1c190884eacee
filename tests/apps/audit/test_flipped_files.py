"""体检: a byte that flips in a file that the platform keeps is found, wherever it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.publish.conftest import desk, press
from tests.platform_home import NOW

from xueheng.apps.audit.health import CHECKS
from xueheng.apps.intake.mirroring.journal import path_of
from xueheng.apps.intake.services import receive
from xueheng.apps.roster.keyring import about_file, ring

__all__ = ["desk", "press"]
pytestmark = pytest.mark.django_db
FILES = {
    "datasets/*.parquet": "FILE_ALTERED",
    "files/*": "FILE_ALTERED",
    "mirror/*.sealed": "SEALED_",
    "runs/*/outcome/*.parquet": "RUN_ALTERED",
    "runs/*/run.xhb.zip": "RUN_ALTERED",
    "publications/*/zh.html": "PUBLISHED_ALTERED",
}


@pytest.fixture
def kept(press: Any, home: Path) -> Path:
    """A home with an upload, a Dataset, a sealed journal, a sealed run and what was published of it."""
    published = press.published(press.balance())
    file = SimpleUploadedFile("a.csv", "学校,学段,学生数\n甲小学,小学,90\n".encode())
    said = {"table": "school_resources", "org": press.desk.county.county, "period": "2026", "label": "x"}
    receive(file, **said, actor=press.desk.clerk, now=NOW)
    journal = path_of(published.pk)
    journal.parent.mkdir(exist_ok=True)
    journal.write_bytes(ring().seal(b"{}" * 40, about_file(journal)))
    return home


def grave() -> set[str]:
    return {found.code for check in CHECKS.values() for found in check() if found.is_grave}


@pytest.mark.parametrize("where", FILES)
@pytest.mark.parametrize("place", [0.0, 0.4, 0.8, 1.0])
def test_a_flipped_byte_of_a_file_is_found(kept: Path, where: str, place: float) -> None:
    before, path = grave(), sorted(kept.glob(where))[0]
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 1
    path.write_bytes(data)
    found = grave() - before
    assert any(code.startswith(FILES[where]) for code in found), (found, before)
