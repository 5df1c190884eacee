"""体检: a byte that flips in a database is found, unless nothing was written where it lies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.own_home import around, changed, copied, rows
from tests.platform_home import County
from tests.postgres import CHOSEN

from xueheng.apps.audit import engines, sums
from xueheng.apps.roster.models import Org

HAS_ROW_SUMS = pytest.mark.skipif(CHOSEN, reason="PostgreSQL has checksums of its own")
WHERE = "SELECT current_setting('data_directory'), pg_relation_filepath('roster_org')"


def county_in(home: Path) -> dict[str, str]:
    """The environment of a new home with a county."""
    environment = around(home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    line = [
        sys.executable,
        "-m",
        "xueheng",
        "init",
        "--name",
        "青山县",
        "--code",
        "430299",
        "--home",
        str(home),
    ]
    subprocess.run(line, env=environment, check=True, capture_output=True)
    return environment


@HAS_ROW_SUMS
def test_no_flipped_byte_that_matters_is_missed(tmp_path: Path) -> None:
    environment = county_in(tmp_path / "home")
    line = [sys.executable, "-m", "tests.apps.audit.flips", str(tmp_path / "home"), "60"]
    done = subprocess.run(
        line, env=environment, check=True, capture_output=True, cwd=Path(__file__).parents[3]
    )
    told = json.loads(done.stdout)
    assert (told["missed"], told["found"] > 5) == (0, True)


@pytest.mark.django_db
@HAS_ROW_SUMS
class TestRowSums:
    """行校验."""

    def test_they_hold_while_rows_come_change_and_go(self, county: County) -> None:
        Org.objects.filter(pk=county.north.pk).update(name="城关一校")
        Org.objects.bulk_create([Org(code=str(n), kind="county", name="x", path="/") for n in range(9)])
        Org.objects.filter(code="3").delete()
        assert list(sums.unfit()) == []

    @pytest.mark.parametrize("change", ["UPDATE roster_org SET name = 'x'", "DELETE FROM roster_org"])
    def test_what_was_changed_behind_their_back_is_found(self, county: County, change: str) -> None:
        with connection.cursor() as cursor:
            for act in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER sum_roster_org_{act}")
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute(change)
            assert list(sums.unfit()) == ["roster_org"]
            sums.watch()
            assert list(sums.unfit()) == []

    def test_a_program_that_does_not_know_them_changes_nothing(self, tmp_path: Path) -> None:
        county_in(tmp_path)
        with pytest.raises(Exception, match="mixed"):
            changed(tmp_path, "INSERT INTO roster_tally VALUES ('a', 1, '2026-01-01', '2026-01-01')")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: Any) -> Path:
    """A home with a county that nobody uses."""
    home = tmp_path_factory.mktemp("untouched") / "home"
    county_in(home)
    return home


@pytest.mark.skipif(not CHOSEN, reason="wants a PostgreSQL")
@pytest.mark.django_db
class TestPostgresql:
    """PostgreSQL as it should be."""

    def test_a_new_server_is_as_it_should_be(self) -> None:
        assert [found.words.en for found in engines.postgresql()] == []

    @pytest.mark.parametrize("at", [9, 3000, 8000])
    def test_a_flipped_byte_of_a_page_is_found(self, untouched: Path, tmp_path: Path, at: int) -> None:
        copied(untouched, tmp_path / "copy", by_file=True)  # none of its pages is in memory
        [(folder, file)] = rows(tmp_path / "copy", WHERE)
        data = bytearray((Path(folder) / file).read_bytes())
        data[at] ^= 1
        (Path(folder) / file).write_bytes(data)
        line = [sys.executable, "-m", "xueheng", "doctor", "--home", str(tmp_path / "copy")]
        done = subprocess.run(
            line, env=around(tmp_path / "copy"), capture_output=True, text=True, check=False
        )
        assert (done.returncode, "roster_org: invalid page" in done.stdout) == (1, True)

    def test_a_setting_that_loses_data_is_told_of(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            assert "synchronous_commit" in next(engines.postgresql()).words.en
