"""运算: a method on files: parameters, inputs through their schemas, lawful use, body, settled outcome."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from xueheng import __version__
from xueheng.methods.declare import Input, Method
from xueheng.methods.inputs import needed, read_input, read_tables, tables_of
from xueheng.methods.outcome import Outcome, issues_json, json_rows, json_value, settled
from xueheng.methods.params import ParameterError, params_json
from xueheng.methods.uses import exam_issues
from xueheng.standards.words import Lang
from xueheng.tables.check import Checked
from xueheng.tables.issues import Issue, Question, Refused, finding
from xueheng.tables.questions import known_answers, unknown_answers
from xueheng.tables.schema import Synonyms, schema

PACKAGE = "xueheng.methods"
BESIDE_COLUMNS = ("COLUMN_UNUSED", "COLUMN_UNNAMED", "CELLS_BEYOND", "DERIVED_IGNORED")
BESIDE_ROWS = ("SKIPPED_NOTE", "SKIPPED_TOTAL", "SKIPPED_EXAMPLE", "SKIPPED_INDEX", "SKIPPED_HEADER")
BESIDE = frozenset((*BESIDE_COLUMNS, *BESIDE_ROWS, "SHEET_UNUSED", "WRONG_EXTENSION"))
NONE_ADDED: Mapping[str, Synonyms] = MappingProxyType({})


@dataclass(frozen=True)
class InputFile:
    """A file as it was given: its path and the SHA-256 of its bytes."""

    path: Path
    sha256: str
    rows: int
    good_rows: int
    is_bare: bool  # the file holds the table and nothing above, below or beside it
    is_open: bool = False  # nothing of it is of the office alone, and no column of persons is in it


@dataclass(frozen=True)
class Run:
    """A run that was carried out: everything a receipt and a report need."""

    method: Method
    params: Any
    answers: Mapping[str, str]
    inputs: Mapping[str, InputFile]
    outcome: Outcome
    issues: tuple[Issue, ...]
    exam: Mapping[str, Any] | None = None
    synonyms: Mapping[str, Synonyms] = field(default_factory=dict)
    version: str = field(default=__version__)

    def as_json(self, lang: Lang) -> dict[str, Any]:
        """The run as `formats.md` fixes it."""
        return {
            "method": self.method.name,
            "version": self.method.version,
            "reproduces": self.method.reproduces,
            "params": params_json(self.params),
            "seed": getattr(self.params, "seed", None),
            "inputs": {name: file.sha256 for name, file in self.inputs.items()},
            "figures": json_value(self.outcome.figures),
            "tables": {name: json_rows(table) for name, table in self.outcome.tables.items()},
            "issues": issues_json(self.issues, lang),
        }


def run_method(
    declared: Method,
    files: Mapping[str, Path],
    *,
    params: Any,
    answers: Mapping[str, str],
    synonyms: Mapping[str, Synonyms] = NONE_ADDED,
) -> Run:
    """Carry a method out on files; Refused with every issue when the data cannot be used."""
    _known_answers(answers)
    needed(declared, files)
    checked = {
        name: read_input(declared.input(name), path, params, answers=answers, synonyms=synonyms)
        for name, path in files.items()
    }
    issues = _found(declared, checked)
    outcome: Outcome = _body(declared)(tables_of(declared, checked), params)
    said = (*issues, *outcome.issues)
    _refuse_errors(said, [])
    inputs = {name: _input(declared.input(name), path, checked[name]) for name, path in files.items()}
    exam = _exam(checked.get("exam"))
    return Run(declared, params, dict(answers), inputs, settled(outcome, declared), said, exam, synonyms)


def input_tables(run: Run) -> dict[str, pa.Table]:
    """The inputs of a run as its method read them."""
    files = {name: file.path for name, file in run.inputs.items()}
    return read_tables(run.method, files, params=run.params, answers=run.answers, synonyms=run.synonyms)


def _found(declared: Method, checked: Mapping[str, Checked]) -> list[Issue]:
    """What is to be said of the inputs, once nothing forbids using them."""
    issues = [replace(i, table=name) for name, table in checked.items() for i in table.issues]
    if any(i.name == "exam" for i in declared.inputs):
        issues += _exam_issues(checked.get("exam"))
    _refuse_errors(issues, [q for table in checked.values() for q in table.questions])
    return issues


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _input(spec: Input, path: Path, checked: Checked) -> InputFile:
    is_first = all(laid.header_rows in ((), (1,)) for laid in checked.laid)
    is_bare = is_first and not any(i.code in BESIDE for i in checked.issues)
    known = schema(spec.schema).columns if spec.schema else ()
    held = checked.table.column_names
    is_open = bool(known) and all(
        c.sensitivity == "public" or (c.sensitivity == "personal" and c.name not in held) for c in known
    )
    return InputFile(path, digest(path), checked.rows, checked.good_rows, is_bare, is_open)


def _exam(checked: Checked | None) -> Mapping[str, Any] | None:
    """The one row of the exam that the caller declared."""
    if checked is None or checked.table.num_rows == 0:
        return None
    row: dict[str, Any] = checked.table.slice(0, 1).to_pylist()[0]
    return row


def _exam_issues(checked: Checked | None) -> list[Issue]:
    """What the lawful-use rules say of the exam, once its declaration can be read."""
    if checked is not None and any(i.severity == "error" for i in checked.issues):
        return []
    if checked is not None and checked.table.num_rows > 1:
        found = finding("EXAM_ROWS", "error", package=PACKAGE, rows=checked.table.num_rows)
        return [replace(found, table="exam")]
    return exam_issues(_exam(checked), given=checked is not None)


def _known_answers(answers: Mapping[str, str]) -> None:
    if unknown := ", ".join(unknown_answers(answers)):
        raise ParameterError(f"没有这个回答 {unknown}；可用 / no such answer; known: {known_answers()}")


def _refuse_errors(issues: Iterable[Issue], questions: Iterable[Question]) -> None:
    listed, asked = tuple(issues), tuple(questions)
    if asked or any(i.severity == "error" for i in listed):
        raise Refused(listed, asked)


def _body(declared: Method) -> Any:
    module, name = declared.body.split(":")
    return getattr(importlib.import_module(module), name)
