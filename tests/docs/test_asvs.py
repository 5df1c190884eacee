"""The table of ASVS: 224 requirements, each once, each with a test that exists or with a reason."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ROWS = yaml.safe_load((ROOT / "docs" / "asvs.yaml").read_text("utf-8"))
MAIN = [row for row in ROWS if not row.get("appendix")]
KINDS = ("test", "configuration", "not_applicable", "open")
EXTRA = {"1.2.10", "2.3.5", "2.4.2", "5.2.6", "5.3.3", "15.4.1", "15.4.2"}  # of level 3
NAMED = re.compile(r"(?:docs|src)/[\w/.-]+\.\w+|\bapps/[\w/]+\.\w+")
CLIENT = {"10.1.1", "10.1.2", "10.2.1", "10.2.2", "10.2.3", *(f"10.5.{n}" for n in range(1, 6))}


@cache
def held_in(path: Path) -> frozenset[str]:
    """The tests that a file holds at its top."""
    found = ast.parse(path.read_text("utf-8")).body if path.is_file() else ()
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef))


def is_test(name: str) -> bool:
    """True for a test that pytest collects."""
    module, _dot, function = name.rpartition(".")
    path = ROOT / f"{module.replace('.', '/')}.py"
    return path.name.startswith("test_") and function.startswith("test_") and function in held_in(path)


def test_there_are_224_and_each_stands_once():
    ids = [row["id"] for row in MAIN]
    assert (len(ids), len(set(ids))) == (224, 224)
    assert {row["id"] for row in MAIN if row["level"] == 3} == EXTRA
    assert not [one for one in ids if one.startswith(("10.", "17."))]


def test_the_client_of_an_identity_provider_is_an_appendix():
    assert {row["id"] for row in ROWS if row.get("appendix")} == CLIENT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_requirement_is_answered_in_one_way_and_never_by_nothing(row: dict[str, Any]):
    [kind] = [one for one in KINDS if one in row]
    said = row[kind]
    assert all(row[lang].strip() for lang in ("zh", "en"))
    assert said if kind == "test" else len(said["zh"]) > 5 and len(said["en"]) > 5


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in row.get("test", ())}))
def test_a_named_test_exists(name: str):
    assert is_test(name)


@pytest.mark.parametrize("row", [row for row in ROWS if "configuration" in row], ids=lambda row: row["id"])
def test_a_named_file_exists(row: dict[str, Any]):
    named = NAMED.findall(f"{row['configuration']['zh']} {row['configuration']['en']}")
    places = (ROOT, ROOT / "src" / "xueheng")
    assert [one for one in named if not any((place / one).is_file() for place in places)] == []
