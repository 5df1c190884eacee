"""均衡编班: how alike our classes are and how soon, beside the S-shape and R anticlust on the same pupils.

Run with `python -m benchmarks.placement`. anticlust is asked only where Rscript and anticlust are installed.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.timing import timed
from xueheng.engine.placement.classes import placed
from xueheng.engine.placement.measures import (
    Category,
    Column,
    IntArray,
    features,
    spread_of_counts,
    standardised,
)
from xueheng.engine.placement.rules import FREE, Rules
from xueheng.engine.placement.s_shape import s_shape

SCRIPT = Path(__file__).with_name("placement_anticlust.R")
SIZES = ((600, 12, 5), (5000, 100, 1))  # pupils, classes, how many rosters


@dataclass(frozen=True)
class Roster:
    numbers: tuple[IntArray, ...]
    levels: tuple[IntArray, ...]
    classes: int

    @property
    def columns(self) -> list[Column]:
        return [Column(tuple(values.tolist())) for values in self.numbers]


def generated(pupils: int, classes: int, seed: int) -> Roster:
    """Score, reading and fitness in tenths, sex and four origins."""
    rng = np.random.default_rng(seed)
    means = ((500, 80), (60, 15), (50, 9))
    numbers = tuple((10 * rng.normal(mean, sd, pupils)).astype(np.int64) for mean, sd in means)
    return Roster(numbers, (rng.integers(0, 2, pupils), rng.integers(0, 4, pupils)), classes)


def ours(roster: Roster) -> IntArray:
    pupils = len(roster.levels[0])
    goals = features(roster.columns, [Category(level) for level in roster.levels], pupils=pupils)
    nobody = np.zeros(pupils, np.int64)
    return placed(goals, Rules(roster.classes, (), (), np.full(pupils, FREE), nobody), seed="benchmark")


def snake(roster: Roster) -> IntArray:
    return s_shape(sum(standardised(column.values) for column in roster.columns), roster.classes)


def by_anticlust(roster: Roster) -> tuple[float, IntArray] | None:
    """Seconds and classes of k-plus with local maximum, or nothing where it is not installed."""
    rscript = shutil.which("Rscript")
    asked = [rscript or "", "-e", 'quit(status = !requireNamespace("anticlust", quietly = TRUE))']
    if rscript is None or subprocess.run(asked, capture_output=True).returncode:
        return None
    with TemporaryDirectory() as folder:
        table = np.stack([*roster.numbers, *roster.levels], axis=1)
        np.savetxt(Path(folder, "data.csv"), table, fmt="%d", delimiter=",")
        subprocess.run([rscript, str(SCRIPT), folder, str(roster.classes)], check=True)
        seconds, *classes = Path(folder, "classes.txt").read_text(encoding="utf-8").split()
    return float(seconds), np.array(classes, np.int64) - 1


def spreads(roster: Roster, class_of: IntArray) -> list[tuple[float, float]]:
    """Range of class means and of class SDs, in SDs of all, by column."""
    found = []
    for values in roster.numbers:
        held = [values[class_of == k] for k in range(roster.classes)]
        means, deviations = (float(np.ptp([f(h) for h in held]) / values.std()) for f in (np.mean, np.std))
        found.append((means, deviations))
    return found


def report(name: str, seconds: float, roster: Roster, class_of: IntArray) -> None:
    found = spreads(roster, class_of)
    counts = [spread_of_counts(level, class_of, roster.classes) for level in roster.levels]
    shown = " ".join(f"{means:.4f}/{deviations:.4f}" for means, deviations in found)
    worst = max(max(pair) for pair in found)
    print(f"{name:<12}{seconds:8.3f} s  mean/SD ranges {shown}  worst {worst:.4f}  categories {counts}")


def main() -> None:
    start = perf_counter()
    ours(generated(60, 3, 0))
    print(f"compiling or loading the kernels: {perf_counter() - start:.2f} s")
    for pupils, classes, rosters in SIZES:
        for seed in range(rosters):
            roster = generated(pupils, classes, seed)
            print(f"{pupils} pupils x {classes} classes, roster {seed}")
            timing = timed(lambda roster=roster: ours(roster))
            report("xueheng", min(timing.first, timing.second), roster, timing.result)
            start = perf_counter()
            report("S-shape", perf_counter() - start, roster, snake(roster))
            theirs = by_anticlust(roster) if seed == 0 else None
            if theirs is not None:
                report("anticlust", *theirs[:1], roster, theirs[1])
            elif seed == 0:
                print("anticlust: not measured, Rscript with the package anticlust is not installed here")


if __name__ == "__main__":
    main()
