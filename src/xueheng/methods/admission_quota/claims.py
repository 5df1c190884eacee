"""份额: what each school of origin may claim, from its amounts, the tilt and the reserve."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pyarrow as pa

from xueheng.engine.quota import Sharing, mixed
from xueheng.methods.admission_quota import Params
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.methods"
ONE = Fraction(1)


def sharing_of(origins: pa.Table, params: Params) -> Sharing:
    """The claims of the origins in the order of the rows, and who is too small to share."""
    names = origins["origin"].to_pylist()
    if wrong := [*_amounts_wrong(origins, params), *_tilt_wrong(names, params)]:
        raise Refused(wrong)
    claims = mixed((Fraction(w), _amounts(origins, name)) for name, w in params.weights.items())
    claims = mixed([(ONE, [c * Fraction(params.tilt.get(n, 1)) for n, c in zip(names, claims, strict=True)])])
    if params.reserve:
        kept = [c if n in params.tilt else Fraction(0) for n, c in zip(names, claims, strict=True)]
        claims = mixed([(ONE - Fraction(params.reserve), claims), (Fraction(params.reserve), kept)])
    counted = _amounts(origins, "applicants" if "applicants" in params.weights else "size")
    small = frozenset(i for i, amount in enumerate(counted) if amount < params.small)
    return Sharing(claims, params.minimum, small)


def _amounts(origins: pa.Table, name: str) -> list[Fraction]:
    return [Fraction(value) for value in origins[name].to_pylist()]


def _amounts_wrong(origins: pa.Table, params: Params) -> Iterator[Issue]:
    for name in params.weights:
        if name not in origins.column_names:
            yield finding("WEIGHT_ABSENT", "error", package=PACKAGE, value=name)
        elif not any(_amounts(origins, name)):
            yield finding("WEIGHT_ZERO", "error", package=PACKAGE, value=name)


def _tilt_wrong(names: Sequence[str], params: Params) -> Iterator[Issue]:
    for name in params.tilt:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1) or sorted(names)[:1]
            yield finding("ORIGIN_UNKNOWN", "error", package=PACKAGE, value=name, known=near[0])
