"""考试类型: the kinds of exam, their names and where each belongs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from xueheng.standards.dated import Setting, entry, shipped
from xueheng.standards.stages import Stage, name_index
from xueheng.standards.words import Words, comparable
from xueheng.standards.yaml_source import Source, Validity, load_dated, load_one

ExamKindId = Literal["gaokao", "zhongkao", "monitoring_sample", "school_final", "other"]
ExamScopeId = Literal["school", "county", "city", "province"]


@dataclass(frozen=True)
class ExamKind:
    """考试类型: where it belongs, the scope it has unless declared, and words that betray it."""

    id: ExamKindId
    label: Words
    names: tuple[str, ...]
    valid: Validity
    source: Source
    stages: tuple[Stage, ...]
    grades: tuple[int, ...] = ()
    scope: ExamScopeId | None = None
    settings: tuple[Setting, ...] = ()
    mentions: tuple[str, ...] = ()

    def possible_grades(self) -> tuple[int, ...]:
        """年级 that take it, by the default of its setting; none named means any."""
        chosen = (o.option().members for o in self.settings if o.id == "grades")
        return next((tuple(map(int, members)) for members in chosen), self.grades)


@cache
def exam_kinds() -> tuple[ExamKind, ...]:
    """考试类型 in the order of the file."""
    return load_dated(shipped("exam_kinds.yaml"), ExamKind)


@dataclass(frozen=True)
class ExamScope:
    """考试范围: its label and other names."""

    id: ExamScopeId
    label: Words
    names: tuple[str, ...]


@dataclass(frozen=True)
class ExamScopes:
    """考试范围表: all scopes, the narrowest first."""

    source: Source
    valid: Validity
    scopes: tuple[ExamScope, ...]


@cache
def exam_scopes() -> ExamScopes:
    """考试范围表 as shipped."""
    return load_one(shipped("exam_scopes.yaml"), ExamScopes)


@cache
def _scope_names() -> dict[str, str]:
    return name_index((s.id, (s.label.zh, s.label.en, *s.names)) for s in exam_scopes().scopes)


def exam_scope_of(text: str) -> str | None:
    """考试范围 by id or name; None when it is none."""
    return _scope_names().get(comparable(text))


@cache
def _names() -> dict[str, str]:
    return name_index((k.id, (k.label.zh, k.label.en, *k.names)) for k in exam_kinds())


def exam_kind(id_: str) -> ExamKind:
    """考试类型 of that id; an unknown id names the nearest."""
    return entry(exam_kinds(), id_)


def exam_kind_of(text: str) -> str | None:
    """考试类型 by id, label or another name; None when it is none."""
    return _names().get(comparable(text))


def exam_mentioned(text: str) -> ExamKindId | None:
    """考试类型 that the words of a criterion betray; None when they betray none."""
    said = comparable(text)
    for kind in exam_kinds():
        if any(comparable(word) in said for word in kind.mentions):
            return kind.id
    return None
