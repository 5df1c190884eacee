"""Growth percentiles here and by R's quantreg on the same pupils: time, check loss and agreement.

python -m benchmarks.growth [PUPILS beside quantreg, default 31022]
"""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.timing import beside, compiling, timed
from xueheng.engine.growth.percentiles import Growth, growth_percentiles
from xueheng.engine.growth.quantiles import cells_of, quantile_curves
from xueheng.engine.growth.splines import design
from xueheng.standards.growth import growth_number, growth_numbers, growth_taus

SCRIPT = Path(__file__).with_name("growth_quantreg.R")
EXAM = Path(__file__).parents[1] / "tests" / "golden" / "Exam.csv"
SHARES, MARGIN = [float(k) for k in growth_numbers("knots")], float(growth_number("margin"))
Pupils = tuple[np.ndarray, np.ndarray]


def exam() -> Pupils:
    with EXAM.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(r[c]) for r in rows]) for c in ("standLRT", "normexam"))  # type: ignore[return-value]


def generated(n: int, *, digits: int) -> Pupils:
    """Marks out of 150 rounded to so many digits; 0 makes them heavily tied."""
    random = np.random.default_rng(20261122)
    able = random.normal(size=n)
    marks = (90 + 20 * able + random.normal(0, 9, n) for _ in range(2))
    prior, outcome = (np.clip(np.round(m, digits), 0, 150) for m in marks)
    return prior, outcome


def core(prior: np.ndarray, outcome: np.ndarray) -> Growth:
    return growth_percentiles(
        prior[:, None], outcome, taus=growth_taus(), further=(), shares=SHARES, margin=MARGIN
    )


def losses(prior: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """The check loss of each of our curves, over pupils as they are."""
    found, taus = design(prior[:, None], shares=SHARES, margin=MARGIN), growth_taus()
    curves = quantile_curves(cells_of(found, outcome), taus, counted=0).coefficients
    fits = (found.columns @ curves.T)[found.code]
    residual = outcome[:, None] - fits
    return (residual * (np.array(taus) - (residual < 0))).sum(axis=0)


def by_quantreg(name: str, pupils: Pupils, *, growth: Growth, ours: float) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        np.concatenate(pupils).astype("<f8").tofile(place / "data.bin")
        subprocess.run(["Rscript", str(SCRIPT), folder, str(len(pupils[0]))], check=True)
        version, how, seconds = (place / "about.txt").read_text().split()
        result = np.fromfile(place / "result.bin", "<f8")
    beside(ours, float(seconds), f"quantreg {version} ({how}), {name}")
    gain = losses(*pupils) / result[:100] - 1
    apart = np.abs(growth.sgp - result[100:])
    print(f"  check loss, ours over theirs less 1: {gain.min():.1e} to {gain.max():.1e}")
    within = (apart <= 1).mean()
    print(f"  percentiles within 1: {within:.2%}, largest difference {apart.max():.0f}")


def measured(name: str, pupils: Pupils, *, peer: bool) -> None:
    found = timed(lambda: core(*pupils))
    print(f"{name}: first call {found.first:.3f} s, second call {found.second:.3f} s")
    if peer and shutil.which("Rscript"):
        by_quantreg(name, pupils, growth=found.result, ours=found.second)


def main() -> None:
    compile_time = compiling("from benchmarks.growth import core, generated; core(*generated(500, digits=0))")
    print(f"compiling: {compile_time:.1f} s (nothing here is compiled at run time)")
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 31_022
    measured("Exam, 4,059 pupils", exam(), peer=True)
    measured(f"{n:,} pupils, whole marks", generated(n, digits=0), peer=True)
    measured("100,000 pupils, whole marks", generated(100_000, digits=0), peer=False)
    measured("100,000 pupils, marks all different", generated(100_000, digits=9), peer=False)


if __name__ == "__main__":
    main()
