"""试卷成绩表: rows of pupils or of scores to counts, and what is to be said of them."""

from __future__ import annotations

from math import gcd

import numpy as np

from xueheng.engine.equating.forms import FloatArray, Form
from xueheng.methods.exam_equate import RANDOM, Params
from xueheng.standards.equating import equating_number
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue, Refused, Severity, finding

UNITS, MOST_POINTS = 10_000, 5000
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.exam_equate", **values)  # type: ignore[arg-type]


def forms_of(x: pa.Table, y: pa.Table, params: Params) -> tuple[Form, Form, list[Issue]]:
    """Both forms on scales of their own, the anchor on one for both."""
    issues: list[Issue] = []
    neat = params.procedure not in RANDOM
    kept = [_marks(t, name, neat=neat, issues=issues) for t, name in ((x, "x"), (y, "y"))]
    if neat and params.anchor == "internal":
        for name, (score, anchor, _) in zip("xy", kept, strict=True):
            if (anchor > score).any():
                worst = int((anchor - score).argmax())
                values = {"value": f"{anchor[worst] / UNITS:g}", "score": f"{score[worst] / UNITS:g}"}
                raise Refused([told("ANCHOR_ABOVE_TOTAL", **values, of=name)])
    listed = ["count" in t.column_names for t in (x, y)]
    common = _scale(np.concatenate([k[1] for k in kept]), "anchor", listed=all(listed))
    scales = [_scale(k[0], name, listed=by) for k, name, by in zip(kept, "xy", listed, strict=True)]
    made = [_form(*k, scale, common) for k, scale in zip(kept, scales, strict=True)]
    return made[0], made[1], issues


def _marks(
    table: pa.Table, name: str, *, neat: bool, issues: list[Issue]
) -> tuple[IntArray, IntArray, IntArray]:
    """Scores, anchor scores and counts of the rows that have all of them, in units of 1/10000."""
    held = set(table.column_names)
    # Random groups may hold an anchor that is not asked for; a column `total` is the score where both stand.
    score = "score" if "score" in held else "total"
    wanted = [score, *(["anchor"] if neat else [])]
    absent = [c for c in wanted if c not in held]
    if absent:
        code = "NO_ANCHOR" if absent == ["anchor"] else "NO_SCORE"
        raise Refused([told(code, value=name)])
    whole = table.select(wanted + (["count"] if "count" in held else [])).drop_null()
    if whole.num_rows < table.num_rows:
        issues.append(told("LEFT_OUT", "notice", value=name, n=table.num_rows - whole.num_rows))
    count = whole["count"].to_numpy() if "count" in held else np.ones(whole.num_rows, np.int64)
    if count.sum() < 2:
        raise Refused([told("EMPTY", value=name)])
    anchor = _units(whole["anchor"]) if neat else np.zeros(whole.num_rows, np.int64)
    return _units(whole[score]), anchor, count


def _units(column: pa.ChunkedArray) -> IntArray:
    return np.asarray(np.rint(column.cast(pa.float64()).to_numpy() * UNITS), np.int64)


def _scale(marks: IntArray, name: str, *, listed: bool) -> IntArray:
    """Every score from the lowest to the highest, by their step, at most 1 unless listed."""
    low, high = int(marks.min()), int(marks.max())
    step = gcd(0 if listed and low < high else UNITS, *np.unique(marks - low).tolist())
    if (high - low) // step > MOST_POINTS:
        raise Refused([told("SCALE_TOO_FINE", value=name, step=f"{step / UNITS:g}", most=MOST_POINTS)])
    return np.arange(low, high + step, step)


def _form(score: IntArray, anchor: IntArray, count: IntArray, scale: IntArray, common: IntArray) -> Form:
    steps = [int(s[1] - s[0]) if len(s) > 1 else UNITS for s in (scale, common)]
    table = np.zeros((len(scale), len(common)))
    at = ((score - scale[0]) // steps[0], (anchor - common[0]) // steps[1])
    np.add.at(table, at, count.astype(np.float64))
    points: list[FloatArray] = [scale / UNITS, common / UNITS]
    return Form(points[0], points[1], table, steps[0] / UNITS, steps[1] / UNITS)


def remarks(x: Form, y: Form, params: Params) -> list[Issue]:
    """Anchors that are few, and anchor scores that only one group has."""
    if params.procedure in RANDOM:
        return []
    found = []
    share, least = anchor_share(x, y), float(equating_number("anchor_share"))
    if share < least:
        found.append(told("ANCHOR_SHORT", "notice", value=f"{share:.0%}", least=f"{least:.0%}"))
    one, other = (form.common.count > 0 for form in (x, y))
    if not (one & other).any():
        raise Refused([told("ANCHOR_APART")])
    if params.procedure == "equipercentile_frequency" and (one != other).any():
        found.append(told("ANCHOR_GAPS", "notice", n=int((one != other).sum())))
    return found


def anchor_share(x: Form, y: Form) -> float:
    """锚题比例: the highest anchor score seen over the highest score seen, the smaller of both forms."""
    return min(float(f.anchor[-1] / max(f.score[-1], 1e-9)) for f in (x, y))
