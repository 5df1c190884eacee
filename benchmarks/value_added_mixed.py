"""增值: random slopes, and schools crossed with feeder schools, at 100,000 pupils beside lme4.

Run with `python -m benchmarks.value_added_mixed`. lme4 is asked only where Rscript and lme4 are installed.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.timing import beside, timed
from benchmarks.value_added import PUPILS, SCHOOLS, SEED, has_lme4
from xueheng.engine.mixed.fit import Model, fit_mixed
from xueheng.engine.mixed.sums import Levels
from xueheng.engine.school_sums import FloatArray

FEEDERS = 2_000
SCRIPT = Path(__file__).with_suffix(".R")


def generated(seed: int) -> tuple[FloatArray, list[FloatArray], Levels, Levels]:
    """One district: outcome, five columns, schools and feeder schools, pupils drawn at random to both."""
    rng = np.random.default_rng(seed)
    school, feeder = rng.integers(0, SCHOOLS, PUPILS), rng.integers(0, FEEDERS, PUPILS)
    columns = [rng.normal(size=PUPILS) + 0.5 * rng.normal(size=SCHOOLS)[school] for _ in range(5)]
    effects = 0.35 * rng.normal(size=SCHOOLS)[school] + 0.2 * rng.normal(size=FEEDERS)[feeder]
    slopes = (0.6 + 0.1 * rng.normal(size=SCHOOLS)[school]) * columns[0]
    outcome = slopes + effects + 0.75 * rng.normal(size=PUPILS)
    return outcome, columns, Levels(school, SCHOOLS), Levels(feeder, FEEDERS)


def by_lme4(table: FloatArray) -> dict[str, tuple[float, float]]:
    """Seconds and criterion of each model in lme4; nothing where it is not installed."""
    rscript = shutil.which("Rscript")
    if rscript is None or not has_lme4(rscript):
        return {}
    with TemporaryDirectory() as folder:
        table.astype("<f8").tofile(Path(folder, "data.bin"))
        subprocess.run([rscript, str(SCRIPT), folder, str(table.shape[1])], check=True)
        lines = Path(folder, "lme4.csv").read_text(encoding="utf-8").splitlines()
    rows = (line.split(",") for line in lines)
    return {name: (float(seconds), float(criterion)) for name, seconds, criterion in rows}


def main() -> None:
    outcome, columns, school, feeder = generated(SEED)
    print(f"{PUPILS:,} pupils, {SCHOOLS} schools, 5 columns")
    models = {
        "slopes": Model(columns, outcome, school, slopes=(0,)),
        "crossed": Model(columns, outcome, feeder, others=(school,)),
    }
    table = np.stack([*columns, outcome, school.code.astype(np.float64), feeder.code.astype(np.float64)])
    printed = by_lme4(table)
    for name, model in models.items():
        ours = timed(lambda model=model: fit_mixed(model, procedure="reml"))  # type: ignore[misc]
        print(f"{name}: first call {ours.first:.3f} s, second call {ours.second:.3f} s")
        if name in printed:
            seconds, criterion = printed[name]
            beside(ours.second, seconds, "lme4")
            print(f"  REML criterion, ours less that of lme4: {ours.result.deviance - criterion:.1e}")


if __name__ == "__main__":
    main()
