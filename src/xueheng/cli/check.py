"""`xueheng check`: every shipped YAML file, and the evaluation schemes that are given."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from xueheng.cli.main import UsageError, said
from xueheng.methods.registry import method, method_names
from xueheng.standards.inventory import READERS, everything
from xueheng.standards.scheme import load_scheme, scheme_judgement
from xueheng.standards.words import Words, catalogue, plain
from xueheng.standards.yaml_source import YamlError
from xueheng.tables import rule_check
from xueheng.tables.schema import schema, schema_names

RUNS = "reports.runs"
CATALOGUES = ("tables", "methods", "reports", RUNS, f"{RUNS}.admission", f"{RUNS}.logistics", "cli")


def main(options: argparse.Namespace) -> int:
    """Check all; 1 when anything is wrong or a scheme holds a forbidden use."""
    problems = [*everything(), *_tables(), *_catalogues(), *_methods()]
    advice: list[Words] = []
    for path in options.schemes:
        found = _scheme(path)
        problems += found["refused"]
        advice += found["noted"]
    if options.json:
        lists = {"problems": problems, "advice": advice}
        said_all = {name: [w.say(options.lang) for w in words] for name, words in lists.items()}
        print(json.dumps(said_all, ensure_ascii=False))
    else:
        _tell(problems, advice, options)
    return 1 if problems else 0


def _tell(problems: list[Words], advice: list[Words], options: argparse.Namespace) -> None:
    n = sum(1 for _ in files("xueheng").joinpath("standards", "uses").iterdir()) + len(READERS) - 1
    checked = n + len(schema_names()) + len(CATALOGUES) + len(method_names())
    if not problems:
        print(said("all_good", options.lang, files=checked + len(options.schemes)))
    else:
        print(said("problems", options.lang, n=len(problems)))
    for words in (*problems, *advice):
        print(f"  {words.say(options.lang)}")


def _scheme(path: Path) -> dict[str, list[Words]]:
    if not path.is_file():
        raise UsageError(f"没有这个文件 / there is no file {path}")
    try:
        scheme = load_scheme(path)
    except YamlError as error:
        return {"refused": list(error.problems), "noted": []}
    judged = scheme_judgement(scheme)
    refused = [_placed(path, r.criterion, r.message) for r in judged.refusals]
    noted = [_placed(path, a.criterion, a.message) for a in judged.advice]
    return {"refused": refused, "noted": noted + [x.message for x in judged.lifted]}


def _placed(path: Path, criterion: str, words: Words) -> Words:
    place = f"{path.name} {criterion}".rstrip()
    return Words(f"{place}：{words.zh}", f"{place}: {words.en}")


def _tables() -> Iterator[Words]:
    for name in schema_names():
        try:
            found = schema(name)
        except YamlError as error:
            yield from error.problems
            continue
        names = [c.name for c in found.columns]
        if found.name != name:
            yield plain(f"schemas/{name}.yaml: name is {found.name}")
        yield from (plain(f"schemas/{name}.yaml: key {k}") for k in found.key if k not in names)
        yield from (plain(f"schemas/{name}.yaml: {n} stands twice") for n in names if names.count(n) > 1)
    yield from rule_check.problems()


def _catalogues() -> Iterator[Words]:
    for package in CATALOGUES:
        try:
            catalogue(f"xueheng.{package}")
        except YamlError as error:
            yield from error.problems


def _methods() -> Iterator[Words]:
    for name in method_names():
        try:
            declared: Any = method(name)
        except YamlError as error:
            yield from error.problems
            continue
        for source in declared.sources:
            if f"{source}.yaml" not in READERS:
                yield plain(f"{name}: standards/{source}.yaml is not read by anything")
        for given in declared.inputs:
            if given.schema is not None and given.schema not in schema_names():
                yield plain(f"{name}: no schema {given.schema}")
