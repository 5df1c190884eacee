"""备份: one file that holds all, says nothing to who has no key, and is whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.platform_home import NOW, County

from xueheng.apps.audit import checks
from xueheng.apps.audit.keeping.archive import Archive, opened, read_whole
from xueheng.apps.audit.keeping.backup import back_up, keep_latest
from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotReady

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = b"correct horse battery"


@pytest.fixture
def made(county: County, home: Path, tmp_path_factory: Any) -> Path:
    """A backup of a small county with a few files."""
    for name in ("files/abc", "keys/sign.key", "exports/made-again.csv", "runs/1/outcome/甲.csv"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"城关一小 {name}", encoding="utf-8")
    path = tmp_path_factory.mktemp("backups") / "one.xhbackup"
    back_up(path, secret=SECRET, home=home, actor="system:backup", now=NOW)
    return path


def test_it_holds_every_table_and_every_file_but_those_made_again(made: Path) -> None:
    manifest = read_whole(made, SECRET).manifest
    assert manifest["tables"]["roster_org"]["rows"] == 6
    assert {"files/abc", "keys/sign.key", "runs/1/outcome/甲.csv"} <= manifest["files"].keys()
    assert "exports/made-again.csv" not in manifest["files"]


@pytest.mark.parametrize("word", ["城关一小", "roster_org", "sign.key", "manifest"])
def test_without_the_key_it_says_nothing(made: Path, word: str) -> None:
    assert word.encode() not in made.read_bytes()


def test_the_audit_says_that_it_was_made(made: Path) -> None:
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.details["rows"] > 6) == ("audit.backed_up", True)


@pytest.mark.parametrize("place", [0, 12, 40, 0.3, 0.6, -20, -1])
def test_a_flipped_byte_of_a_backup_is_found(made: Path, place: float) -> None:
    data = bytearray(made.read_bytes())
    data[int(place * len(data)) if 0 < place < 1 else int(place)] ^= 1
    made.write_bytes(data)
    with pytest.raises(NotReady, match=r"不是学衡的备份|密码不对|改动|不完整"):
        read_whole(made, SECRET)


def test_of_a_damaged_backup_no_part_is_taken_for_whole(made: Path) -> None:
    with pytest.raises(NotReady), opened(made, b"another passphrase") as archive:
        assert not isinstance(archive, Archive)


def test_only_the_latest_are_kept(tmp_path: Path) -> None:
    for day in "4213":
        (tmp_path / f"xueheng-2026090{day}.xhbackup").touch()
    (tmp_path / "other.xhbackup").touch()
    assert [path.name[-10:] for path in keep_latest(tmp_path, 2)] == ["1.xhbackup", "2.xhbackup"]
    assert len(list(tmp_path.glob("*.xhbackup"))) == 3


@pytest.mark.parametrize(("days", "codes"), [(0, []), (7, ["BACKUP_OLD"]), (100_000, [])])
def test_an_old_backup_is_told_of(made: Path, settings: Any, days: int, codes: list[str]) -> None:
    settings.XUEHENG_BACKUP_DAYS = days
    assert [found.code for found in checks.backed_up()] == codes


def test_a_history_without_a_backup_is_told_of(county: County, settings: Any) -> None:
    from xueheng.apps.audit.services import record

    assert list(checks.backed_up()) == []
    record("system:test", "x", subject=("x", 1), now=NOW)
    assert [found.code for found in checks.backed_up()] == ["BACKUP_MISSING"]
