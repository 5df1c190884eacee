"""The words of the platform: Chinese in the sources, English for each, printed punctuation."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "xueheng"
SPEC = importlib.util.spec_from_file_location("words", ROOT / "tools" / "words.py")
words = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(words)

ROOMS = sorted(path.parent for path in SOURCE.glob("**/locale") if path.is_dir())
PLATFORM = [SOURCE / name for name in ("apps", "packs", "sample", "web", "project")]
YAML = sorted(p for folder in PLATFORM for p in folder.rglob("*.yaml"))
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


def strings(value):
    """Every text of a parsed YAML document."""
    if isinstance(value, dict | list):
        return [
            text for part in (value.values() if isinstance(value, dict) else value) for text in strings(part)
        ]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_source_words_are_punctuated_as_they_are_printed(room):
    ids = [part for m in words.extracted(room) for part in (m.id if isinstance(m.id, tuple) else (m.id,))]
    assert [text for text in ids if HALF.search(text)] == []


@pytest.mark.parametrize("path", YAML, ids=name)
def test_words_of_yaml_are_punctuated_as_they_are_printed(path):
    assert [text for text in strings(yaml.safe_load(path.read_text("utf-8"))) if HALF.search(text)] == []
