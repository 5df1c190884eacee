"""条款: what documents forbid to do with results, and the record of an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import shipped
from xueheng.standards.exam_kinds import ExamScopeId
from xueheng.standards.stages import Stage
from xueheng.standards.words import Words, catalogue
from xueheng.standards.yaml_source import Objection, Source, Validity, load_dated, load_mapping

Purpose = Literal[
    "criterion",
    "target",
    "fund_weight",
    "personal_reward",
    "honour",
    "public_page",
    "ranking",
    "label",
    "raw_marks",
    "class_placement",
    "exam",
    "appraisal_evidence",
    "veto",
    "responsibility_letter",
    "named_report",
    "crisis_report",
    "diagnosis",
]
Origin = Literal["gaokao", "zhongkao", "monitoring_sample", "school_final", "other", "psychology", "none"]
Detail = Literal["pupil", "class", "teacher", "school", "county"]
Audience = Literal["self", "family", "teacher", "school", "bureau", "upper", "public"]
Unit = Literal["pupil", "class", "teacher", "principal", "school", "county"]
Evidence = Literal["photo", "ledger", "read_rate", "check_in", "observation", "work", "survey", "statistics"]
Basis = Literal["cited", "none"]
Dimension = Literal["stage", "grade", "scope", "detail", "audience", "unit", "evidence", "basis"]
DOCUMENT_NUMBER = re.compile(r"[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d+\s*号")


@dataclass(frozen=True)
class Use:
    """用途: what is to be done with what; an undeclared dimension may be the forbidden one."""

    purpose: Purpose
    derived_from: Origin | None = None
    stage: Stage | None = None
    grade: int | None = None
    scope: ExamScopeId | None = None
    detail: Detail | None = None
    audience: Audience | None = None
    unit: Unit | None = None
    evidence: Evidence | None = None
    basis: Basis | None = None
    on: date | None = None


@dataclass(frozen=True)
class Forbids:
    """禁止范围: the values a clause forbids; a dimension it does not name may be any.

    An undeclared value counts as forbidden, save in `derived_from` and the dimensions `if_declared`.
    """

    purpose: tuple[Purpose, ...]
    derived_from: tuple[Origin, ...] = ()
    stage: tuple[Stage, ...] = ()
    grade: tuple[int, ...] = ()
    scope: tuple[ExamScopeId, ...] = ()
    detail: tuple[Detail, ...] = ()
    audience: tuple[Audience, ...] = ()
    unit: tuple[Unit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    basis: tuple[Basis, ...] = ()
    if_declared: tuple[Dimension, ...] = ()

    def named(self) -> tuple[str, ...]:
        """The dimensions that the clause names."""
        return tuple(f.name for f in fields(self) if f.name != "if_declared" and getattr(self, f.name))

    def meets(self, use: Use) -> bool:
        """True when the use is a forbidden one."""
        return all(self._meets(name, getattr(use, name)) for name in self.named())

    def _meets(self, name: str, value: object) -> bool:
        if value is None:
            return name != "derived_from" and name not in self.if_declared
        return value in getattr(self, name)


@dataclass(frozen=True)
class Clause:
    """条款: one thing a document forbids, in plain words that also say what to do instead."""

    id: str
    words: Words
    forbids: Forbids
    source: Source
    valid: Validity
    exception: bool = False
    force: Literal["refuse", "advise"] = "refuse"


@dataclass(frozen=True)
class LocalException:
    """例外: the document that grants it by number, and the two persons who approve it."""

    document: str
    persons: tuple[str, ...]

    def __post_init__(self) -> None:
        if not is_document_number(self.document):
            raise Objection(catalogue(__package__)["EXCEPTION_DOCUMENT"].fill(document=self.document))
        if len({p.strip() for p in self.persons} - {""}) < 2:
            raise Objection(catalogue(__package__)["EXCEPTION_PERSONS"])


@cache
def clauses() -> tuple[Clause, ...]:
    """条款 of all files in uses/, by file name."""
    found = sorted(shipped("uses").iterdir(), key=lambda p: p.name)
    return tuple(c for path in found if path.name.endswith(".yaml") for c in load_dated(path, Clause))


@cache
def use_words() -> dict[str, dict[str, Words]]:
    """The words of every dimension's values, and under `names` of the dimensions."""
    return load_mapping(shipped("use_words.yaml"), dict[str, Words])


def is_document_number(text: str) -> bool:
    """文号: True when the text holds a number such as 某教发〔2026〕1号."""
    return DOCUMENT_NUMBER.search(text) is not None
