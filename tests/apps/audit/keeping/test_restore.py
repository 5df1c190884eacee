"""恢复: complete and equal, or as before; an old copy is known as one; each command a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.own_home import around, copied, rows
from tests.postgres import CHOSEN
from tests.web.robust.serving import until

from xueheng.apps.roster.keyring import Ring

NAMES = "select name from roster_org order by code"
FILES = ("sample/甲.csv", "intake/campaigns/1/7.parquet", "mirror/1.sealed")
LAST = "select action, details from audit_entry order by sequence desc limit 1"


def xueheng(home: Path, *words: object, stop_at: str = "") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "xueheng", *map(str, words), "--home", str(home)]
    environment = around(home, XUEHENG_STOP_AT=stop_at)
    return subprocess.run(line, capture_output=True, encoding="utf-8", env=environment, check=False)


WRITES = """
import django, itertools, sys
django.setup()
from django.utils import timezone
from xueheng.apps.audit.services import record
for n in itertools.count():
    record("system:test", "x", subject=("x", n), now=timezone.now(), details={"text": "x" * 500})
    if n == 20:
        print("begun", flush=True)
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: Any) -> Path:
    """A folder with a county in a home, and a backup of it."""
    base = tmp_path_factory.mktemp("keeping")
    (base / "pass").write_text("correct horse battery")
    xueheng(base / "old", "init", "--name", "青山县", "--code", "430299")
    keys = Ring(base / "old" / "keys" / "field.key")
    for name in FILES:
        (base / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        said = keys.seal(b"x", name) if name.endswith(".sealed") else name.encode()
        (base / "old" / name).write_bytes(said)
    done = xueheng(base / "old", "backup", base / "b", "--passphrase-file", base / "pass")
    assert done.returncode == 0, done.stderr
    return base


@pytest.fixture
def restored(base: Path) -> Any:
    """Restore the backup into a home."""

    def into(home: Path, *more: object, stop_at: str = "") -> subprocess.CompletedProcess[str]:
        words = ("restore", base / "b", "--passphrase-file", base / "pass", "--json", *more)
        return xueheng(home, *words, stop_at=stop_at)

    return into


@pytest.fixture
def lived(base: Path, tmp_path: Path) -> Path:
    """A copy of the home in which something was done since the backup."""
    home = copied(base / "old", tmp_path / "home")
    xueheng(home, "init", "--name", "河口县", "--code", "430298")
    assert xueheng(home, "doctor").returncode == 0
    return home


def test_a_restored_platform_is_equal(base: Path, tmp_path: Path, restored: Any) -> None:
    told = json.loads(restored(tmp_path / "new").stdout)
    assert (told["lost"], told["breaks"], told["aside"]) == (0, 0, "")
    assert rows(tmp_path / "new", NAMES) == rows(base / "old", NAMES)


def test_a_restored_platform_is_healthy_and_knows_that_it_has_a_backup(tmp_path: Path, restored: Any) -> None:
    restored(tmp_path / "new")
    done = xueheng(tmp_path / "new", "doctor")
    assert (done.returncode, [line for line in done.stdout.splitlines() if line[0] in "✗!"]) == (0, [])


def test_what_was_sent_out_and_sealed_comes_back(base: Path, tmp_path: Path, restored: Any) -> None:
    restored(tmp_path / "new")
    assert [(tmp_path / "new" / n).read_bytes() == (base / "old" / n).read_bytes() for n in FILES] == [
        True
    ] * 3


def test_the_keys_come_back_for_their_owner_alone(base: Path, tmp_path: Path, restored: Any) -> None:
    restored(tmp_path / "new")
    key = tmp_path / "new" / "keys" / "web.key"
    assert key.read_bytes() == (base / "old" / "keys" / "web.key").read_bytes()
    assert key.stat().st_mode & 0o077 == 0


def test_a_full_place_is_refused_and_stays_as_it_is(lived: Path, restored: Any) -> None:
    before = rows(lived, NAMES)
    done = restored(lived)
    assert (done.returncode, "--replace" in done.stderr, rows(lived, NAMES)) == (1, True, before)


def test_an_old_copy_is_known_as_a_rollback(lived: Path, restored: Any) -> None:
    done = restored(lived, "--replace")
    assert (done.returncode, "--accept-rollback" in done.stderr) == (1, True)
    assert ("河口县",) in rows(lived, NAMES)
    assert not list(lived.parent.glob(".*restoring"))


def test_an_accepted_rollback_is_told_and_the_old_home_is_kept(lived: Path, restored: Any) -> None:
    told = json.loads(restored(lived, "--replace", "--accept-rollback").stdout)
    [(action, details)] = rows(lived, LAST)
    assert (action, told["lost"] > 0) == ("audit.restored", True)
    assert len((details if isinstance(details, dict) else json.loads(details))["lost"]) == told["lost"]
    assert (Path(told["aside"]) / FILES[0]).is_file()
    assert xueheng(lived, "doctor").returncode == 0


def test_a_head_kept_outside_betrays_an_old_copy(tmp_path: Path, restored: Any) -> None:
    paper = tmp_path / "head.json"
    paper.write_text(json.dumps({"sequence": 900, "hash": "a" * 64, "at": None}))
    done = restored(tmp_path / "new", "--expect-head", paper)
    assert (done.returncode, list((tmp_path / "new").iterdir())) == (1, [])


@pytest.mark.parametrize("what", ["another passphrase", "a flipped byte", "a cut tail"])
def test_of_a_bad_backup_nothing_is_restored(base: Path, tmp_path: Path, what: str) -> None:
    data, secret = bytearray((base / "b").read_bytes()), tmp_path / "pass"
    secret.write_text("correct horse battery" + " no" * (what == "another passphrase"))
    data[-100] ^= what == "a flipped byte"
    (tmp_path / "b").write_bytes(data[: -50 if what == "a cut tail" else None])
    done = xueheng(tmp_path / "new", "restore", tmp_path / "b", "--passphrase-file", secret)
    assert (done.returncode, list((tmp_path / "new").iterdir())) == (1, [])


@pytest.mark.parametrize("point", ["loaded", "committed", "in_place"])
def test_killed_while_restoring_it_is_before_or_after(
    base: Path, tmp_path: Path, restored: Any, point: str
) -> None:
    home = tmp_path / "new"
    assert restored(home, stop_at=f"audit.restore.{point}").returncode == -9
    is_after = any(home.iterdir())
    assert is_after == (point == "in_place")
    assert is_after or restored(home).returncode == 0
    assert (rows(home, NAMES), xueheng(home, "doctor").returncode) == (rows(base / "old", NAMES), 0)


@pytest.mark.parametrize(("point", "n"), [("written", 0), ("in_place", 1)])
def test_killed_while_backing_up_there_is_a_whole_one_or_none(
    base: Path, tmp_path: Path, point: str, n: int
) -> None:
    words = ("backup", tmp_path, "--passphrase-file", base / "pass")
    assert xueheng(base / "old", *words, stop_at=f"audit.back_up.{point}").returncode == -9
    made = list(tmp_path.glob("xueheng-*.xhbackup"))
    checked = [xueheng(base / "old", "doctor", "--backup", p, *words[2:]).returncode for p in made]
    assert checked == [0] * n


def test_what_is_backed_up_and_checked_while_others_write_is_of_one_instant(
    base: Path, lived: Path, tmp_path: Path
) -> None:
    environment = around(lived, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    line, secret = [sys.executable, "-c", WRITES], ("--passphrase-file", base / "pass")
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        done = [xueheng(lived, "backup", tmp_path / "b", *secret), xueheng(lived, "doctor")]
        writer.kill()
    done += [
        xueheng(tmp_path / "new", "restore", tmp_path / "b", *secret),
        xueheng(tmp_path / "new", "doctor"),
    ]
    assert [one.returncode for one in done] == [0] * 4, [one.stdout + one.stderr for one in done]


def test_a_home_at_work_is_not_replaced(base: Path, lived: Path, restored: Any) -> None:
    line = [sys.executable, "-m", "django", "work", "--attached"]
    environment = around(lived, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    (lived / "worker.lock").unlink(missing_ok=True)
    with subprocess.Popen(line, stdin=subprocess.PIPE, env=environment) as work:
        until((lived / "worker.lock").is_file)
        done = restored(lived, "--replace", "--accept-rollback")
        assert work.stdin is not None
        work.stdin.close()
    assert (done.returncode, "先停下" in done.stderr) == (1, True)


@pytest.mark.skipif(not CHOSEN, reason="wants both databases at once")
@pytest.mark.parametrize("way", [(True, False), (False, True)], ids=["to SQLite", "from SQLite"])
def test_either_database_restores_what_the_other_held(base: Path, tmp_path: Path, way: Any) -> None:
    homes, at = [tmp_path / "one", tmp_path / "two"], []
    for home, is_postgresql in zip(homes, way, strict=True):
        held = around(home)
        at.append(held if is_postgresql else {k: v for k, v in held.items() if k != "XUEHENG_DATABASE_URL"})
    secret = ("--passphrase-file", base / "pass")
    for home, environment, words in (
        (homes[0], at[0], ("init", "--name", "青山县", "--code", "430299")),
        (homes[0], at[0], ("backup", tmp_path / "b", *secret)),
        (homes[1], at[1], ("restore", tmp_path / "b", *secret)),
        (homes[1], at[1], ("doctor",)),
    ):
        line = [sys.executable, "-m", "xueheng", *map(str, words), "--home", str(home)]
        done = subprocess.run(line, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
