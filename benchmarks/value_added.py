"""增值: our core at a million pupils, and beside lme4 on a tenth of the same pupils.

Run with `python -m benchmarks.value_added`. lme4 is asked only where Rscript and lme4 are installed,
statsmodels only where it is. End to end is `run exam.value_added` in a new process, Parquet to tables.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.timing import Timing, beside, timed
from xueheng.engine.school_sums import FloatArray, IntArray, accumulate
from xueheng.engine.valueadded import Effects, Fit, fit, school_effects
from xueheng.tables.arrow import pa

DISTRICTS, PUPILS, SCHOOLS = 10, 100_000, 500  # pupils and schools of one district
SLOPES = np.array([0.6, -0.3, 0.15, 0.05, 0.4])
SEED = 20260101
SCRIPT = Path(__file__).with_name("value_added_lme4.R")


@dataclass(frozen=True)
class Pupils:
    outcome: FloatArray
    columns: list[FloatArray]
    school: IntArray
    n_schools: int

    def taken(self, rows: IntArray, n_schools: int) -> "Pupils":
        columns = [column[rows] for column in self.columns]
        return Pupils(self.outcome[rows], columns, self.school[rows], n_schools)


@dataclass(frozen=True)
class ValueAdded:
    fit: Fit
    effects: Effects


@dataclass(frozen=True)
class Reference:
    version: str
    values: dict[str, float]

    def vector(self, name: str, keys: range) -> FloatArray:
        return np.array([self.values[f"{name}{key}"] for key in keys])


def generated(seed: int) -> Pupils:
    """Ten districts of 500 schools and 100,000 pupils each, in random order; intake differs by school."""
    rng = np.random.default_rng(seed)
    n_schools = DISTRICTS * SCHOOLS
    within = rng.integers(0, SCHOOLS, size=(DISTRICTS, PUPILS)) + SCHOOLS * np.arange(DISTRICTS)[:, None]
    school = rng.permutation(within.ravel())
    intake = 0.5 * rng.normal(size=(len(SLOPES), n_schools))
    columns = [means[school] + rng.normal(size=len(school)) for means in intake]
    effect = 0.35 * rng.normal(size=n_schools)
    noise = 0.75 * rng.normal(size=len(school))
    return Pupils(SLOPES @ np.stack(columns) + effect[school] + noise, columns, school, n_schools)


def core(pupils: Pupils) -> ValueAdded:
    sums = accumulate(pupils.outcome, pupils.columns, school=pupils.school, n_schools=pupils.n_schools)
    fitted = fit(sums, procedure="reml")
    return ValueAdded(fitted, school_effects(sums, fitted, small=10))


def by_lme4(pupils: Pupils) -> Reference | None:
    """What lme4 says of the pupils, or nothing where it is not installed."""
    rscript = shutil.which("Rscript")
    if rscript is None or not has_lme4(rscript):
        return None
    with TemporaryDirectory() as folder:
        table = np.stack([*pupils.columns, pupils.outcome, pupils.school.astype(np.float64)])
        table.astype("<f8").tofile(Path(folder, "data.bin"))
        sizes = [str(len(pupils.outcome)), str(len(pupils.columns))]
        subprocess.run([rscript, str(SCRIPT), folder, *sizes], check=True)
        lines = Path(folder, "lme4.csv").read_text(encoding="utf-8").splitlines()
    version, *rest = (line.split(",") for line in lines)
    return Reference(version[1], {name: float(value) for name, value in rest})


def has_lme4(rscript: str) -> bool:
    """Whether this R knows lme4."""
    asked = subprocess.run([rscript, "-e", 'quit(status = !requireNamespace("lme4"))'], capture_output=True)
    return asked.returncode == 0


def by_statsmodels(pupils: Pupils) -> float | None:
    """Seconds that MixedLM of statsmodels takes, or nothing where it is not installed."""
    if find_spec("statsmodels") is None:
        return None
    peer = import_module("statsmodels.regression.mixed_linear_model")
    columns = np.stack([np.ones_like(pupils.outcome), *pupils.columns], axis=1)
    start = perf_counter()
    fitted = peer.MixedLM(pupils.outcome, columns, groups=pupils.school).fit(reml=True)
    assert len(fitted.random_effects) == pupils.n_schools
    return perf_counter() - start


def end_to_end(pupils: Pupils) -> float:
    """Seconds of a new process that reads the pupils from Parquet and writes every table."""
    from pyarrow import parquet

    names = [f"x{k}" for k in range(len(pupils.columns))]
    table = {"school": pupils.school.astype(str), "y": pupils.outcome}
    with TemporaryDirectory() as folder:
        source = Path(folder, "pupils.parquet")
        parquet.write_table(pa.table(table | dict(zip(names, pupils.columns, strict=True))), source)
        given = ("outcome=y", "school=school", f"prior={names[0]}", f"context={','.join(names[1:])}")
        asked = [part for text in given for part in ("-p", text)]
        command = [sys.executable, "-m", "xueheng", "run", "exam.value_added", f"scores={source}"]
        start = perf_counter()
        subprocess.run([*command, *asked, "--out", str(Path(folder, "out"))], check=True, capture_output=True)
        return perf_counter() - start


def difference(ours: ValueAdded, reference: Reference) -> float:
    """Largest relative difference of fixed effects and variances."""
    fitted = ours.fit
    theirs = reference.vector("coefficient", range(1, len(fitted.coefficients) + 1))
    variances = [reference.values["between_variance"], reference.values["residual_variance"]]
    expected = np.append(theirs, variances)
    found = np.append(fitted.coefficients, [fitted.between_variance, fitted.residual_variance])
    return float(np.abs(found / expected - 1).max())


def report_alone(name: str, timing: Timing[ValueAdded]) -> None:
    print(f"xueheng, {name}: first call {timing.first:.3f} s, second call {timing.second:.3f} s")


def report_beside(timing: Timing[ValueAdded], reference: Reference) -> None:
    values, effects = reference.values, timing.result.effects
    seconds = values["seconds"] + values["seconds_effects"]
    schools = range(len(effects.n))
    print(f"lme4 {reference.version}, the same pupils: {seconds:.3f} s (fit {values['seconds']:.3f} s)")
    print(f"ratio lme4 / xueheng: {seconds / timing.second:.0f}")
    gap = difference(timing.result, reference)
    print(f"largest relative difference, fixed effects and variances: {gap:.1e}")
    print(f"REML criterion, ours less that of lme4: {timing.result.fit.deviance - values['deviance']:.1e}")
    effect_gap = np.abs(effects.effect - reference.vector("effect", schools)).max()
    sd_gap = np.abs(effects.sd - reference.vector("sd", schools)).max()
    print(f"largest difference of an effect: {effect_gap:.1e}, of a posterior SD: {sd_gap:.1e}")


def main() -> None:
    province = generated(SEED)
    district = province.taken(np.flatnonzero(province.school < SCHOOLS), SCHOOLS)
    sorted_province = province.taken(np.argsort(province.school, kind="stable"), province.n_schools)
    report_alone("1,000,000 pupils x 5,000 schools x 5 columns, random order", timed(lambda: core(province)))
    report_alone("the same, sorted by school", timed(lambda: core(sorted_province)))
    alone = timed(lambda: core(district))
    report_alone("100,000 pupils x 500 schools x 5 columns, random order", alone)
    for name, pupils in (("random order", province), ("sorted by school", sorted_province)):
        print(f"xueheng, a million pupils from Parquet end to end, {name}: {end_to_end(pupils):.2f} s")
    theirs = by_statsmodels(district)
    if theirs is not None:
        beside(alone.second, theirs, "statsmodels MixedLM, the same 100,000 pupils")
    reference = by_lme4(district)
    if reference is None:
        print("lme4: not measured, Rscript with the package lme4 is not installed here")
    else:
        report_beside(alone, reference)


if __name__ == "__main__":
    main()
