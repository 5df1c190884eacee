"""What a good programmer writes by hand for the same figures: one DuckDB query, one polars expression."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.province_data import FULL, ITEMS, MOST, POINTS, SUBJECTS

Work = Callable[[], dict[str, pa.Table]]
K = len(ITEMS)


def items_sql(file: Path) -> str:
    """P, item-rest r, alpha and knowledge points by school, of one subject."""
    total, spread = " + ".join(f"{i}::int" for i in ITEMS), " + ".join(f"var_pop({i})" for i in ITEMS)
    difficulty = ", ".join(f"avg({i}) / {full} as p_{i}" for i, full in zip(ITEMS, FULL, strict=True))
    rest = ", ".join(f"corr({i}, total - {i}) as r_{i}" for i in ITEMS)
    points = ", ".join(
        f"({' + '.join(f'sum({i})' for i in of)}) / ({_full(of)} * count(*)) as k_{name}"
        for name, of in POINTS.items()
    )
    alpha = f"{K} / {K - 1} * (1 - ({spread}) / var_pop(total)) as alpha"
    return f"""select school, count(*) as n, {difficulty}, {rest}, {alpha}, {points}
        from (select *, {total} as total from read_parquet('{file}')) group by school order by school"""


def duckdb_items(folder: Path) -> Work:
    import duckdb

    engine = duckdb.connect(config={"threads": 2})
    return lambda: {s: engine.execute(items_sql(folder / f"{s}.parquet")).to_arrow_table() for s in SUBJECTS}


def polars_items(folder: Path) -> Work:
    import polars as pl

    total = pl.sum_horizontal(pl.col(i).cast(pl.Int16) for i in ITEMS).alias("total")
    x = {i: pl.col(i).cast(pl.Float64) for i in ITEMS}
    wanted = [
        pl.len().alias("n"),
        *((x[i].mean() / full).alias(f"p_{i}") for i, full in zip(ITEMS, FULL, strict=True)),
        *(pl.corr(x[i], pl.col("total") - pl.col(i)).alias(f"r_{i}") for i in ITEMS),
        _polars_alpha(pl, x),
        *(
            (sum(pl.col(i).cast(pl.Int64).sum() for i in of) / (_full(of) * pl.len())).alias(f"k_{name}")
            for name, of in POINTS.items()
        ),
    ]

    def one(subject: str) -> pa.Table:
        rows = pl.scan_parquet(folder / f"{subject}.parquet").select("school", *ITEMS).with_columns(total)
        return rows.group_by("school").agg(wanted).sort("school").collect().to_arrow()

    return lambda: {subject: one(subject) for subject in SUBJECTS}


def _polars_alpha(pl: Any, x: dict[str, Any]) -> Any:
    spread = sum(column.var(ddof=0) for column in x.values())
    return (K / (K - 1) * (1 - spread / pl.col("total").var(ddof=0))).alias("alpha")


def _full(items: tuple[str, ...]) -> int:
    return sum(full for item, full in zip(ITEMS, FULL, strict=True) if item in items)


RATES_SQL = f"""select school, subject, count(*) as n, avg(mark) as mean, stddev_pop(mark) as sd,
        count(*) filter (mark * 100 >= {MOST} * 85) / count(*) as excellent_rate,
        count(*) filter (mark * 100 >= {MOST} * 60) / count(*) as pass_rate,
        count(*) filter (mark * 100 < {MOST} * 40) / count(*) as low_rate
    from read_parquet($file) group by school, subject"""
DISTRIBUTION_SQL = """select subject, mark, count, sum(count) over (partition by subject order by mark desc)
        as cumulative
    from (select subject, mark, count(*) as count from read_parquet($file) group by subject, mark)"""


def duckdb_totals(folder: Path) -> Work:
    import duckdb

    engine = duckdb.connect(config={"threads": 2})
    queries, file = {"rates": RATES_SQL, "distribution": DISTRIBUTION_SQL}, str(folder / "totals.parquet")
    return lambda: {n: engine.execute(sql, {"file": file}).to_arrow_table() for n, sql in queries.items()}


def polars_totals(folder: Path) -> Work:
    import polars as pl

    mark = pl.col("mark").cast(pl.Int64)
    lines = {"excellent_rate": mark * 100 >= MOST * 85, "pass_rate": mark * 100 >= MOST * 60}
    lines |= {"low_rate": mark * 100 < MOST * 40}
    rates = [is_so.mean().alias(name) for name, is_so in lines.items()]
    wanted = [pl.len().alias("n"), mark.mean().alias("mean"), mark.std(ddof=0).alias("sd"), *rates]

    def work() -> dict[str, pa.Table]:
        rows = pl.scan_parquet(folder / "totals.parquet")
        counts = rows.group_by("subject", "mark").agg(pl.len().alias("count")).sort("mark", descending=True)
        cumulative = pl.col("count").cum_sum().over("subject").alias("cumulative")
        found = {
            "rates": rows.group_by("school", "subject").agg(wanted),
            "distribution": counts.with_columns(cumulative),
        }
        return {name: frame.collect().to_arrow() for name, frame in found.items()}

    return work
