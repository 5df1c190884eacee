"""同义列名: headings that a bureau adds to those of a table, kept in its home folder."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from yaml import Node

from xueheng.standards.yaml_errors import KEY_UNKNOWN, nearest
from xueheng.standards.yaml_reader import Reader, compose
from xueheng.tables.schema import Synonyms, named, schema, schema_names

FILE = "synonyms.yaml"  # table: {column: [heading, ...]}; a column goes by any heading that it has


def user_synonyms(home: Path) -> dict[str, Synonyms]:
    """The added headings by table and column; none without the file. YamlError names line and key."""
    path = home / FILE
    if not path.is_file():
        return {}
    read = Reader(FILE)
    tables = _known(read, compose(path), schema_names())
    return read.done({table: _columns(read, node, table) for table, node in tables.items()})


def _columns(read: Reader, node: Node, table: str) -> Synonyms:
    found = schema(table)
    columns = {named(found, key): key for key in read.pairs(node)}
    pairs = _known(read, node, {columns.get(c.name, c.name) for c in found.columns})
    return {named(found, key): read.value(value, tuple[str, ...]) for key, value in pairs.items()}


def _known(read: Reader, node: Node, names: Collection[str]) -> dict[str, Node]:
    """The pairs of a mapping whose keys are on a list; the others are told with the nearest name."""
    pairs = read.pairs(node)
    for key in pairs.keys() - set(names):
        read.fail(pairs[key], KEY_UNKNOWN.fill(key=key, hint=nearest(key, sorted(names))))
    return {key: value for key, value in pairs.items() if key in names}
