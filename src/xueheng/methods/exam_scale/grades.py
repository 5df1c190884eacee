"""等级: the grades of a scheme on a population, by its shares or by cuts from the province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from xueheng.engine.scaling import (
    Bands,
    IntArray,
    Population,
    Span,
    assigned,
    grades_by_cut,
    grades_by_share,
    observed_spans,
)
from xueheng.methods.exam_scale import Params
from xueheng.standards.scales import Scale
from xueheng.tables.issues import Issue, Refused, Severity, finding

UNITS = 10_000  # marks are whole numbers of 1/10000


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.exam_scale", **values)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Graded:
    """赋分结果: of each distinct mark the place of its grade (0 best) and the assigned mark."""

    people: Population
    scheme: Scale
    grade: IntArray
    scaled: IntArray
    spans: list[Span | None]

    @property
    def names(self) -> tuple[str, ...]:
        """The grades, best first."""
        return self.scheme.grades

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """等级表: share wanted and reached, pupils, raw marks and assigned marks of each grade."""
        whole = int(self.people.count.sum())
        for g, name in enumerate(self.names):
            n = int(self.people.count[self.grade == g].sum())
            span = self.spans[g]
            raw = (None, None) if span is None else (_mark(span.low), _mark(span.high))
            share = float(self.scheme.shares[g] / 100)
            yield g + 1, name, share, n, n / whole, *raw, self.scheme.low[g], self.scheme.high[g]


def _mark(units: int) -> Decimal:
    return Decimal(units) / UNITS


def graded(people: Population, scheme: Scale, params: Params) -> Graded:
    """The grade and the assigned mark of every distinct mark."""
    if params.cuts:
        grade, spans = _by_cuts(people, scheme, params)
    else:
        shares = [Fraction(share) / 100 for share in scheme.shares]
        per_grade = params.proportions == "per_grade"
        grade = grades_by_share(people, shares, ties=params.ties, per_grade=per_grade)
        spans = _extremes(observed_spans(people, grade, len(shares)), params)
    bands = Bands(scheme.low, scheme.high)
    scaled = assigned(people, grade, spans=spans, bands=bands, single=params.single)
    return Graded(people, scheme, grade, scaled, spans)


def _extremes(spans: list[Span | None], params: Params) -> list[Span | None]:
    """With extremes=full the first grade reaches up to the full mark and the last one down to 0."""
    if params.extremes == "full" and params.full is not None:
        spans[0] = spans[0] and Span(spans[0].low, int(params.full * UNITS))
        spans[-1] = spans[-1] and Span(0, spans[-1].high)
    return spans


def _by_cuts(people: Population, scheme: Scale, params: Params) -> tuple[IntArray, list[Span | None]]:
    """Grades by the lowest raw mark of each in the province; a grade ends one step below the one above."""
    names = scheme.grades
    cuts = [int(params.cuts[name] * UNITS) for name in names[:-1] if name in params.cuts]
    unknown = [name for name in params.cuts if name not in names]
    if unknown or len(cuts) < len(names) - 1:
        wrong = unknown or [name for name in names[:-1] if name not in params.cuts]
        raise Refused([told("CUTS_NAMES", value="、".join(wrong), known="、".join(names))])
    floor = int(params.cuts.get(names[-1], Decimal(0)) * UNITS)
    top = int(params.full * UNITS) if params.full is not None else max(int(people.mark[0]), cuts[0])
    if cuts[0] > top or floor < 0 or any(b >= a for a, b in zip(cuts, [*cuts[1:], floor], strict=True)):
        raise Refused([told("CUTS_ORDER")])
    if int(people.mark[-1]) < floor:
        raise Refused([told("BELOW_CUTS", value=_shown(int(people.mark[-1])), least=_shown(floor))])
    step = gcd(UNITS, *np.gcd.reduce(people.mark.reshape(-1, 1), axis=0).tolist(), *cuts, floor)
    ends = [top, *(cut - step for cut in cuts)]
    spans: list[Span | None] = [Span(low, high) for low, high in zip([*cuts, floor], ends, strict=True)]
    return grades_by_cut(people, cuts), spans


def _shown(units: int) -> str:
    return f"{units / UNITS:g}"
