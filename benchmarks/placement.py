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

from benchmarks.timing import compiling, timed
from xueheng.engine.placement.classes import placed
from xueheng.engine.placement.measures import (
    Category,
    Column,
    IntArray,
    features,
    spread_of_counts,
    standardised,
    tenths,
)
from xueheng.engine.placement.rules import FREE, Rules
from xueheng.engine.placement.s_shape import s_shape

SCRIPT = Path(__file__).with_name("placement_anticlust.R")
SIZES = ((600, 12, 3, 5), (600, 12, 5, 5), (5000, 100, 3, 1))  # pupils, classes, numeric columns, rosters
MEANS = ((500, 80), (60, 15), (50, 9), (90, 12), (70, 20))
COMPILED = "from benchmarks.placement import generated, ours; ours(generated(60, 3, 3, 0))"


@dataclass(frozen=True)
class Roster:
    numbers: tuple[IntArray, ...]
    levels: tuple[IntArray, ...]
    classes: int

    @property
    def columns(self) -> list[Column]:
        return [Column(tuple(values.tolist())) for values in self.numbers]


def generated(pupils: int, classes: int, numeric: int, seed: int) -> Roster:
    """Score, reading, fitness and so on in tenths, sex and four origins."""
    rng = np.random.default_rng(seed)
    numbers = tuple((10 * rng.normal(mean, sd, pupils)).astype(np.int64) for mean, sd in MEANS[:numeric])
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


def report(name: str, seconds: float, roster: Roster, class_of: IntArray) -> float:
    """Print what the classes are like; the widest range is returned."""
    found = spreads(roster, class_of)
    counts = [spread_of_counts(level, class_of, roster.classes) for level in roster.levels]
    tenth = [tenths(values.tolist()).T for values in roster.numbers]
    ends = max(spread_of_counts(part, class_of, roster.classes) for both in tenth for part in both)
    worst = max(max(pair) for pair in found)
    middle = float(np.mean(found))
    said = f"ranges in SD: worst {worst:.4f}, mean {middle:.4f}; categories {counts}, tenths {ends}"
    print(f"{name:<10}{seconds:7.3f} s  {said}")
    return worst


def compare(roster: Roster, *, has_peer: bool) -> None:
    """Ours, the S-shape and anticlust on the same pupils."""
    timing = timed(lambda: ours(roster))
    seconds = min(timing.first, timing.second)
    own = report("xueheng", seconds, roster, timing.result)
    start = perf_counter()
    theirs = snake(roster)
    worst = report("S-shape", perf_counter() - start, roster, theirs)
    print(f"  its worst range is {worst / own:.1f} times ours")
    found = by_anticlust(roster) if has_peer else None
    if found is not None:
        worst = report("anticlust", found[0], roster, found[1])
        print(
            f"  its worst range is {worst / own:.2f} times ours, its time {found[0] / seconds:.2f} times ours"
        )
    elif has_peer:
        print("anticlust: not measured, Rscript with the package anticlust is not installed here")


def main() -> None:
    """Print the time to compile, then every roster."""
    print(f"compiling, once on a machine: {compiling(COMPILED):.1f} s")
    for pupils, classes, numeric, rosters in SIZES:
        for seed in range(rosters):
            print(
                f"{pupils} pupils x {classes} classes, {numeric} numeric columns and 2 others, roster {seed}"
            )
            compare(generated(pupils, classes, numeric, seed), has_peer=seed == 0)


if __name__ == "__main__":
    main()
