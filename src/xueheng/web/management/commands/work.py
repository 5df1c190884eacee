"""`work`: the one worker: takes up what a dead one left, then does what is waiting."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from xueheng.apps.intake import services as intake
from xueheng.apps.intake.campaigns import services as campaigns
from xueheng.apps.intake.shredding.carrying import restart_stale as restart_shredding
from xueheng.apps.runs import services as runs

LOCK, PATIENCE = "worker.lock", 1_000_000  # seconds


class Command(BaseCommand):
    """Runs until it is told to stop, or until whoever started it is gone."""

    help = "do background work"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With `--attached` the worker ends when its standard input closes."""
        parser.add_argument("--attached", action="store_true")
        parser.add_argument("--batch", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restart what is stale, then serve the queue."""
        if options["attached"]:
            threading.Thread(target=_end_with_parent, daemon=True).start()
        with _alone():
            now = timezone.now()
            intake.restart_stale(now=now)
            runs.restart_stale(now=now)
            restart_shredding()
            campaigns.restart_stale()
            call_command("db_worker", interval=0.2, batch=options["batch"], startup_delay=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else works in this home; SQLite's own lock goes with the process, however it ends."""
    lock = settings.XUEHENG_HOME / LOCK
    with closing(sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        yield


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
