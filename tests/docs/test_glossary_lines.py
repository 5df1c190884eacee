"""Every public noun has a line in the glossary."""

import re
from pathlib import Path

from xueheng.cli.main import COMMANDS
from xueheng.methods.params import fields_of
from xueheng.methods.registry import method, method_names
from xueheng.tables.schema import schema_names

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
KNOWN = set(re.findall(r"`([^`]+)`", TEXT))
METHODS = [method(name) for name in method_names()]


def test_commands_and_methods_have_a_line():
    assert {*COMMANDS, *method_names()} - KNOWN == set()


def test_tables_have_a_line():
    outcome = {t.name for m in METHODS for t in m.tables}
    assert outcome | set(schema_names()) | {i.name for m in METHODS for i in m.inputs} <= KNOWN


def test_figures_have_a_line():
    assert {f.name for m in METHODS for f in m.figures} - KNOWN == set()


def test_parameters_have_a_line():
    assert {name for m in METHODS for name in fields_of(m.params)} - KNOWN == set()


def test_every_line_gives_the_chinese_word():
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    assert [row for row in rows if not re.search("[一-鿿]|-2", row.split("|")[2])] == []
