"""Scripts of others stand in the repository as their makers published them."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
vendor = runpy.run_path(str(ROOT / "tools" / "vendor.py"))


def test_every_file_has_the_digest_of_the_manifest():
    assert vendor["changed"](json.loads(vendor["MANIFEST"].read_text("utf-8"))) == []


def test_every_package_names_its_licence_and_ships_the_text():
    entries = json.loads(vendor["MANIFEST"].read_text("utf-8"))
    assert all(entry["licence"] and any("LICENSE" in name for name in entry["sha256"]) for entry in entries)
