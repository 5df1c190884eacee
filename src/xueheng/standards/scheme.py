"""评价方案: the YAML form of an evaluation scheme, and whether its criteria are lawful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path

from xueheng.standards.clauses import (
    Audience,
    Basis,
    Detail,
    Evidence,
    LocalException,
    Origin,
    Purpose,
    Unit,
    Use,
    is_document_number,
)
from xueheng.standards.exam_kinds import ExamScopeId, exam_mentioned
from xueheng.standards.lawful import Judgement, Refusal, judge
from xueheng.standards.stages import Stage
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_one


@dataclass(frozen=True)
class Criterion:
    """指标项: what is judged, what it is derived from, and what it is used for."""

    id: str
    label: Words
    indicator: str = ""
    outcome: str = ""
    purpose: Purpose = "criterion"
    derived_from: Origin | None = None
    stage: Stage | None = None
    grade: int | None = None
    scope: ExamScopeId | None = None
    detail: Detail | None = None
    audience: Audience | None = None
    weight: Decimal | None = None
    veto: bool = False
    clause: str = ""
    document: str = ""
    evidence: tuple[Evidence, ...] = ()
    exception: LocalException | None = None


@dataclass(frozen=True)
class Scheme:
    """评价方案: who is judged, by which criteria, from which document."""

    id: str
    label: Words
    valid: Validity
    source: Source
    unit: Unit
    criteria: tuple[Criterion, ...]
    year: int | None = None

    def __post_init__(self) -> None:
        ids = [c.id for c in self.criteria]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"criteria stand twice: {', '.join(twice)}")


def load_scheme(path: Traversable | Path) -> Scheme:
    """评价方案 from its YAML file."""
    return load_one(path, Scheme)


def scheme_judgement(scheme: Scheme) -> Judgement:
    """方案判定: what is refused, lifted by an exception, or advised against, by criterion."""
    found = [_judged(scheme, criterion) for criterion in scheme.criteria]
    return Judgement(
        tuple(r for j in found for r in j.refusals),
        tuple(x for j in found for x in j.lifted),
        tuple(a for j in found for a in j.advice),
    )


def criterion_uses(scheme: Scheme, criterion: Criterion) -> tuple[Use, ...]:
    """指标项用途: its purpose, its veto and each kind of evidence, as uses to be judged."""
    use = Use(
        criterion.purpose,
        criterion.derived_from or exam_mentioned(criterion.label.zh) or exam_mentioned(criterion.label.en),
        criterion.stage,
        criterion.grade,
        criterion.scope,
        criterion.detail,
        criterion.audience,
        scheme.unit,
        basis=_basis(criterion, criterion.purpose),
        on=scheme.valid.to,
    )
    return (use, *_further_uses(use, criterion))


def _further_uses(use: Use, criterion: Criterion) -> Iterator[Use]:
    if criterion.veto and criterion.purpose != "veto":
        yield replace(use, purpose="veto", basis=_basis(criterion, "veto"))
    for kind in criterion.evidence:
        yield replace(use, purpose="appraisal_evidence", evidence=kind)


def _basis(criterion: Criterion, purpose: Purpose) -> Basis:
    if purpose == "responsibility_letter":
        return "cited" if is_document_number(criterion.document) else "none"
    return "cited" if criterion.clause.strip() else "none"


def _judged(scheme: Scheme, criterion: Criterion) -> Judgement:
    found = [judge(use, exception=criterion.exception) for use in criterion_uses(scheme, criterion)]
    return Judgement(
        _placed((r for j in found for r in j.refusals), criterion),
        tuple({x.refusal.clause.id: x for j in found for x in j.lifted}.values()),
        _placed((a for j in found for a in j.advice), criterion),
    )


def _placed(refusals: Iterable[Refusal], criterion: Criterion) -> tuple[Refusal, ...]:
    once = {r.clause.id: r for r in refusals}.values()
    guessed = criterion.derived_from is None
    return tuple(
        replace(
            r,
            criterion=criterion.id,
            undeclared=("derived_from", *r.undeclared) if guessed and r.use.derived_from else r.undeclared,
        )
        for r in once
    )
