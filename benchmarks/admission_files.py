"""admission.match end to end: a new process, Parquet files in, reasons and bundle out; time and peak memory.

python -m benchmarks.admission_files 100000
The first run compiles, or reads what was compiled; it is on few students and not counted. Beside it stands
DuckDB doing less: it reads the same files, joins each choice to its student and program, and sorts them.
"""

from __future__ import annotations

import os
import subprocess
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
from xueheng.methods.registry import method
from xueheng.methods.run import input_tables, run_method

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


def ended(paths: dict[str, Path], bundle: Path, procedure: str) -> tuple[float, float]:
    """Seconds and gigabytes of a process that reads the files and writes the bundle."""
    texts = [f"procedure={procedure}", "tie_at_cutoff=ticket"]
    line = [sys.executable, "-m", "xueheng", "run", "admission.match", "--bundle", str(bundle)]
    line += [f"{name}={path}" for name, path in paths.items()] + [
        one for text in texts for one in ("-p", text)
    ]
    begun = time.perf_counter()
    started = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    if status:
        raise SystemExit(f"{line}: {status}")
    return time.perf_counter() - begun, used.ru_maxrss / 1e6


def joined_by_duckdb(paths: dict[str, Path]) -> float:
    """Seconds until DuckDB has every choice beside its student and program, in the order of marks."""
    begun = time.perf_counter()
    held = {name: f"read_parquet('{path}')" for name, path in paths.items()}
    joined = f"{held['choices']} c JOIN {held['students']} s ON c.student = s.id JOIN {held['programs']} p"
    order = "score_1 DESC, score_2 DESC, ticket, rank"
    chosen = f"SELECT c.*, s.*, capacity FROM {joined} ON c.program = p.id ORDER BY {order}"
    duckdb.sql(chosen).to_arrow_table()
    return time.perf_counter() - begun


def checked(paths: dict[str, Path], procedure: str) -> float:
    """The seconds in which the independent checker goes through the reasons of a run."""
    declared = method("admission.match")
    texts = [("procedure", procedure), ("tie_at_cutoff", "ticket")]
    run = run_method(declared, paths, params=parse_params(declared.params, texts, document={}), answers={})
    tables, begun = input_tables(run), time.perf_counter()
    found = check(tables, run.params, run.outcome.tables)
    if found:
        raise SystemExit("\n".join(found))
    return time.perf_counter() - begun


def main() -> None:
    """Print seconds and gigabytes for each procedure, the first compilation apart."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as made:
        bundle = Path(made) / "run.xhb.zip"
        for procedure in PROCEDURES:
            few = files(Path(made), students=1_000, programs=20)
            seconds, _ = ended(few, bundle, procedure)
            print(f"{procedure:22} first process, of 1,000, with compiling: {seconds:.2f} s")
        paths = files(Path(made), students=students, programs=min(2_000, max(20, students // 500)))
        ends = {procedure: ended(paths, bundle, procedure) for procedure in PROCEDURES}
        theirs = joined_by_duckdb(paths)  # last: a process is also charged with what its parent had held
        for procedure, (seconds, peak) in ends.items():
            print(f"{procedure:22} {students:>9,} x {CHOICES}: {seconds:6.2f} s, peak {peak:.2f} GB")
            beside(seconds, theirs, "DuckDB only reading, joining and sorting")
            if students <= CHECKED:
                print(f"  independent checker of the reasons: {checked(paths, procedure):.2f} s")


if __name__ == "__main__":
    main()
