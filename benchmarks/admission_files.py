"""admission.match end to end: Parquet files in, reasons and bundle out; time and peak memory.

python -m benchmarks.admission_files 100000
The first run compiles, or reads what was compiled; it is on few students and not counted. Beside it stands
DuckDB doing less: it reads the same files, joins each choice to its student and program, and sorts them.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import beside
from xueheng.methods.admission_match.checker import check
from xueheng.methods.params import parse_params
from xueheng.methods.receipt import write_bundles
from xueheng.methods.registry import method
from xueheng.methods.run import Run, input_tables, run_method

CHOICES, SHARE, CHECKED = 10, 0.95, 100_000
PROCEDURES = ("serial_dictatorship", "deferred_acceptance")


def files(folder: Path, *, students: int, programs: int) -> dict[str, Path]:
    """Applicants with two scores and a ticket, ten choices each, seats for 95 in 100."""
    chance = np.random.default_rng(6)
    ids = pa.array([f"{i:08d}" for i in range(students)])
    known = pa.array([f"P{i:04d}" for i in range(programs)])
    start, stride = (
        chance.integers(0, programs, students),
        1 + 2 * chance.integers(0, programs // 20, students),
    )
    chosen = ((start[:, None] + stride[:, None] * np.arange(CHOICES)) % programs).ravel()
    tickets = pa.array([f"{i:016x}" for i in chance.permutation(students)])
    tables = {
        "students": {
            "id": ids,
            "score_1": pa.array(chance.integers(300, 760, students)),
            "score_2": pa.array(chance.integers(60, 150, students)),
            "ticket": tickets,
        },
        "choices": {
            "student": ids.take(pa.array(np.repeat(np.arange(students), CHOICES))),
            "rank": pa.array(np.tile(np.arange(1, CHOICES + 1), students)),
            "program": known.take(pa.array(chosen)),
        },
        "programs": {"id": known, "capacity": pa.array(np.full(programs, int(students * SHARE / programs)))},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in tables}


def timed(paths: dict[str, Path], bundle: Path, procedure: str) -> tuple[Run, float, float]:
    """A run, its seconds, and the seconds of its bundle."""
    declared = method("admission.match")
    texts = [("procedure", procedure), ("tie_at_cutoff", "ticket")]
    begun = time.perf_counter()
    run = run_method(declared, paths, params=parse_params(declared.params, texts, document={}), answers={})
    ran = time.perf_counter()
    write_bundles(run, bundle, key=None)
    return run, ran - begun, time.perf_counter() - ran


def joined_by_duckdb(paths: dict[str, Path]) -> float:
    """Seconds until DuckDB has every choice beside its student and program, in the order of marks."""
    begun = time.perf_counter()
    held = {name: f"read_parquet('{path}')" for name, path in paths.items()}
    joined = f"{held['choices']} c JOIN {held['students']} s ON c.student = s.id JOIN {held['programs']} p"
    order = "score_1 DESC, score_2 DESC, ticket, rank"
    chosen = f"SELECT c.*, s.*, capacity FROM {joined} ON c.program = p.id ORDER BY {order}"
    duckdb.sql(chosen).to_arrow_table()
    return time.perf_counter() - begun


def checked(run: Run) -> float:
    """The seconds in which the independent checker goes through the reasons of a run."""
    tables, begun = input_tables(run), time.perf_counter()
    found = check(tables, run.params, run.outcome.tables)
    if found:
        raise SystemExit("\n".join(found))
    return time.perf_counter() - begun


def main() -> None:
    """Print seconds and gigabytes for each procedure, the first compilation apart."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as made:
        for procedure in PROCEDURES:
            few = files(Path(made), students=1_000, programs=20)
            _, seconds, packed = timed(few, Path(made) / "few.xhb.zip", procedure)
            print(f"{procedure:22} first run, of 1,000, with compiling: {seconds + packed:.2f} s")
        paths = files(Path(made), students=students, programs=min(2_000, max(20, students // 500)))
        for procedure in PROCEDURES:
            run, seconds, packed = timed(paths, Path(made) / "run.xhb.zip", procedure)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            said = f"{seconds:6.2f} s run, {packed:6.2f} s bundle, peak {peak:.2f} GB"
            if students <= CHECKED:
                said += f", checker {checked(run):.2f} s"
            print(f"{procedure:22} {students:>9,} x {CHOICES}: {said}, {run.outcome.figures}")
            beside(seconds, joined_by_duckdb(paths), "DuckDB only reading, joining and sorting")
            del run


if __name__ == "__main__":
    main()
