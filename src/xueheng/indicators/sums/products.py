"""可加的合计: n, Σ and Σ of products by group as one expression; what is fitted later sees only these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.school_sums import SchoolSums
from xueheng.indicators.engine_url import Engine
from xueheng.tables.issues import Refused, finding

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

GROUP, SIZE = "group", "n"
LARGEST = 1 << 62  # sums of products stay below it in whole numbers


@dataclass(frozen=True)
class Products:
    """交叉积和 of each group: P[g, j, k] = Σ x_j x_k, the last column being 1, as in `engine.item_pass`."""

    groups: tuple[Any, ...]  # sorted
    products: NDArray[Any]
    most: tuple[int, ...] = ()  # the highest mark of each item, 0 where nobody has one


@dataclass(frozen=True)
class Schools:
    """校内合计 with the names of the schools, sorted."""

    names: tuple[Any, ...]
    sums: SchoolSums


def item_products(found: Engine, t: Table, items: Sequence[str], *, by: str) -> Products:
    """小题的交叉积和 by group, in whole numbers and equal on every engine.

    A mark below 0 says "not marked" and is missing; only rows that are whole count.
    """
    usable({c: (str(kind), kind.is_integer()) for c, kind in t.schema().items()}, items, by=by)
    t = t.mutate(**{c: (t[c] >= 0).ifelse(t[c], None) for c in items}).drop_null([by, *items])
    [most] = found.result(t.aggregate(**{c: t[c].max() for c in items})).to_pylist()
    got = _gathered(found.result(product_sums(t, items, by=by, centre=[0] * len(items))), len(items))
    return replace(got, most=tuple(most[c] or 0 for c in items))


def school_sums(found: Engine, t: Table, *, outcome: str, columns: Sequence[str], school: str) -> Schools:
    """校内合计 of columns and outcome by school, each less a number near its mean.

    Columns of whole numbers give the same on every engine; of others a float sum has its own order there.
    """
    names = [*columns, outcome]
    _present(t.columns, (school, *names))
    t = t.drop_null([school, *names])
    centre = _centre(t, found.result(_spans(t, names)).to_pylist()[0], names)
    got = _gathered(found.result(product_sums(t, names, by=school, centre=centre)), len(names))
    p = got.products.astype(np.float64)
    n = got.products[:, -1, -1].astype(np.int64)
    sums = SchoolSums(n, p[:, :-1, -1].T.copy(), p[:, :-1, :-1].sum(axis=0), np.array(centre, np.float64))
    return Schools(got.groups, sums)


def usable(columns: Mapping[str, tuple[str, bool]], items: Sequence[str], *, by: str) -> None:
    """Refused unless all columns are there and those of items hold whole numbers, as each says of itself."""
    _present(columns, (by, *items))
    broken = {c: columns[c][0] for c in items if not columns[c][1]}
    if broken:
        package = "xueheng.indicators"
        raise Refused(
            finding("ITEMS_NOT_WHOLE", "error", package=package, column=c, value=kind)
            for c, kind in broken.items()
        )


def _present(columns: Iterable[str], needed: Iterable[str]) -> None:
    found = tuple(columns)
    missing = [c for c in needed if c not in found]
    if missing:
        listed = ", ".join(found)
        raise Refused(finding("COLUMN_MISSING", "error", column=c, label=c, found=listed) for c in missing)


def product_sums(t: Table, columns: Sequence[str], *, by: str, centre: Sequence[float]) -> Table:
    """One row a group: its n, s0.. = Σ x_j and p0_0.. = Σ x_j x_k, each column less its centre.

    Whole numbers where every centre is one, else floats; rows that lack a value are left out.
    """
    kind = "int64" if all(isinstance(c, int) for c in centre) else "float64"
    t = t.drop_null([by, *columns])
    t = t.select(**{GROUP: t[by]}, **{f"x{j}": t[c].cast(kind) - centre[j] for j, c in enumerate(columns)})
    pairs = combinations_with_replacement(range(len(columns)), 2)
    sums = {f"s{j}": t[f"x{j}"].sum() for j in range(len(columns))}
    products = {f"p{j}_{k}": (t[f"x{j}"] * t[f"x{k}"]).sum() for j, k in pairs}
    return t.aggregate(by=GROUP, **{SIZE: t.count()}, **sums, **products)


def _gathered(found: pa.Table, width: int) -> Products:
    found = found.sort_by(GROUP)
    columns = {name: found[name].to_numpy() for name in found.column_names if name != GROUP}
    p = np.zeros((found.num_rows, width + 1, width + 1), columns["p0_0"].dtype)
    p[:, width, width] = columns[SIZE]
    for j in range(width):
        p[:, j, width] = p[:, width, j] = columns[f"s{j}"]
        for k in range(j, width):
            p[:, j, k] = p[:, k, j] = columns[f"p{j}_{k}"]
    return Products(tuple(found[GROUP].to_pylist()), p)


def _spans(t: Table, columns: Sequence[str]) -> Table:
    kinds = {"mean": "mean", "low": "min", "high": "max"}
    parts = {f"{as_}_{j}": (c, how) for j, c in enumerate(columns) for as_, how in kinds.items()}
    return t.aggregate(n=t.count(), **{as_: getattr(t[c], how)() for as_, (c, how) in parts.items()})


def _centre(t: Table, span: dict[str, Any], columns: Sequence[str]) -> list[float]:
    """Numbers near the means: whole ones where the columns are whole and their products fit."""
    means = [span[f"mean_{j}"] or 0 for j in range(len(columns))]
    if not all(t[c].type().is_integer() for c in columns):
        return [float(mean) for mean in means]
    widths = [span[f"high_{j}"] - span[f"low_{j}"] for j in range(len(columns)) if span["n"]]
    return [round(m) if max(widths, default=0) ** 2 * span["n"] < LARGEST else float(m) for m in means]
