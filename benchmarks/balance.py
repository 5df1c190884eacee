"""均衡: 3,000 counties x 100 schools from Parquet, end to end, and the same coefficients by NumPy and pandas.

Run with `python -m benchmarks.balance [COUNTIES]`. The bar: 5 s from the file to the outcome. The peers
compute only the coefficients, in floats; ours also judges every school and finds which to raise first.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import beside
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import Run, run_method

SCHOOLS, SEED, BAR = 100, 20260101, 5.0
PER_PUPIL = {
    "teachers_above_degree": (0.05, 0),
    "backbone_teachers": (0.012, 0),
    "pe_art_teachers": (0.01, 0),
    "teaching_area_m2": (5.5, 2),
    "sports_area_m2": (9.0, 2),
    "equipment_yuan": (2300.0, 2),
    "multimedia_rooms": (0.025, 0),
}


def generated(counties: int) -> pa.Table:
    """Schools of 60 to 2,400 pupils, two thirds of them primary; amounts differ by about 30 %."""
    rng, n = np.random.default_rng(SEED), counties * SCHOOLS
    pupils = rng.integers(60, 2400, n)
    held = {
        name: np.round(pupils * each * rng.lognormal(0.2, 0.3, n), digits)
        for name, (each, digits) in PER_PUPIL.items()
    }
    return pa.table(
        {
            "county": np.repeat([f"县{c:04d}" for c in range(counties)], SCHOOLS),
            "school": np.tile([f"学校{s:03d}" for s in range(SCHOOLS)], counties),
            "level": np.tile(np.where(np.arange(SCHOOLS) % 3 == 2, "junior", "primary"), counties),
            "pupils": pupils,
            **held,
        }
    )


def ours(path: Path) -> Run:
    """The run as the command line carries it out."""
    declared = method("balance.standard")
    params = parse_params(declared.params, [("standard", "yzjh-2017")], document={})
    return run_method(declared, {"schools": path}, params=params, answers={})


def by_numpy(path: Path) -> dict[tuple[str, str], list[float]]:
    """差异系数 by hand: bincount over county and level."""
    table = pq.read_table(path)
    county, level = (table[c].combine_chunks().dictionary_encode() for c in ("county", "level"))
    group = county.indices.to_numpy() * 2 + level.indices.to_numpy()
    k = table["pupils"].to_numpy().astype(float)
    n = np.bincount(group, k)
    found = []
    for name in PER_PUPIL:
        a = table[name].to_numpy()
        mean = np.bincount(group, a) / n
        found.append(np.sqrt(np.bincount(group, k * (a / k - mean[group]) ** 2) / n) / mean)
    names = [(c, lv) for c in county.dictionary.to_pylist() for lv in level.dictionary.to_pylist()]
    return dict(zip(names, np.array(found).T.tolist(), strict=True))


def by_pandas(path: Path) -> dict[tuple[str, str], list[float]]:
    """差异系数 by hand: a grouped frame."""
    import pandas as pd  # type: ignore[import-untyped]

    frame = pd.read_parquet(path)
    keys = [frame["county"], frame["level"]]
    sums = frame.groupby(["county", "level"])[["pupils", *PER_PUPIL]].sum()
    for name in PER_PUPIL:
        frame[name] = frame[name] ** 2 / frame["pupils"]
    squares = frame[[*PER_PUPIL]].groupby(keys).sum()
    found = squares[[*PER_PUPIL]].mul(sums["pupils"], axis=0) / sums[[*PER_PUPIL]] ** 2 - 1
    return {key: np.sqrt(row).tolist() for key, row in zip(found.index, found.to_numpy(), strict=True)}


def largest_difference(run: Run, peer: dict[tuple[str, str], list[float]]) -> float:
    """Between our coefficients and a peer's."""
    place = {name: i for i, name in enumerate(PER_PUPIL)}
    rows = run.outcome.tables["coefficients"].to_pylist()
    return max(float(abs(r["cv"] - peer[r["county"], r["level"]][place[r["indicator"]]])) for r in rows)


def report_peer(
    name: str,
    work: Callable[[Path], dict[tuple[str, str], list[float]]],
    path: Path,
    run: Run,
    seconds: float,
) -> None:
    start = perf_counter()
    found = work(path)
    beside(seconds, perf_counter() - start, f"{name}, coefficients alone")
    print(f"    largest difference of a coefficient {largest_difference(run, found):.1e}")


def main() -> None:
    counties = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "schools.parquet"
        pq.write_table(generated(counties), path)
        start, used = perf_counter(), process_time()
        run = ours(path)
        seconds, used = perf_counter() - start, process_time() - used
        rows = run.outcome.tables["schools"].num_rows
        print(
            f"{counties:,} counties x {SCHOOLS} schools: {seconds:.2f} s "
            f"({used:.2f} s of processor), bar {BAR} s"
        )
        print(f"  {rows:,} values judged, figures {dict(run.outcome.figures)}")
        report_peer("NumPy by hand", by_numpy, path, run, seconds)
        try:
            report_peer("pandas", by_pandas, path, run, seconds)
        except ImportError:
            print("  pandas: not installed")


if __name__ == "__main__":
    main()
