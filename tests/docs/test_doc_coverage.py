"""Whatever a user can type, name or meet stands in the reference."""

import argparse
from pathlib import Path

import pytest

from xueheng.cli.main import COMMANDS, parser
from xueheng.cli.settings import SETTINGS
from xueheng.indicators.registry import indicator, indicator_names
from xueheng.methods.params import fields_of
from xueheng.methods.registry import method, method_names
from xueheng.standards.clauses import clauses
from xueheng.standards.code_lists import code_list, code_list_names
from xueheng.standards.words import catalogue
from xueheng.tables.context import KEYS
from xueheng.tables.questions import ANSWERS
from xueheng.tables.schema import schema, schema_names

Pages = dict[str, str]


def absent(words: set[str], page: str) -> set[str]:
    return {word for word in words if f"`{word}" not in page}


def arguments(command: str) -> list[argparse.Action]:
    commands = next(a for a in parser("zh")._actions if isinstance(a, argparse._SubParsersAction))
    return [a for a in commands.choices[command]._actions if a.dest != "help"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_explained(command: str, reference: Pages):
    section = reference["cli.md"].partition(f"## `xueheng {command}`")[2].partition("\n## ")[0]
    assert section
    assert absent({o for a in arguments(command) for o in a.option_strings}, section) == set()


def test_every_setting_is_explained(reference: Pages):
    assert absent({s.variable for s in SETTINGS}, reference["settings.md"]) == set()


@pytest.mark.parametrize("name", method_names())
def test_every_part_of_a_method_is_explained(name: str, reference: Pages):
    declared = method(name)
    parts = {i.name for i in declared.inputs} | set(fields_of(declared.params))
    parts |= {t.name for t in declared.tables} | {c.name for t in declared.tables for c in t.columns}
    parts |= {f.name for f in declared.figures}
    assert absent(parts, reference[f"methods/{name}.md"]) == set()


@pytest.mark.parametrize("name", indicator_names())
def test_every_indicator_is_explained(name: str, reference: Pages):
    found = indicator(name)
    assert absent({*found.gives, *found.takes}, reference[f"indicators/{name}.md"]) == set()
    assert found.meaning in reference[f"indicators/{name}.md"]


@pytest.mark.parametrize("name", indicator_names())
def test_every_indicator_has_a_table_to_check_by_hand(name: str, reference: Pages):
    assert reference[f"indicators/{name}.md"].count("\n| --- |") >= 3


@pytest.mark.parametrize("name", schema_names())
def test_every_column_and_rule_of_a_schema_is_explained(name: str, reference: Pages):
    section = reference["tables.md"].partition(f"## `{name}`")[2].partition("\n## ")[0]
    parts = {c.name for c in schema(name).columns} | {use.rule for use in schema(name).rules}
    assert absent(parts, section) == set()


@pytest.mark.parametrize("name", code_list_names())
def test_every_code_of_a_list_is_explained(name: str, reference: Pages):
    section = reference["codelists.md"].partition(f"## `{name}`")[2].partition("\n## ")[0]
    assert absent(set(code_list(name)), section) == set()


def test_whatever_a_context_may_hold_and_a_question_be_answered_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "howto" / "check-a-workbook.md").read_text("utf-8")
    answers = {f"{code}={option}" for code, options in ANSWERS.items() for option in options}
    assert absent({*KEYS, *answers}, page) == set()


def test_every_clause_stands_with_its_words(reference: Pages):
    page = reference["uses.md"]
    assert [c.id for c in clauses() if c.words.zh not in page or c.source.doc not in page] == []


@pytest.mark.parametrize("layer", ["tables", "methods", "standards"])
def test_every_code_of_an_issue_is_explained(layer: str, reference: Pages):
    assert absent(set(catalogue(f"xueheng.{layer}")), reference["messages.md"]) == set()
