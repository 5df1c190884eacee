"""备份与恢复: the example county backed up, checked and restored, from and to either database.

Run with `python -m benchmarks.backup [--size county]`, from the root of the repository. Every command is a
process of its own, as an operator calls it; a restore compares every table and every file. Bar: 15 minutes.
"""

import argparse
import os
import subprocess
import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

BAR = 15 * 60
DATABASES = ("sqlite", "postgresql")


def timed(what: str, home: Path, environment: dict[str, str], *words: str) -> float:
    """How long a command took that ended well."""
    start = perf_counter()
    line = [sys.executable, "-m", *words]
    subprocess.run(line, env=environment | {"XUEHENG_HOME": str(home)}, check=True, capture_output=True)
    took = perf_counter() - start
    print(f"  {what}: {took:.1f} s", flush=True)
    return took


def place(folder: Path, database: str) -> tuple[Path, dict[str, str]]:
    """A new home and the environment in which it is on that database."""
    from tests.own_home import around

    home = folder / f"{len(list(folder.iterdir()))}-{database}"
    home.mkdir()
    held = around(home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    if database == "sqlite":
        held.pop("XUEHENG_DATABASE_URL")
    return home, held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("small", "county", "city"), default="county")
    size = parser.parse_args().size
    os.environ["XUEHENG_TEST_DATABASE"] = "postgresql"
    from tests.postgres import offer

    offer()
    with TemporaryDirectory() as name:
        folder, slowest = Path(name), 0.0
        secret = folder / "passphrase"
        secret.write_text("correct horse battery staple")
        for database in DATABASES:
            print(f"{database}, the {size}")
            home, held = place(folder, database)
            timed("init", home, held, "xueheng", "init")
            timed("sample", home, held, "django", "sample", "--size", size)
            backup, given = folder / f"{database}.xhbackup", ("--passphrase-file", str(secret))
            timed("backup", home, held, "xueheng", "backup", str(backup), *given)
            print(f"  the backup: {backup.stat().st_size / 2**20:.1f} MB")
            timed("doctor", home, held, "xueheng", "doctor")
            timed("doctor --backup", home, held, "xueheng", "doctor", "--backup", str(backup), *given)
        for source, target in product(DATABASES, DATABASES):
            home, held = place(folder, target)
            words = ("xueheng", "restore", str(folder / f"{source}.xhbackup"), *given)
            slowest = max(slowest, timed(f"restore from {source} to {target}", home, held, *words))
            timed("  doctor of it", home, held, "xueheng", "doctor")
    print(f"the slowest restore: {slowest:.1f} s (bar {BAR})")


if __name__ == "__main__":
    main()
