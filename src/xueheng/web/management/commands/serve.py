"""`serve`: pages on one port of this machine, and the worker beside them."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

HOST, THREADS = "127.0.0.1", 6
UPLOAD = 256 * 1024 * 1024
GRACE, PAUSE, LONGEST_PAUSE = 5.0, 1.0, 60.0  # seconds


class Command(BaseCommand):
    """Serves until Ctrl+C."""

    help = "serve the pages"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port on this machine."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse an unready database, then serve."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(_("数据库还没有建好，请先运行 xueheng init。"), returncode=2)
        connection.close()
        try:
            server = waitress.create_server(
                get_wsgi_application(),
                host=HOST,
                port=options["port"],
                threads=THREADS,
                max_request_body_size=UPLOAD,
                ident=None,
            )
        except OSError as error:
            said = _("端口 %(port)s 已被占用，请用 --port 换一个。") % {"port": options["port"]}
            raise CommandError(said, returncode=2) from error
        self.stdout.write(
            _("请在浏览器打开 %(address)s（按 Ctrl+C 结束）")
            % {"address": f"http://{HOST}:{options['port']}"}
        )
        self.stdout.flush()
        with worker():
            server.run()


@contextmanager
def worker() -> Iterator[None]:
    """A worker beside us for as long as we serve: one that dies is followed by another."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ended,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(GRACE)


def _keep(ended: threading.Event) -> None:
    """Start a worker, wait until it dies or we end; wait longer after each that did not live long."""
    command = [sys.executable, "-m", "django", "work", "--attached"]
    pause = PAUSE
    while not ended.is_set():
        begun = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            while process.poll() is None and not ended.wait(0.2):
                pass
            process.terminate()
        pause = PAUSE if time.monotonic() - begun > LONGEST_PAUSE else pause
        ended.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
