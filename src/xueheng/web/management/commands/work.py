"""`work`: the one worker: takes up what a dead one left, then does what is waiting."""

from __future__ import annotations

import os
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from xueheng.apps.intake import services as intake
from xueheng.apps.runs import services as runs


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
        now = timezone.now()
        intake.restart_stale(now=now)
        runs.restart_stale(now=now)
        call_command("db_worker", interval=0.2, batch=options["batch"], startup_delay=False, verbosity=0)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
