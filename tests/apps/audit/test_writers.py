"""留痕: many writers at once still make one chain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.own_home import around

SCRIPT = """
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from django.db import connection
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import breaks
from xueheng.apps.audit.services import record

with connection.schema_editor() as editor:
    editor.create_model(Entry)

def write(writer):
    for n in range(15):
        record(f"account:{writer}", "x", subject=("x", n), now=datetime.now(UTC))
    connection.close()

with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(4)))
print(Entry.objects.count(), len(breaks()))
"""


def test_four_writers_at_once_make_one_whole_chain(tmp_path: Path) -> None:
    environment = around(tmp_path, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    line = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["60", "0"], "")
