"""全县报告册: 40 schools and nine subjects of invented scores as Word, PDF and workbooks, timed by kind.

Run with `python -m benchmarks.county_set`. One process; the bar is 60 seconds.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import Run, run_method
from xueheng.reports import county_set
from xueheng.reports.runs.exam_analysis import compose
from xueheng.reports.runs.school_pages import compose_schools

SCHOOLS, SEED, BAR = 40, 20260101, 60.0
FULL = {"语文": 120, "数学": 120, "英语": 120, "物理": 80, "化学": 70}
FULL |= {"道法": 70, "历史": 70, "地理": 50, "生物": 50}
TOWNS = ("城关镇", "东河镇", "南山乡", "西岭镇", "北坪乡")
EXAM = "类型,学段,年级,范围,名称\n中考,初中,9,市,初中学业水平考试\n"


def generate(folder: Path) -> dict[str, Path]:
    """A score table of invented pupils and the declaration of the exam."""
    rng = np.random.default_rng(SEED)
    lines = [",".join(("考号", "学校", "乡镇", "班级", *FULL))]
    for school in range(1, SCHOOLS + 1):
        level = rng.normal(0, 0.07)
        for pupil in range(int(rng.integers(80, 320))):
            shares = 0.62 + level + rng.normal(0, 0.15) + rng.normal(0, 0.09, len(FULL))
            marks = (
                f"{min(max(full * s, 0), full):.0f}" for full, s in zip(FULL.values(), shares, strict=True)
            )
            where = (f"第{school}初级中学", TOWNS[school % len(TOWNS)], f"{pupil % 5 + 1}班")
            lines.append(",".join((f"{school:02d}{pupil:04d}", *where, *marks)))
    files = {"scores": folder / "scores.csv", "exam": folder / "exam.csv"}
    files["scores"].write_text("\n".join(lines) + "\n", encoding="utf-8")
    files["exam"].write_text(EXAM, encoding="utf-8")
    return files


def analysed(folder: Path) -> Run:
    declared = method("exam.quality")
    full = ",".join(f"{subject}:{mark}" for subject, mark in FULL.items())
    params = parse_params(declared.params, [("full", full)], document={})
    return run_method(declared, generate(folder), params=params, answers={})


def clocked(write: Callable[..., None], spent: Counter[str], kind: str) -> Callable[..., None]:
    """The writer, its seconds added up."""

    def timed(*given: object, **named: object) -> None:
        start = perf_counter()
        write(*given, **named)
        spent[kind] += perf_counter() - start  # type: ignore[assignment]

    return timed


def tell(done: int, of: int) -> None:
    if done % 15 == 0 or done == of:
        print(f"{done}/{of}", file=sys.stderr)


def main() -> int:
    spent: Counter[str] = Counter()
    for kind, write in list(county_set.WRITERS.items()):
        county_set.WRITERS[kind] = clocked(write, spent, kind)
    with TemporaryDirectory() as made:
        folder = Path(made)
        run = analysed(folder)
        start = perf_counter()
        report, pages = compose(run), compose_schools(run)
        composed = perf_counter() - start
        county_set.write_set(report, pages, folder / "set", lang="zh", told=tell)
        whole = perf_counter() - start
    print(f"{len(pages)} schools, {run.outcome.figures['n']} pupils")
    print(f"compose {composed:.1f} s")
    for kind, seconds in spent.items():
        print(f"{kind} {seconds:.1f} s")
    print(f"all {whole:.1f} s, bar {BAR:.0f} s")
    return 0 if whole <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
