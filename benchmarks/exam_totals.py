"""一分三率, 一分一段 and quantiles of a million pupils: our indicators beside a query written by hand.

Run with `python -m benchmarks.exam_totals`. Every part runs in a process of its own, with two threads.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import timed

PUPILS, SCHOOLS, SEED = 1_000_000, 2000, 20260101
FULL = {"语文": 150, "数学": 150, "英语": 150, "物理": 100, "化学": 100, "生物": 100}
FULL |= {"政治": 100, "历史": 100, "地理": 100}
SHARES = {"excellent": "0.85", "pass_": "0.60", "low": "0.40"}
KEYS = [("school", "ascending"), ("subject", "ascending")]
RATES = ("excellent_rate", "pass_rate", "low_rate")
Tables = dict[str, pa.Table]

SUMMARY = """
    select school, subject, count(*) as n, avg(mark) as mean, stddev_pop(mark) as sd,
        count(*) filter (mark * 100 >= most * 85) / count(*) as excellent_rate,
        count(*) filter (mark * 100 >= most * 60) / count(*) as pass_rate,
        count(*) filter (mark * 100 < most * 40) / count(*) as low_rate,
        quantile_cont(mark, [0.25, 0.5, 0.75]) as quantiles
    from (select school, subject, mark::int as mark,
            case when subject in ('语文', '数学', '英语') then 150 else 100 end as most
        from read_parquet($file))
    group by school, subject
"""
DISTRIBUTION = """
    select subject, mark, count, sum(count) over (partition by subject order by mark desc) as cumulative
    from (select subject, mark, count(*) as count from read_parquet($file) group by subject, mark)
"""


def generate(folder: Path) -> None:
    """Marks of pupils in no order of schools: wide, and long with a row for each pupil and subject."""
    rng = np.random.default_rng(SEED)
    code = rng.integers(0, SCHOOLS, PUPILS)
    ability = rng.normal(0, 0.08, SCHOOLS)[code] + rng.normal(0, 0.15, PUPILS)
    marks = [_marks(full * (0.62 + ability + rng.normal(0, 0.1, PUPILS)), full) for full in FULL.values()]
    names = np.array([f"S{i:04d}" for i in range(SCHOOLS)])
    ids = [f"{i:08d}" for i in range(PUPILS)]
    wide = {"id": ids, "school": names[code], **dict(zip(FULL, marks, strict=True))}
    pq.write_table(pa.table(wide), folder / "wide.parquet", compression="zstd")
    school, subject = np.repeat(names[code], len(FULL)), np.tile(list(FULL), PUPILS)
    long = pa.table({"school": school, "subject": subject, "mark": np.column_stack(marks).ravel()})
    pq.write_table(long, folder / "long.parquet", compression="zstd")


def _marks(values: np.ndarray, full: int) -> np.ndarray:
    return np.clip(np.rint(values), 0, full).astype(np.int16)


def by_indicators(folder: Path) -> Callable[[], Tables]:
    import ibis

    from xueheng.indicators.registry import indicator

    engine = ibis.duckdb.connect(threads=2)

    def work() -> Tables:
        rows = engine.read_parquet(folder / "long.parquet")
        found = {
            "rates": indicator("exam.rates")(rows, "school", full=FULL, **SHARES),
            "quantiles": indicator("exam.quantiles")(rows, "school"),
            "distribution": indicator("exam.distribution")(rows),
        }
        return {name: engine.to_pyarrow(expression) for name, expression in found.items()}

    return work


def by_hand(folder: Path) -> Callable[[], Tables]:
    import duckdb

    engine = duckdb.connect(config={"threads": 2})
    file = {"file": str(folder / "long.parquet")}

    def work() -> Tables:
        found = {"rates": SUMMARY, "distribution": DISTRIBUTION}
        return {name: engine.execute(sql, file).to_arrow_table() for name, sql in found.items()}

    return work


def by_method(folder: Path) -> Callable[[], Tables]:
    """exam.quality on the wide file, checked and settled as `xueheng run` does."""
    from xueheng.methods.registry import method
    from xueheng.methods.run import run_method

    declared, file = method("exam.quality"), folder / "wide.parquet"
    params = _params(declared.params)
    return lambda: dict(run_method(declared, {"scores": file}, params=params, answers={}).outcome.tables)


def by_body(folder: Path) -> Callable[[], Tables]:
    """exam.quality on the table that has been read and checked."""
    from xueheng.methods.exam_quality.body import run
    from xueheng.methods.registry import method
    from xueheng.tables.check import Context, read_table
    from xueheng.tables.schema import schema

    params = _params(method("exam.quality").params)
    checked = read_table(folder / "wide.parquet", schema("scores"), context=Context(full=params.full))
    return lambda: dict(run({"scores": checked.table}, params).tables)


def _params(kind: type):
    shares = {name: Decimal(share) for name, share in SHARES.items()}
    return kind(full={subject: Decimal(mark) for subject, mark in FULL.items()}, **shares)


PARTS = {"indicators": by_indicators, "hand": by_hand, "method": by_method, "body": by_body}


def measure(part: str, folder: Path) -> None:
    """Run one part in this process: leave its tables in the folder, print its figures."""
    timing = timed(PARTS[part](folder))
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    for name, table in timing.result.items():
        pq.write_table(table, folder / f"{part}-{name}.parquet")
    print(json.dumps({"first": timing.first, "second": timing.second, "memory": memory}))


def in_own_process(part: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.exam_totals", part, str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(printed) if printed else {}


def compare(folder: Path) -> None:
    """Stop with an error where the indicators and the query by hand disagree."""
    read = {path.stem: pq.read_table(path) for path in folder.glob("*-*.parquet")}
    rates, hand = (read[name].sort_by(KEYS) for name in ("indicators-rates", "hand-rates"))
    exact = ("school", "subject", "n", *RATES)
    assert rates.select(exact).equals(hand.select(exact).cast(rates.select(exact).schema))
    for name in ("mean", "sd"):
        np.testing.assert_allclose(rates[name], hand[name], rtol=1e-9)
    quantiles = read["indicators-quantiles"].sort_by(KEYS)
    ours = np.column_stack([quantiles[name] for name in ("p25", "median", "p75")])
    np.testing.assert_allclose(ours, np.array(hand["quantiles"].to_pylist()), rtol=1e-12)
    by_mark = [("subject", "ascending"), ("mark", "descending")]
    counts, theirs = (read[f"{part}-distribution"].sort_by(by_mark) for part in ("indicators", "hand"))
    assert counts.equals(theirs.cast(counts.schema))


def report(name: str, found: dict[str, float]) -> None:
    print(f"{name}: first call {found['first']:.2f} s, second {found['second']:.2f} s, {found['memory']} MB")


def main() -> None:
    with TemporaryDirectory() as path:
        folder = Path(path)
        in_own_process("generate", folder)
        found = {part: in_own_process(part, folder) for part in PARTS}
        compare(folder)
    report("indicators on the long file", found["indicators"])
    report("query by hand on the long file", found["hand"])
    print(f"ratio indicators / by hand: {found['indicators']['second'] / found['hand']['second']:.2f}")
    print("results agree: counts, n and rates exactly, mean and SD to 1e-9, quantiles to 1e-12")
    report("exam.quality on the wide file, file to settled outcome", found["method"])
    report("exam.quality, body on the table as read", found["body"])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["generate", where]:
            generate(Path(where))
        case [part, where]:
            measure(part, Path(where))
        case _:
            main()
