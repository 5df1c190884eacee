"""No file tells where it was made: no package index, no folder of one machine, no lock with addresses."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile("|".join(rf"\b{name}\." for name in ("pypi", "files.pythonhosted", "registry.npmjs")))
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|farm)/")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file that is tracked, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    named = listed.stdout.splitlines() or [
        p.relative_to(ROOT).as_posix() for p in (ROOT / "src").rglob("*.*")
    ]
    found = {name: (ROOT / name).read_bytes() for name in named if (ROOT / name).is_file()}
    return {name: data.decode("utf-8", "replace") for name, data in found.items() if b"\0" not in data}


def test_no_file_names_a_package_index(texts: dict[str, str]):
    assert [name for name, text in texts.items() if HOSTS.search(text)] == []


def test_no_file_names_a_folder_of_one_machine(texts: dict[str, str]):
    assert [name for name, text in texts.items() if MACHINE.search(text)] == []


def test_there_is_no_lock_with_addresses(texts: dict[str, str]):
    assert [name for name in texts if name.endswith(("uv.lock", "pylock.toml"))] == []
    assert [name for name, text in texts.items() if name.endswith(".lock") and "://" in text] == []
