"""Nodes of a YAML file into values of a declared type, with every problem and its line."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from xueheng.standards.words import Words, plain
from xueheng.standards.yaml_errors import (
    EMPTY_FILE,
    KEY_MISSING,
    KEY_NOT_A_WORD,
    KEY_TWICE,
    KEY_UNKNOWN,
    LIST_WANTED,
    MAPPING_WANTED,
    NOT_A,
    NOT_ALLOWED,
    NOT_TRUTH,
    NOT_UTF8,
    TOO_DEEP,
    VALUE_WANTED,
    Objection,
    Problem,
    YamlError,
    nearest,
)

T = TypeVar("T")
Node = yaml.Node
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULL = "tag:yaml.org,2002:null"
DEEPEST = 50


def compose(path: Traversable | Path) -> Node:
    """The one document of a YAML file as nodes that know their lines."""
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_depth(path.name, text)
        node = yaml.compose(text, Loader=LOADER)
    except UnicodeDecodeError as error:
        raise YamlError(path.name, 1, NOT_UTF8) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", None) or error)
        raise YamlError(path.name, mark.line + 1 if mark else 1, said) from error
    if node is None:
        raise YamlError(path.name, 1, EMPTY_FILE)
    return node


def _refuse_depth(file: str, text: str) -> None:
    # The C composer recurses without a limit: a hostile file would end the process.
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark = event.start_mark
            raise YamlError(file, mark.line + 1 if mark else 1, TOO_DEEP)


class Reader:
    """Turns nodes into values of a declared type and gathers what is wrong on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def fail(self, node: Node, message: Words) -> None:
        """Note a problem; the value read in its place is never used."""
        self.problems.append((node.start_mark.line + 1, message))

    def done(self, value: T) -> T:
        """The value read, or all problems of the file at once."""
        if not self.problems:
            return value
        first, *more = sorted(self.problems, key=lambda p: p[0])
        raise YamlError(self.file, *first, *more)

    def items(self, node: Node) -> list[Node]:
        """The nodes of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fail(node, LIST_WANTED)
        return []

    def pairs(self, node: Node) -> dict[str, Node]:
        """The nodes of a mapping by their keys; a key may stand once."""
        found: dict[str, Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, MAPPING_WANTED)
            return found
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fail(key, KEY_NOT_A_WORD)
            elif key.value in found:
                self.fail(key, KEY_TWICE.fill(key=key.value))
            else:
                found[key.value] = value
        return found

    def value(self, node: Node, kind: Any) -> Any:
        """The node as the declared type."""
        if dataclasses.is_dataclass(kind):
            return self.record(node, kind)
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self.one_of(node, get_args(kind))
        if origin is tuple:
            return tuple(self.value(item, get_args(kind)[0]) for item in self.items(node))
        if origin in (dict, Mapping):
            return self.mapping(node, *get_args(kind))
        if origin is Literal:
            return self.choice(node, get_args(kind))
        return self.scalar(node, kind)

    def mapping(self, node: Node, key_kind: Any, kind: Any) -> dict[Any, Any]:
        """The node as a mapping whose keys are of a declared type too."""
        return {
            self.value(yaml.ScalarNode("", key, value.start_mark), key_kind): self.value(value, kind)
            for key, value in self.pairs(node).items()
        }

    def one_of(self, node: Node, kinds: tuple[Any, ...]) -> Any:
        """The node as the first of several types that it fits."""
        if type(None) in kinds and isinstance(node, yaml.ScalarNode) and node.tag == NULL:
            return None
        before = len(self.problems)
        value = None
        for kind in (k for k in kinds if k is not type(None)):
            del self.problems[before:]
            value = self.value(node, kind)
            if len(self.problems) == before:
                break
        return value

    def record(self, node: Node, kind: Any) -> Any:
        """The node as a dataclass; a key is the field's name without a trailing underscore."""
        before = len(self.problems)
        hints = get_type_hints(kind)
        fields = {f.name.rstrip("_"): f for f in dataclasses.fields(kind)}
        pairs = self.pairs(node)
        for key in (k for k in pairs if k not in fields):
            self.fail(pairs[key], KEY_UNKNOWN.fill(key=key, hint=nearest(key, fields)))
        for key in (k for k, f in fields.items() if k not in pairs and _is_required(f)):
            self.fail(node, KEY_MISSING.fill(key=key))
        values = {f.name: self.value(pairs[k], hints[f.name]) for k, f in fields.items() if k in pairs}
        return self.built(node, kind, values) if len(self.problems) == before else None

    def built(self, node: Node, kind: Any, values: dict[str, Any]) -> Any:
        """The dataclass made of its values, or None and its own objection."""
        try:
            return kind(**values)
        except ValueError as error:
            self.fail(node, error.words if isinstance(error, Objection) else plain(str(error)))
        return None

    def choice(self, node: Node, options: tuple[Any, ...]) -> Any:
        """The node as one of the listed options."""
        text = self.scalar(node, str)
        named = {str(option): option for option in options}
        if text is not None and text not in named:
            self.fail(node, NOT_ALLOWED.fill(value=text, hint=nearest(text, named)))
        return named.get(text)

    def scalar(self, node: Node, kind: Any) -> Any:
        """The node as one value."""
        if not isinstance(node, yaml.ScalarNode) or node.tag == NULL:
            self.fail(node, VALUE_WANTED.fill(kind=kind.__name__))
            return None
        text = str(node.value)
        if kind is bool and text not in ("true", "false"):
            self.fail(node, NOT_TRUTH.fill(value=text))
        try:
            return _parsed(text, kind)
        except (ValueError, InvalidOperation):
            self.fail(node, NOT_A.fill(value=text, kind=kind.__name__))
        return None


def _parsed(text: str, kind: Any) -> Any:
    if kind is bool:
        return text == "true"
    value: Any = date.fromisoformat(text) if kind is date else kind(text)
    if kind is Decimal and not value.is_finite():
        raise ValueError(text)
    return value


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
