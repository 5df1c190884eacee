"""admission.compare end to end: three rules on the same lists, from Parquet files; time and peak memory.

python -m benchmarks.admission_compare 100000
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.admission_files import files
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method

RULES = "procedure=serial_dictatorship tie_at_cutoff=ticket revert=false; sequential; deferred_acceptance"
ORIGINS = 40


def with_origins(path: Path) -> None:
    """The applicants of the file come from forty schools and are of two sexes."""
    table = pq.read_table(path)
    for name, words in {"origin": [f"{i:02d}中" for i in range(ORIGINS)], "性别": ["女", "男"]}.items():
        column = pa.array([words[i * 7919 % 104_729 % len(words)] for i in range(table.num_rows)])
        table = table.append_column(name, column)
    pq.write_table(table, path)


def main() -> None:
    """Print the seconds of a first run, which compiles, and of the best of three more."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    declared = method("admission.compare")
    params = parse_params(declared.params, [("settings", RULES)], document={})
    with tempfile.TemporaryDirectory() as made:
        paths = files(Path(made), students=students, programs=min(2_000, max(20, students // 500)))
        with_origins(paths["students"])
        seconds = []
        for _ in range(4):
            begun = time.perf_counter()
            run = run_method(declared, paths, params=params, answers={})
            seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    said = f"first {seconds[0]:.2f} s, then {min(seconds[1:]):.2f} s, peak {peak:.2f} GB"
    print(f"admission.compare {students:,} x 10 x {len(params.sets)} rules: {said}, {run.outcome.figures}")


if __name__ == "__main__":
    main()
