"""全县质量分析: 4,000 pupils, nine subjects, 225 items to page, Word, PDF and workbook in one new process.

Run with `python -m benchmarks.county_report`. Files to files, the slowest of three; the bar is 10 seconds.
"""

import csv
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PUPILS, SCHOOLS, CLASSES, ITEMS, FULL, SEED, BAR, TIMES = 4000, 20, 8, 25, 4, 20260102, 10.0, 3
SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "生物", "政治", "历史", "地理")
DOCUMENTS = ("index.html", "report.docx", "report.pdf", "report.xlsx")
EXAM = "类型,学段,年级,范围\n其他,高中,12,县\n"


def generate(folder: Path) -> list[str]:
    """Invented marks by item, their sums by subject, the blueprint and the declaration; as arguments."""
    rng = np.random.default_rng(SEED)
    school, room = np.sort(rng.integers(0, SCHOOLS, PUPILS)), rng.integers(1, CLASSES + 1, PUPILS)
    ability = rng.normal(size=PUPILS) + rng.normal(0, 0.3, SCHOOLS)[school]
    people = {
        "考号": [f"26{i:06d}" for i in range(PUPILS)],
        "学校": [f"示例第{s + 1}中学" for s in school],
        "班级": [f"{c}班" for c in room],
    }
    scores, answers = dict(people), dict(people)
    for subject in SUBJECTS:
        own = 0.9 * ability + rng.normal(0, 0.4, PUPILS)
        chance = 1 / (1 + np.exp(rng.normal(size=ITEMS) - own[:, None]))
        marks = rng.binomial(FULL, chance)
        scores[subject] = marks.sum(axis=1)
        answers |= {f"{subject}{j + 1:02d}": marks[:, j] for j in range(ITEMS)}
    pq.write_table(pa.table(scores), folder / "scores.parquet")
    pq.write_table(pa.table(answers), folder / "responses.parquet")
    with (folder / "blueprint.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("题号", "学科", "满分", "知识点", "能力层级"), *plan()])
    (folder / "exam.csv").write_text(EXAM, encoding="utf-8")
    names = ("scores.parquet", "responses.parquet", "blueprint.csv", "exam.csv")
    return [f"{Path(name).stem}={folder / name}" for name in names]


def plan() -> Iterable[tuple[str, str, int, str, str]]:
    for subject in SUBJECTS:
        for j in range(ITEMS):
            point, ability = f"{subject}知识点{j // 4 + 1}", ("了解", "理解", "应用")[j % 3]
            yield f"{subject}{j + 1:02d}", subject, FULL, point, ability


def main() -> int:
    full = ",".join(f"{subject}:{FULL * ITEMS}" for subject in SUBJECTS)
    options = ["-p", f"full={full}", "-p", "lines=本科:480", "-p", "top=100"]
    seconds = []
    with TemporaryDirectory() as made:
        given = generate(Path(made))
        for at in range(TIMES):
            report = Path(made) / f"report{at}"
            command = [sys.executable, "-m", "xueheng", "run", "exam.quality", *given, *options]
            start = perf_counter()
            subprocess.run([*command, "--report", str(report)], check=True, stdout=subprocess.DEVNULL)
            seconds.append(perf_counter() - start)
        sizes = ", ".join(f"{name} {(report / name).stat().st_size / 1e6:.1f} MB" for name in DOCUMENTS)
    print(f"{PUPILS} pupils x {len(SUBJECTS)} subjects, {ITEMS * len(SUBJECTS)} items: {sizes}")
    print("end to end " + ", ".join(f"{s:.1f} s" for s in seconds) + f"; bar {BAR:.0f} s")
    return 0 if max(seconds) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
