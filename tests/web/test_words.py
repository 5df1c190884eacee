"""Every word of the platform is said in English too."""

from __future__ import annotations

import runpy
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parents[1] for path in (ROOT / "src" / "xueheng").glob("*/**/locale/en"))
words = runpy.run_path(str(ROOT / "tools" / "words.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(ROOT).as_posix())
def test_every_word_has_its_english(room):
    assert words["missing"](words["catalogue"](room)) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(ROOT).as_posix())
def test_the_compiled_words_are_those_of_the_sources(room):
    wanted = GNUTranslations(BytesIO(words["mo_bytes"](words["catalogue"](room))))._catalog
    held = GNUTranslations(BytesIO(words["po_path"](room).with_suffix(".mo").read_bytes()))._catalog
    assert {k: v for k, v in held.items() if k} == {k: v for k, v in wanted.items() if k}
