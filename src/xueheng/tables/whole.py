"""Files and folders that appear whole: a failure while writing leaves the old ones, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A place to fill; every file and folder that stands there in the end replaces the one of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".writing-") as made:
        yield Path(made)
        for file in sorted(Path(made).iterdir()):
            place = folder / file.name
            if place.is_dir():
                shutil.rmtree(place)
            file.replace(place)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write a file to; what stands there in the end becomes the file."""
    with whole_folder(path.parent) as made:
        yield made / path.name
