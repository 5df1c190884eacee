"""Whether the files of the store are those that the rows name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from xueheng.apps.audit.health import Finding, health
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.store import frozen_path, home, raw_path
from xueheng.standards.words import Words


@health("intake")
def intake() -> Iterator[Finding]:
    """收数: files that are missing or altered, and such as nothing names."""
    for path in missing():
        yield Finding("FILE_MISSING", Words(f"缺少文件 {_shown(path)}", f"file missing: {_shown(path)}"))
    for path in altered():
        yield Finding("FILE_ALTERED", Words(f"文件被改动 {_shown(path)}", f"file altered: {_shown(path)}"))
    for path in orphans():
        words = Words(f"没有记录用到文件 {_shown(path)}", f"no row names the file {_shown(path)}")
        yield Finding("FILE_ORPHAN", words, is_grave=False)


def missing() -> list[Path]:
    """Files that a row names and that are not there."""
    return [path for path in _named() if not path.is_file()]


def altered() -> list[Path]:
    """Files whose bytes are no longer those of their name."""
    return [path for path in _named() if path.is_file() and _digest(path) != path.name.partition(".")[0]]


def orphans() -> list[Path]:
    """Files that no row names: what a power cut leaves; harmless."""
    named = set(_named())
    lying = (path for folder in ("files", "datasets") for path in sorted((home() / folder).glob("*")))
    return [path for path in lying if path not in named]


def _named() -> list[Path]:
    raw = Upload.objects.exclude(sha256="").values_list("sha256", flat=True).distinct()
    frozen = Dataset.objects.values_list("sha256", flat=True).distinct()
    return [*map(raw_path, sorted(raw)), *map(frozen_path, sorted(frozen))]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shown(path: Path) -> str:
    return path.relative_to(home()).as_posix()
