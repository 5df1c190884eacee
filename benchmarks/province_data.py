"""The synthetic province: item marks, wide, one Parquet for each subject sorted by school, and all totals."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "生物", "政治", "历史", "地理")
FULL = (3,) * 12 + (5,) * 8 + (8,) * 4 + (10,) * 4 + (11, 11)  # 170 marks: 12 choice items and 18 open ones
ITEMS = tuple(f"q{j + 1:02d}" for j in range(len(FULL)))
POINTS = {"甲": ITEMS[:10], "乙": ITEMS[10:20], "丙": ITEMS[20:]}  # knowledge point to its items
MOST = sum(FULL)
SHARES = {"excellent": "0.85", "pass_": "0.60", "low": "0.40"}
PUPILS, SCHOOLS, SEED = 1_000_000, 2000, 20260101
ROWS = 1 << 16  # a row group
KEPT = ["id", "school", *ITEMS]


def generate(folder: Path, pupils: int = PUPILS, *, subjects: tuple[str, ...] = SUBJECTS) -> None:
    """Write SUBJECT.parquet for each subject, and totals.parquet with a row for each pupil and subject."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    code = np.sort(rng.integers(0, SCHOOLS, pupils))
    ability = rng.normal(0, 0.5, SCHOOLS)[code] + rng.normal(0, 1, pupils)
    names = pa.array([f"S{i:04d}" for i in range(SCHOOLS)])
    school = pa.DictionaryArray.from_arrays(code.astype(np.int32), names)
    ids = pa.array([f"{i:08d}" for i in range(pupils)])
    totals = []
    for subject in subjects:
        marks = _marks(ability + rng.normal(0, 0.6, pupils), rng)
        totals.append(sum(column.astype(np.int16) for column in marks))
        table = pa.table([ids, school, *map(pa.array, marks)], names=KEPT)
        _write(table, folder / f"{subject}.parquet")
    _write(_long(school, totals, subjects), folder / "totals.parquet")


def _marks(ability: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """The marks of each item in int8: all or nothing for a choice item, else around the ability."""
    columns = []
    for full, easy in zip(FULL, rng.uniform(-1, 1.2, len(FULL)), strict=True):
        chance = 1 / (1 + np.exp(-(ability + easy).astype(np.float32)))
        drawn = rng.random(len(ability), np.float32)
        open_ = np.clip(np.rint(full * (chance + (drawn - 0.5) * 0.5)), 0, full)
        columns.append((full * (drawn < chance) if full == 3 else open_).astype(np.int8))
    return columns


def _long(school: pa.Array, totals: list[np.ndarray], subjects: tuple[str, ...]) -> pa.Table:
    parts = [
        pa.table({"school": school, "subject": pa.repeat(subject, len(school)), "mark": total})
        for subject, total in zip(subjects, totals, strict=True)
    ]
    return pa.concat_tables(parts)


def _write(table: pa.Table, path: Path) -> None:
    """As other engines read it too: without Arrow's own types, which Sail takes for what it cannot read."""
    pq.write_table(table, path, compression="zstd", row_group_size=ROWS, store_schema=False)
