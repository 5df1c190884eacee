"""`xueheng map`: from a function of the bureau to the method, its parts, and the file and line of each."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xueheng
from xueheng.methods.declare import Method
from xueheng.methods.registry import method, method_names

ROOT = Path(xueheng.__file__).parent


def main(options: argparse.Namespace) -> int:
    """Print the map of all methods."""
    found = [part for name in method_names() for part in parts(method(name), options.lang)]
    if options.json:
        print(json.dumps({"parts": found}, ensure_ascii=False))
        return 0
    shown = None
    for part in found:
        head = f"{part['function']}  ->  {part['method']}"
        if head != shown:
            print(head)
            shown = head
        print(f"  {part['part']:<12} {part['place']}")
    return 0


def parts(declared: Method, lang: Any) -> Iterator[dict[str, str]]:
    """Each part of a method with the place where it stands."""
    module, function = declared.body.split(":")
    package = module.rpartition(".")[0]
    places = [("method", _place(package, "METHOD")), ("body", _place(module, function))]
    places += [("engine", name) for name in _engines(package)]
    places += [("table", f"tables/schemas/{i.schema}.yaml:1") for i in declared.inputs if i.schema]
    places += [("standard", f"standards/{name}.yaml:1") for name in declared.sources]
    places.append(("report", _place(f"xueheng.reports.runs.{declared.name.replace('.', '_')}", "compose")))
    for served in declared.serves:
        for part, place in dict.fromkeys(places):
            yield {"function": served.say(lang), "method": declared.name, "part": part, "place": place}


def _place(module: str, name: str) -> str:
    """`folder/file.py:line` where a name is defined at the top of a module."""
    file = _file(module)
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        named = getattr(node, "name", None) or getattr(getattr(node, "targets", [None])[0], "id", None)
        if named == name:
            return f"{_shown(file)}:{node.lineno}"
    return f"{_shown(file)}:1"


def _engines(package: str) -> list[str]:
    """The engine modules that a method's modules import."""
    found: dict[str, None] = {}
    for file in sorted(_file(package).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _imported(node):
                found[f"{_shown(_file(name))}:1"] = None
    return sorted(found)


def _imported(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("xueheng.engine"):
        return []
    if node.module == "xueheng.engine":
        return [f"xueheng.engine.{alias.name}" for alias in node.names]
    return [str(node.module)]


def _file(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    return Path(spec.origin)


def _shown(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
