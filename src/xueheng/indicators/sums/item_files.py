"""小题文件: the cross-products of a wide Parquet file, by a pass here or by the engine that is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow.compute as pc

from xueheng.engine.item_pass import as_item_sums, cross_products
from xueheng.engine.item_sums import alpha, covariance, difficulty, r_item_rest
from xueheng.indicators.engine_url import engine, is_elsewhere
from xueheng.indicators.sums.products import Products, item_products, usable
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Refused, finding

NO_POINTS: Mapping[str, Sequence[str]] = MappingProxyType({})


def file_products(path: str | Path, items: Sequence[str], *, by: str) -> Products:
    """小题的交叉积和 of a Parquet file or folder by group, in whole numbers, wherever they are taken.

    Items in whole units (scale half marks first), best in int8. A mark below 0 says "not marked" and is
    missing; rows that lack a value are left out.
    """
    if is_elsewhere():
        with engine() as found:
            return item_products(found, found.parquet(path), items, by=by)
    table = _read(path, items, by)
    unmarked = [c for c in items if (pc.min(table[c]).as_py() or 0) < 0]
    for c in unmarked:
        known = pc.if_else(pc.less(table[c], 0), None, table[c])
        table = table.set_column(table.column_names.index(c), c, known)
    return _passed(table.drop_null() if any(c.null_count for c in table.columns) else table, items, by)


def item_table(
    path: str | Path, full: Mapping[str, int], *, by: str, points: Mapping[str, Sequence[str]] = NO_POINTS
) -> pa.Table:
    """小题指标 by group: n, p_ITEM difficulty, r_ITEM item-rest r, alpha, k_POINT mastery; empty where none.

    `full` gives the items and their full marks in the units of the file, `points` the items of a
    knowledge point.
    """
    items, most = tuple(full), tuple(full.values())
    found = file_products(path, items, by=by)
    _within(found.most, full)
    sums = as_item_sums(found.products)
    shared = covariance(sums)
    easy, rest = difficulty(sums, np.array(most, np.float64)), r_item_rest(shared)
    columns = {f"p_{item}": easy[:, j] for j, item in enumerate(items)}
    columns |= {f"r_{item}": rest[:, j] for j, item in enumerate(items)}
    columns["alpha"] = alpha(shared)
    n = found.products[:, -1, -1]
    for point, of in points.items():
        held = [items.index(item) for item in of]
        columns[f"k_{point}"] = found.products[:, held, -1].sum(axis=1) / (n * sum(full[item] for item in of))
    known = {name: pa.array(column, mask=~np.isfinite(column)) for name, column in columns.items()}
    return pa.table({by: pa.array(found.groups), "n": n, **known})


def _within(found: Sequence[int], full: Mapping[str, int]) -> None:
    above = [(item, most) for (item, limit), most in zip(full.items(), found, strict=True) if most > limit]
    if above:
        package = "xueheng.indicators"
        raise Refused(
            finding("ITEM_ABOVE_FULL", "error", package=package, column=c, value=most, full=full[c])
            for c, most in above
        )


def _read(path: str | Path, items: Sequence[str], by: str) -> pa.Table:
    import pyarrow.parquet as pq

    try:
        kinds = pq.ParquetDataset(path).schema
        usable({f.name: (str(f.type), pa.types.is_integer(f.type)) for f in kinds}, items, by=by)
        return pq.read_table(path, columns=[by, *items], read_dictionary=[by])
    except FileNotFoundError as error:
        raise Refused([finding("FILE_MISSING", "error", value=path)]) from error
    except pa.ArrowException as error:
        raise Refused([finding("CORRUPT", "error", value=Path(path).name)]) from error


def _passed(table: pa.Table, items: Sequence[str], by: str) -> Products:
    encoded = table[by].dictionary_encode().unify_dictionaries().combine_chunks()
    names, present = encoded.dictionary.to_pylist(), pc.unique(encoded.indices).to_pylist()
    order = sorted(present, key=names.__getitem__)
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(order))
    columns = [table[c].combine_chunks().to_numpy(zero_copy_only=False) for c in items]
    group = place[encoded.indices.to_numpy(zero_copy_only=False)]
    products = cross_products(columns, group=group, n_groups=len(order))
    most = tuple(int(column.max(initial=0)) for column in columns)
    return Products(tuple(names[at] for at in order), products, most)
