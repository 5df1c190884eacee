"""The province: 270 million item marks and 9 million totals, ours beside DuckDB and polars by hand.

Run with `python -m benchmarks.province [FOLDER]`; marks already in the folder are used again. Every part
runs in a process of its own, from Parquet files to figures; a peer that is not installed is named.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import province_peers as peers
from benchmarks.province_data import FULL, ITEMS, MOST, POINTS, SHARES, SUBJECTS, generate
from benchmarks.timing import beside, timed

RATES = ("excellent_rate", "pass_rate", "low_rate")


def our_items(folder: Path) -> peers.Work:
    """Two subjects at a time, each read by column and passed over once."""
    from xueheng.indicators.sums.item_files import item_table

    def one(subject: str) -> pa.Table:
        full = dict(zip(ITEMS, FULL, strict=True))
        return item_table(folder / f"{subject}.parquet", full, by="school", points=POINTS)

    def work() -> dict[str, pa.Table]:
        with ThreadPoolExecutor(2) as pool:
            return dict(zip(SUBJECTS, pool.map(one, SUBJECTS), strict=True))

    return work


def our_totals(folder: Path) -> peers.Work:
    from xueheng.indicators.engine_url import engine
    from xueheng.indicators.registry import indicator

    def work() -> dict[str, pa.Table]:
        with engine(threads=2) as found:
            rows = found.parquet(folder / "totals.parquet")
            asked = {
                "rates": indicator("exam.rates")(
                    rows, "school", full=dict.fromkeys(SUBJECTS, MOST), **SHARES
                ),
                "distribution": indicator("exam.distribution")(rows),
            }
            return {name: found.result(expression) for name, expression in asked.items()}

    return work


PARTS = {"our_items": our_items, "duckdb_items": peers.duckdb_items, "polars_items": peers.polars_items}
PARTS |= {
    "our_totals": our_totals,
    "duckdb_totals": peers.duckdb_totals,
    "polars_totals": peers.polars_totals,
}


def measure(part: str, folder: Path, out: Path) -> None:
    """Run one part in this process: leave its tables, print its figures."""
    timing = timed(PARTS[part](folder))
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    for name, table in timing.result.items():
        pq.write_table(table, out / f"{part}-{name}.parquet")
    print(json.dumps({"first": timing.first, "second": timing.second, "memory": memory}))


def in_own_process(part: str, folder: Path, out: Path) -> dict[str, float]:
    """What the process printed, and how long it would have taken with one call only, files to files."""
    command = [sys.executable, "-m", "benchmarks.province", part, str(folder), str(out)]
    start = perf_counter()
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found | {"whole": perf_counter() - start - found["second"]}


def compare(out: Path, peer: str, job: str, keys: tuple[str, ...]) -> None:
    """Stop with an error where ours and the peer's disagree: whole numbers exactly, others to 1e-9."""
    for path in out.glob(f"our_{job}-*.parquet"):
        order = [(key, "ascending") for key in keys if key in pq.read_schema(path).names]
        ours = pq.read_table(path).sort_by(order)
        theirs = pq.read_table(out / path.name.replace("our_", f"{peer}_")).sort_by(order)
        for name in ours.column_names:
            left, right = (t[name].to_numpy(zero_copy_only=False) for t in (ours, theirs))
            if left.dtype.kind == "f":
                np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9)
            else:
                assert (left == right).all(), name


def report(job: str, title: str, folder: Path, out: Path) -> None:
    print(title)
    ours = in_own_process(f"our_{job}", folder, out)
    calls = f"first call {ours['first']:.2f} s, second {ours['second']:.2f} s, {ours['memory']:.0f} MB"
    print(f"  xueheng: {calls}; a new process, files to files {ours['whole']:.2f} s")
    for peer in ("duckdb", "polars"):
        if find_spec(peer) is None:
            print(f"  {peer}: not measured, it is not installed here")
            continue
        theirs = in_own_process(f"{peer}_{job}", folder, out)
        beside(ours["second"], theirs["second"], f"{peer} by hand, {theirs['memory']:.0f} MB, second call")
        compare(out, peer, job, ("school", "subject", "mark"))


def main(folder: Path) -> None:
    if not (folder / "totals.parquet").exists():
        subprocess.run([sys.executable, "-m", "benchmarks.province", "generate", str(folder)], check=True)
    with TemporaryDirectory() as out:
        title = "P, item-rest r, alpha, knowledge points by school of 270,000,000 marks, files to figures"
        report("items", title, folder, Path(out))
        report("totals", "一分三率 by school and 一分一段 of 9,000,000 totals", folder, Path(out))
    print("results agree: whole numbers exactly, the others to 1e-9")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["generate", where]:
            generate(Path(where))
        case [part, where, out]:
            measure(part, Path(where), Path(out))
        case [where]:
            main(Path(where))
        case _:
            with TemporaryDirectory() as where:
                main(Path(where))
