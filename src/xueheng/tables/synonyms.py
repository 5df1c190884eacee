"""同义列名: headings that a bureau adds to those of a table, kept in its home folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xueheng.standards.yaml_source import load_mapping
from xueheng.tables.schema import Synonyms

FILE = "synonyms.yaml"  # table: {column: [heading, ...]}


def user_synonyms(home: Path) -> dict[str, Synonyms]:
    """The added headings by table and column; none without the file. YamlError names line and key."""
    path = home / FILE
    if not path.is_file():
        return {}
    return load_mapping(path, Mapping[str, tuple[str, ...]])  # type: ignore[type-abstract]
