"""等值: what joins the forms is checked, then scores of X are carried to the scale of Y."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueheng.engine.equating.errors import bootstrap_errors, linear_errors, percentile_errors
from xueheng.engine.equating.forms import FloatArray, Form
from xueheng.engine.equating.linear import Link, NotEquated, linear_link
from xueheng.engine.equating.percentile import equate_percentiles
from xueheng.engine.equating.smoothing import NotSmoothed, smoothed
from xueheng.methods.exam_equate import ITEMS, METHOD, RANDOM, Params
from xueheng.methods.exam_equate.forms import anchor_share, forms_of, remarks, told
from xueheng.methods.exam_equate.items import linked_items
from xueheng.methods.outcome import Outcome, Rule, table_of
from xueheng.standards.equating import equating_rules
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Refused


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """The equivalent of every score of X on the scale of Y, with its standard error."""
    _joined(inputs, params)
    rules = tuple(
        Rule(f"equating.{r.id}", r.source.doc, r.source.clause, r.source.status) for r in equating_rules()
    )
    if params.procedure in ITEMS:
        return linked_items(inputs["items_x"], inputs["items_y"], params, rules=rules)
    x, y, issues = forms_of(inputs["x"], inputs["y"], params)
    issues += remarks(x, y, params)
    try:
        equivalent, link = _equated(x, y, params)
        error = _errors(x, y, params)
    except (NotEquated, NotSmoothed) as problem:
        code = "NO_SPREAD" if isinstance(problem, NotEquated) else "NOT_SMOOTHED"
        raise Refused([told(code, value=params.procedure)]) from problem
    columns = {"score": x.score, "equivalent": equivalent, "se": pa.array(error, from_pandas=True)}
    tables = {"concordance": table_of(METHOD.table("concordance"), columns)}
    return Outcome(tables, _figures(x, y, link, params), tuple(issues), rules)


def _joined(inputs: Mapping[str, pa.Table], params: Params) -> None:
    """Refused unless the design is declared, fits the procedure and has its tables."""
    fitting = (
        "random_groups" if params.procedure in RANDOM else "items" if params.procedure in ITEMS else "neat"
    )
    if params.design is None and fitting == "random_groups":
        raise Refused([told("NOT_COMPARABLE", value=params.procedure)])
    if params.design not in (None, fitting):
        raise Refused([told("DESIGN_DIFFERS", value=params.design, procedure=params.procedure, fits=fitting)])
    names = ("items_x", "items_y") if fitting == "items" else ("x", "y")
    missing = [name for name in names if name not in inputs]
    if missing:
        raise Refused([told("TABLE_MISSING", value="、".join(missing), procedure=params.procedure)])
    for name in names:
        if not inputs[name].num_rows:
            raise Refused([told("EMPTY", value=name)])


def _weight(x: Form, y: Form, params: Params) -> float:
    """w, by default in proportion to the persons."""
    return x.total.n / (x.total.n + y.total.n) if params.w is None else float(params.w)


def _pair(x: Form, y: Form, params: Params) -> tuple[Form, Form]:
    if params.smooth is None:
        return x, y
    internal = params.anchor == "internal"
    return smoothed(x, params.smooth, internal=internal), smoothed(y, params.smooth, internal=internal)


def _equated(x: Form, y: Form, params: Params) -> tuple[FloatArray, Link | None]:
    w = _weight(x, y, params)
    x, y = _pair(x, y, params)
    if params.procedure.startswith("equipercentile"):
        return equate_percentiles(x, y, procedure=params.procedure, w=w), None
    link = linear_link(x, y, procedure=params.procedure, w=w, internal=params.anchor == "internal")
    return link.at(x.score), link


def _by_formula(params: Params) -> bool:
    return params.procedure in RANDOM and params.smooth is None


def _errors(x: Form, y: Form, params: Params) -> FloatArray:
    """By formula for random groups as they were counted, by bootstrap otherwise."""
    if not _by_formula(params):
        return bootstrap_errors(
            x, y, equate=lambda a, b: _equated(a, b, params)[0], seed=params.seed, times=params.replicates
        )
    if params.procedure == "equipercentile":
        return percentile_errors(x.total, y.total)
    return linear_errors(x.total, y.total, kind=params.procedure)


def _figures(x: Form, y: Form, link: Link | None, params: Params) -> dict[str, Any]:
    figures: dict[str, Any] = {"slope": link.slope, "intercept": link.intercept} if link else {}
    figures |= {
        "n_x": round(x.total.n),
        "n_y": round(y.total.n),
        "mean_x": x.total.mean,
        "mean_y": y.total.mean,
        "sd_x": x.total.sd,
        "sd_y": y.total.sd,
        "se_by": "formula" if _by_formula(params) else "bootstrap",
    }
    if params.procedure not in RANDOM:
        figures |= {"anchor_share": anchor_share(x, y), "w": _weight(x, y, params)}
    return figures
