"""The page *Follow one number* names files and functions that exist and the number as it is."""

import ast
import re
from pathlib import Path

import pytest

from xueheng.methods.exam_quality.pupils import SCALE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "explanation" / "follow-one-number.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
FILES = sorted(set(re.findall(r"`((?:examples|tables)/[\w./]+\.(?:csv|yaml))`", PAGE)))


def defined(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


@pytest.mark.parametrize(("file", "function"), NAMED)
def test_a_function_on_the_way_exists(file: str, function: str):
    assert function in defined(ROOT / "src" / "xueheng" / file)


@pytest.mark.parametrize("file", FILES)
def test_a_file_on_the_way_exists(file: str):
    assert (ROOT / file).is_file() or (ROOT / "src" / "xueheng" / file).is_file()


def test_the_way_goes_through_the_layers():
    layers = {file.partition("/")[0] for file, _ in NAMED}
    assert layers >= {"cli", "tables", "standards", "methods", "engine", "reports"}


def test_the_cell_stands_on_the_line_that_the_page_names():
    line = int(re.search(r"physics\.csv`, line (\d+)", PAGE)[1])
    lines = (ROOT / "examples" / "score_table_2024" / "physics.csv").read_text("utf-8").splitlines()
    assert lines[line - 1] == "600,474,17613"


def test_the_scaled_mark_is_the_one_that_the_page_gives():
    assert f"the integer {600 * SCALE} " in PAGE
