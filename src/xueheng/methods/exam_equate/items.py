"""题目参数的链接: anchors matched by name, drifted ones dropped, then one scale for both forms."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.equating.forms import FloatArray
from xueheng.engine.equating.items import Items, characteristic, drift, mean_sigma, true_scores
from xueheng.engine.equating.linear import Link, NotEquated
from xueheng.methods.exam_equate import METHOD, Params
from xueheng.methods.exam_equate.forms import told
from xueheng.methods.outcome import Outcome, Rule, table_of
from xueheng.standards.equating import equating_number
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue, Refused

FEWEST = 2  # anchors that two unknowns need


@dataclass(frozen=True)
class Anchors:
    """共同题目: their parameters in both calibrations, how far each has drifted, and which stay."""

    names: list[str]
    x: Items
    y: Items
    difference: FloatArray
    z: FloatArray
    kept: NDArray[np.bool_]

    def link(self, procedure: str) -> Link:
        """A and B by the anchors that stay."""
        x, y = (Items(part.a[self.kept], part.b[self.kept]) for part in (self.x, self.y))
        return mean_sigma(x, y) if procedure == "mean_sigma" else characteristic(x, y, procedure=procedure)

    def table(self) -> pa.Table:
        """The anchors as an outcome table."""
        columns = {"item": self.names, "a_x": self.x.a, "b_x": self.x.b, "a_y": self.y.a, "b_y": self.y.b}
        columns |= {"difference": self.difference, "z": self.z, "kept": self.kept}
        return table_of(METHOD.table("anchors"), columns)


def linked_items(x: pa.Table, y: pa.Table, params: Params, *, rules: tuple[Rule, ...]) -> Outcome:
    """A and B with θ_Y = A θ_X + B, and the true score on Y of every score on X."""
    all_x, all_y = _items(x, "items_x"), _items(y, "items_y")
    anchors = _anchors((x, all_x), (y, all_y), params)
    try:
        link = anchors.link(params.procedure)
    except NotEquated as problem:
        raise Refused([told("NO_SPREAD", value=params.procedure)]) from problem
    scores = np.arange(len(all_x.a) + 1.0)
    concordance = {"score": scores, "equivalent": true_scores(all_x.carried(link), all_y)}
    concordance["se"] = pa.nulls(len(scores), pa.float64())
    share = int(anchors.kept.sum()) / max(len(all_x.a), len(all_y.a))
    figures: dict[str, float | str] = {"slope": link.slope, "intercept": link.intercept}
    figures |= {"n_anchors": len(anchors.names), "n_dropped": int((~anchors.kept).sum())}
    figures |= {"anchor_share": share, "se_by": "none"}
    tables = {"concordance": table_of(METHOD.table("concordance"), concordance), "anchors": anchors.table()}
    return Outcome(tables, figures, tuple(_remarks(anchors, share, params)), rules)


def _anchors(x: tuple[pa.Table, Items], y: tuple[pa.Table, Items], params: Params) -> Anchors:
    """The items of the same name; refused when too few of them stay."""
    places = [{name: i for i, name in enumerate(t["item"].to_pylist())} for t, _ in (x, y)]
    names = sorted(places[0].keys() & places[1].keys())
    if not names:
        raise Refused([told("NO_COMMON_ITEM")])
    one, other = (
        Items(items.a[at], items.b[at])
        for place, (_, items) in zip(places, (x, y), strict=True)
        for at in ([place[name] for name in names],)
    )
    difference, z = drift(one, other, floor=float(equating_number("drift_floor")))
    kept = np.abs(z) <= float(params.drift)
    if kept.sum() < FEWEST:
        raise Refused([told("TOO_FEW_ANCHORS", n=int(kept.sum()), all=len(names))])
    return Anchors(names, one, other, difference, z, kept)


def _items(table: pa.Table, name: str) -> Items:
    a, b = (table[c].to_numpy().astype(np.float64) for c in ("a", "b"))
    for i in np.flatnonzero(~((a > 0) & (a < 100) & (np.abs(b) < 100))).tolist():
        said = {"value": f"a = {a[i]:g}, b = {b[i]:g}", "item": table["item"][i].as_py()}
        raise Refused([told("ITEM_OUT_OF_RANGE", **said, of=name)])
    return Items(a, b)


def _remarks(anchors: Anchors, share: float, params: Params) -> list[Issue]:
    found = [told("SE_NONE", "notice")]
    dropped = [name for name, stays in zip(anchors.names, anchors.kept, strict=True) if not stays]
    if dropped:
        said = {"n": len(dropped), "value": "、".join(dropped[:10]), "limit": f"{params.drift}"}
        found.append(told("DRIFTED", "notice", **said))
    least = float(equating_number("anchor_share"))
    if share < least and not math.isclose(share, least):
        found.append(told("ANCHOR_SHORT", "notice", value=f"{share:.0%}", least=f"{least:.0%}"))
    return found
