"""What a run keeps in the home folder: frozen inputs, outcome, receipt, documents; written whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from xueheng.apps.intake.store import rows_in
from xueheng.apps.runs.models import Run
from xueheng.methods.outcome import Outcome, Rule, csv_bytes, json_value
from xueheng.methods.params import params_json, parse_params
from xueheng.methods.receipt import json_bytes
from xueheng.methods.registry import method
from xueheng.methods.run import InputFile, digest
from xueheng.methods.run import Run as Computed
from xueheng.standards.words import Words
from xueheng.tables.issues import Issue, Question

OUTCOME, INPUTS, REPORT = "outcome", "inputs", "report"
BUNDLE, PUBLIC_BUNDLE = "run.xhb.zip", "run.public.xhb.zip"
RECORD = "record.json"  # what the computed run knows beside its tables
ROWS = 2**15  # of an outcome table that are read at least, where one person's are asked for
DECIMAL = "$decimal"  # marks an exact decimal in the record


def folder(run: Run) -> Path:
    """Where the files of a run stand."""
    return Path(settings.XUEHENG_HOME) / "runs" / str(run.pk)


def write_outcome(computed: Computed, place: Path) -> str:
    """The outcome as CSV and Parquet, its figures and the record; the digest of tables and figures."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    held = {f"{name}.csv": csv_bytes(table) for name, table in computed.outcome.tables.items()}
    held["figures.json"] = json_bytes(json_value(computed.outcome.figures))
    for name, data in held.items():
        (place / name).write_bytes(data)
    for name, table in computed.outcome.tables.items():
        pq.write_table(table, place / f"{name}.parquet", row_group_size=ROWS)
    record = json.dumps(_record(computed), ensure_ascii=False, default=_tagged)
    (place / RECORD).write_text(record, encoding="utf-8")
    return result_digest(held)


def result_digest(members: Mapping[str, bytes]) -> str:
    """The SHA-256 over the outcome's CSV tables and figures, by name."""
    lines = [f"{name}:{sha256(data).hexdigest()}\n" for name, data in sorted(members.items())]
    return sha256("".join(lines).encode()).hexdigest()


def digests(place: Path, names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of every file under the named parts of a run's folder."""
    parts = [place / name for name in names]
    files = [file for part in parts for file in ([part] if part.is_file() else part.rglob("*"))]
    return {file.relative_to(place).as_posix(): digest(file) for file in sorted(files) if file.is_file()}


def read_outcome(run: Run) -> Computed:
    """The run as it was computed, from what is stored; nothing is computed again."""
    place = folder(run)
    record = json.loads((place / OUTCOME / RECORD).read_text("utf-8"), object_hook=_untagged)
    declared = replace(method(run.method), version=record["method_version"])
    tables = {name: rows_in(place / OUTCOME / f"{name}.parquet") for name in record["tables"]}
    issues = tuple(issue_of(said) for said in record["issues"])
    rules = tuple(Rule(**said) for said in record["rules"])
    return Computed(
        declared,
        parse_params(declared.params, [], document=record["params"]),
        record["answers"],
        {name: _input(place, said) for name, said in record["inputs"].items()},
        Outcome(tables, record["figures"], (), rules),
        issues,
        record["exam"],
        record["synonyms"],
        record["engine"],
    )


def issue_json(issue: Issue) -> dict[str, Any]:
    """An issue with its words in both languages."""
    return asdict(issue)


def question_json(question: Question) -> dict[str, Any]:
    """A question that nobody has answered, as an issue is stored."""
    return {"code": question.code, "severity": "error", "words": asdict(question.words)}


def issue_of(said: Mapping[str, Any]) -> Issue:
    """The issue that was stored."""
    return Issue(**{**said, "words": Words(**said["words"])})


def _record(computed: Computed) -> dict[str, Any]:
    return {
        "method_version": computed.method.version,
        "engine": computed.version,
        "params": params_json(computed.params),
        "answers": dict(computed.answers),
        "inputs": {name: _input_json(file) for name, file in computed.inputs.items()},
        "tables": list(computed.outcome.tables),
        "figures": computed.outcome.figures,
        "issues": [issue_json(issue) for issue in computed.issues],
        "rules": [asdict(rule) for rule in computed.outcome.rules],
        "exam": computed.exam,
        "synonyms": computed.synonyms,
    }


def _input_json(file: InputFile) -> dict[str, Any]:
    said = {f.name: getattr(file, f.name) for f in fields(InputFile)}
    return said | {"path": file.path.name}


def _input(place: Path, said: Mapping[str, Any]) -> InputFile:
    return InputFile(**{**said, "path": place / INPUTS / said["path"]})


def _tagged(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {DECIMAL: str(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _untagged(said: dict[str, Any]) -> Any:
    return Decimal(said[DECIMAL]) if said.keys() == {DECIMAL} else said
