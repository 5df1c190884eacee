"""Flips bytes of an SQLite home in a process of its own; says which of them nothing found, and what of it."""

import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

SQLITE = "xueheng.sqlite3"


def flipped(home: Path, n: int) -> Iterator[Path]:
    """Copies of a database, each with one bit of one byte turned."""
    data, chosen = (home / SQLITE).read_bytes(), random.Random(2026)
    for at in chosen.sample(range(len(data)), n):
        copy = home.with_name(f"{home.name}-{at}")
        copy.mkdir()
        (copy / SQLITE).write_bytes(data[:at] + bytes([data[at] ^ 1 << chosen.randrange(8)]) + data[at + 1 :])
        yield copy
        shutil.rmtree(copy)


def is_found(home: Path) -> bool:
    """What the doctor asks of a database."""
    from xueheng.apps.audit import engines
    from xueheng.apps.audit.keeping import place
    from xueheng.apps.audit.queries import breaks
    from xueheng.apps.audit.sums import UNREADABLE

    with place.database_in(home):
        try:
            return bool([*engines.sqlite(), *breaks()])
        except UNREADABLE:
            return True


def said(home: Path) -> dict[str, object]:
    """Everything that a backup of it would hold."""
    from django.apps import apps

    from xueheng.apps.audit.keeping import place, rows

    with place.database_in(home):
        return {table: rows.digest(model) for table, model in rows.tables(apps).items()}


def main(home: Path, n: int) -> None:
    import django

    django.setup()
    whole, found, harmless = said(home), 0, 0
    for copy in flipped(home, n):
        if is_found(copy):
            found += 1
        else:
            harmless += said(copy) == whole
    print(json.dumps({"tried": n, "found": found, "harmless": harmless, "missed": n - found - harmless}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
