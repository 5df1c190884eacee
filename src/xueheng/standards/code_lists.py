"""代码表: what the codes of a form stand for, and how people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.stages import name_index, stages
from xueheng.standards.subjects import subjects
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_dated


@dataclass(frozen=True)
class CodeList:
    """代码表: codes with their words, the first of which is the label."""

    id: str
    label: Words
    valid: Validity
    source: Source
    codes: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        name_index(self.codes.items())
        for code, words in self.codes.items():
            if not words:
                raise ValueError(f"the code {code!r} has no label")


@cache
def code_lists() -> tuple[CodeList, ...]:
    """代码表 in the order of the file."""
    return load_dated(shipped("code_lists.yaml"), CodeList)


@cache
def code_list(id_: str, *, on: date | None = None) -> Mapping[str, tuple[str, ...]]:
    """代码 of that list with their words, the label first; subjects, stages and grades are lists too."""
    if id_ in _elsewhere():
        return _elsewhere()[id_]
    if all(found.id != id_ for found in code_lists()):
        raise UnknownName(id_, code_list_names())
    return entry(code_lists(), id_, on=on).codes


def code_list_names() -> tuple[str, ...]:
    """The ids of all lists."""
    return (*dict.fromkeys(found.id for found in code_lists()), *_elsewhere())


def code_label(id_: str, code: str) -> str:
    """代码的名称: the label of a code, or the code itself when the list does not have it."""
    words = code_list(id_).get(code)
    return words[0] if words else code


@cache
def _elsewhere() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Lists that stand in files of their own."""
    return {
        "subject": {s.id: (s.label.zh, s.label.en, *s.names) for s in subjects()},
        "stage": {s.id: (s.label.zh, s.label.en, *s.names) for s in stages().stages},
        "grade": {str(g.grade): (g.label.zh, g.label.en, *g.names) for g in stages().grades},
    }
