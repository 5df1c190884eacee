"""Bring the pages' scripts into the repository, or check them: `python tools/vendor.py [--check]`.

`vendor.json` names each package, its version and which of its members become files beside it. Without
`--check` the packages are packed by npm, the members copied unchanged and their digests written down; with
it nothing is fetched: every file must have the digest that stands there.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "src/xueheng/web/static/vendor"
MANIFEST = FOLDER / "vendor.json"


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def changed(entries: list[dict[str, Any]]) -> list[str]:
    """The files that are not what the manifest says."""
    files = {name: told for entry in entries for name, told in entry["sha256"].items()}
    strangers = {p.name for p in FOLDER.iterdir()} - set(files) - {MANIFEST.name}
    return sorted(strangers | {name for name, told in files.items() if not _is(FOLDER / name, told)})


def bring(entry: dict[str, Any]) -> None:
    """The members of a package stand beside the manifest, unchanged; its digests are those of the files."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{entry['package']}@{entry['version']}"
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, stdout=sys.stderr)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for name, member in entry["members"].items():
                held = archive.extractfile(f"package/{member}")
                if held is None:
                    raise SystemExit(f"{wanted} has no {member}")
                (FOLDER / name).write_bytes(held.read())
    names = [*entry["members"], *entry.get("texts", ())]
    entry["sha256"] = {name: digest((FOLDER / name).read_bytes()) for name in sorted(names)}


def main(options: list[str]) -> int:
    """1 when a file is not what the manifest says."""
    entries = json.loads(MANIFEST.read_text("utf-8"))
    if "--check" in options:
        wrong = changed(entries)
        print(*(f"changed: {name}" for name in wrong), sep="\n")
        return 1 if wrong else 0
    for entry in entries:
        bring(entry)
    MANIFEST.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0


def _is(path: Path, told: str) -> bool:
    return path.is_file() and digest(path.read_bytes()) == told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
