"""How long a newcomer waits: an empty folder, a second start, and the command beside bare Python."""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def seconds(*command: str | Path, cwd: Path = ROOT) -> float:
    start = perf_counter()
    subprocess.run([str(c) for c in command], cwd=cwd, check=True, capture_output=True)
    return perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        seconds("git", "clone", "-q", ROOT, clone)
        cold = seconds(sys.executable, "start.py", "demo", cwd=clone)
        again = median(seconds(sys.executable, "start.py", "demo", cwd=clone) for _ in range(RUNS))
    print(f"start.py demo in a fresh clone, download included: first {cold:.1f} s, later {again:.2f} s")
    bare = median(seconds(sys.executable, "-c", "pass") for _ in range(RUNS))
    for name, words in {"--help": ["--help"], "methods": ["methods"], "check": ["check"]}.items():
        took = median(seconds(sys.executable, "-m", "xueheng", *words) for _ in range(RUNS))
        print(f"xueheng {name}: {took:.3f} s, bare Python {bare:.3f} s, ratio {took / bare:.1f}")


if __name__ == "__main__":
    main()
