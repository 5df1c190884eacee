"""The words of the platform: Chinese in the sources, English for each, printed punctuation."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "xueheng"
SPEC = importlib.util.spec_from_file_location("words", ROOT / "tools" / "words.py")
words = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(words)

ROOMS = sorted(path.parent for path in SOURCE.glob("**/locale") if path.is_dir())
PLATFORM = [SOURCE / name for name in ("apps", "packs", "sample", "web", "project")]
FILES = sorted(p for folder in PLATFORM for p in folder.rglob("*") if p.suffix in (".html", ".py", ".yaml"))
ASKS = re.compile(r"\b_\(|% translate|% blocktranslate")
HALF = re.compile("[一-鿿][,;:?!](?![A-Za-z0-9/])|[一-鿿]\\(|\\)[一-鿿]")


def name(path):
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_every_word_has_its_english(room):
    assert words.missing(words.catalogue(room)) == []


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_the_catalogues_are_those_of_the_sources(room):
    held = words.po_path(room)
    wanted = words.catalogue(room)
    assert held.read_bytes() == words.po_bytes(wanted)
    assert held.with_suffix(".mo").read_bytes() == words.mo_bytes(wanted)


def test_every_word_is_in_some_room():
    folders = [p for folder in PLATFORM for p in folder.rglob("*") if p.suffix in (".html", ".py")]
    outside = [p for p in folders if not any(room in p.parents for room in ROOMS)]
    asking = [
        name(p) for p in outside if re.search(r"\b_\(|% translate|% blocktranslate", p.read_text("utf-8"))
    ]
    assert asking == []


def test_chinese_is_punctuated_as_it_is_printed():
    found = [f"{name(p)}: {m.group()}" for p in FILES for m in HALF.finditer(p.read_text("utf-8"))]
    assert found == []
