"""How many attacks there are: the generated ones grow with every address, role and form."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEAST = 1_500
ASK = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
FOUND = re.compile(r"(?:^|/)tests/security/(test_\w+)\.py::", re.MULTILINE)


@pytest.fixture(autouse=True)
def home() -> None:
    """No home: nothing runs."""


def test_there_are_enough_attacks(request: Any):
    here = "\n".join(item.nodeid for item in request.session.items)
    counts = Counter(FOUND.findall(here))
    if len(counts) < 2:  # this file alone is run
        told = subprocess.run([*ASK, "tests/security"], cwd=ROOT, capture_output=True, text=True, check=True)
        counts = Counter(FOUND.findall(told.stdout))
    print(*(f"{name} {n}" for name, n in sorted(counts.items())), sep="\n")
    assert sum(counts.values()) >= LEAST
