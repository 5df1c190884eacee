"""How many attacks there are: the generated ones grow with every address, role and form."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEAST = 1_500
ASK = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/security"]


def test_there_are_enough_attacks():
    told = subprocess.run(ASK, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = Counter(re.findall(r"^tests/security/(test_\w+)\.py", told, re.MULTILINE))
    per_file = re.findall(r"^tests/security/(test_\w+)\.py: (\d+)$", told, re.MULTILINE)
    counted = {name: int(n) for name, n in per_file} or found
    print(*(f"{name} {n}" for name, n in sorted(counted.items())), sep="\n")
    assert sum(counted.values()) >= LEAST
