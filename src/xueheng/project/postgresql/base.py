"""What SQLite gives by itself: from the beginning of a transaction to its end nobody else writes.

So an act that looks whether something is there already and then makes it is never overtaken, on either
database. Whoever only reads in one transaction sets `only_reads` and waits for nobody.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

LOCK = 0x7875_6568  # of this platform, in its own database


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns."""

    only_reads = False

    def set_autocommit(self, autocommit: bool, *more: Any, **named: Any) -> None:
        """Begin a transaction when its turn has come, or end one."""
        super().set_autocommit(autocommit, *more, **named)
        if not autocommit and not self.only_reads:
            with self.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
