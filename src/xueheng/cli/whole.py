"""Folders that appear whole: a failure while writing leaves nothing half-written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def whole(folder: Path, write: Callable[[Path], object]) -> None:
    """Fill a folder beside its place, then move every file and folder in over the old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".writing-") as made:
        write(Path(made))
        for file in sorted(Path(made).iterdir()):
            place = folder / file.name
            if place.is_dir():
                shutil.rmtree(place)
            file.replace(place)
