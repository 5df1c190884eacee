"""检查文件: the bad files of the tests, 50,000 rows of pupils, a sheet of 1,048,576 rows, and marking.

Run with `python -m benchmarks.inspect_files`. Every file is read in a process of its own.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter

from xueheng.standards.ids import check_character

BAD_INPUT = Path(__file__).resolve().parent.parent / "tests/tables/bad_input"
SEED, PUPILS, LONGEST, SPOILT = 20260101, 50_000, 1_048_576, 100  # every hundredth number is spoilt
REGION = "430299"  # assigned to no county
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰欣怡梓涵浩宇子轩雨桐一诺思远"
HEADS = (
    "序号", "学校标识码", "学校", "年级", "班级", "全国学籍号", "姓名", "性别", "出生日期", "民族",
    "身份证件类型", "身份证件号", "健康状况", "户口性质", "就读方式", "现住址", "联系电话", "是否留守儿童",
    "监护人1姓名", "监护人1关系",
)  # fmt: skip
LOADED = "sum(1 for row in rows for cell in row if cell is not None)"
OTHERS = {
    "openpyxl, read_only and values only": (
        "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1], read_only=True);"
        f"rows = book.worksheets[0].iter_rows(values_only=True); {LOADED}"
    ),
    "pandas": "import sys, pandas; pandas.read_excel(sys.argv[1], dtype=str)",
    "polars": "import sys, polars; polars.read_excel(sys.argv[1], infer_schema_length=0)",
}


@dataclass(frozen=True)
class Spent:
    """What a command took, and what it printed."""

    seconds: float
    megabytes: int
    printed: str


def run(*command: str | Path) -> Spent:
    """A command in a process of its own, with its own peak of memory."""
    with TemporaryDirectory() as folder, Path(folder, "out").open("w+b") as out:
        start = perf_counter()
        process = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = 0
        out.seek(0)
        return Spent(seconds, used.ru_maxrss // 1024, out.read().decode())


def inspect(file: Path, table: str, *more: str | Path) -> Spent:
    return run(sys.executable, "-m", "xueheng", "inspect", file, "--table", table, "--json", *more)


def pupils(n: int, *, spoilt: int, region: str) -> Iterator[list[str]]:
    """Rows of invented pupils; of every `spoilt`th the identity number is wrong."""
    rng = random.Random(SEED)
    for at in range(1, n + 1):
        turn, day = divmod(at, 1999)
        born = date(2010, 9, 1) + timedelta(day)
        body = f"{region}{born:%Y%m%d}{turn:03d}"
        number = body + check_character(body)
        sex = "男" if int(body[-1]) % 2 else "女"
        school = rng.randrange(40)
        name, parent = (_name(rng) for _ in range(2))
        wrong = spoilt and at % spoilt == 0
        shown = body + ("0" if number[-1] != "0" else "1") if wrong else number
        house = f"青山县第{school % 9 + 1}村{rng.randrange(300)}号"
        yield [
            str(at), f"36430299{school:02d}", f"第{school + 1}中学", "七年级", f"{at % 12 + 1}班",
            f"G{number}", name, sex, born.isoformat(), "汉族", "居民身份证", shown, "健康或良好",
            "农业户口", "走读", house, f"138{at:08d}", "非留守儿童", parent, "父亲",
        ]  # fmt: skip


def _name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def roster(path: Path, n: int, *, spoilt: int = 0, region: str = REGION) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("学生名册")
        sheet.write_row(0, 0, HEADS)
        for row, cells in enumerate(pupils(n, spoilt=spoilt, region=region), start=1):
            sheet.write_row(row, 0, cells)
    return path


def longest(path: Path) -> Path:
    """A sheet filled down to its last row."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("考号", "语文", "数学"))
        for row in range(1, LONGEST):
            sheet.write_row(row, 0, (row, row % 120, row % 119))
    return path


def bad_files() -> None:
    """Bars: 5 seconds and 200 MB each."""
    cases = json.loads((BAD_INPUT / "expected.json").read_text(encoding="utf-8"))
    spent = {case["file"]: _bad_file(case) for case in cases}
    for file, took in spent.items():
        verdict = json.loads(took.printed)["verdict"]
        print(f"  {file}: {verdict}, {took.seconds:.2f} s, {took.megabytes} MB")
    slowest, largest = (max(getattr(s, name) for s in spent.values()) for name in ("seconds", "megabytes"))
    print(f"bad input, {len(cases)} files: at most {slowest:.2f} s (bar 5), {largest} MB (bar 200)")


def _bad_file(case: dict) -> Spent:
    with TemporaryDirectory() as folder:
        context = Path(folder, "context.json")
        context.write_text(json.dumps(case["context"]), encoding="utf-8")
        Path(folder, "reference.json").write_bytes((BAD_INPUT / "reference.json").read_bytes())
        return inspect(BAD_INPUT / case["file"], case["importer"], "--context", context)


def large_file(folder: Path) -> None:
    """Bars: 60 seconds and 300 MB."""
    file = roster(folder / "clean.xlsx", PUPILS)
    ours = inspect(file, "students")
    found = json.loads(ours.printed)
    assert (found["verdict"], found["good_rows"]) == ("accept", PUPILS), found["issues"][:3]
    print(f"inspect, {PUPILS} x {len(HEADS)}: {ours.seconds:.1f} s (bar 60), {ours.megabytes} MB (bar 300)")
    for name, code in OTHERS.items():
        if find_spec(name.partition(",")[0]):
            theirs = run(sys.executable, "-c", code, file)
            ratio = ours.seconds / theirs.seconds
            told = f"{theirs.seconds:.1f} s, {theirs.megabytes} MB; ratio inspect / it {ratio:.2f}"
            print(f"  loading it with {name}: {told}")


def refused_file(folder: Path) -> None:
    """Bar: 5 seconds to the refusal."""
    found = inspect(longest(folder / "longest.xlsx"), "scores")
    codes = [i["code"] for i in json.loads(found.printed)["issues"]]
    told = f"{', '.join(codes)} after {found.seconds:.1f} s (bar 5), {found.megabytes} MB"
    print(f"a sheet of {LONGEST} rows: {told}")


def marked_file(folder: Path, n: int) -> None:
    file = roster(folder / "spoilt.xlsx", n, spoilt=SPOILT)
    alone = inspect(file, "students")
    both = inspect(file, "students", "--marked", folder / "marked.xlsx")
    assert len(json.loads(both.printed)["issues"]) == n // SPOILT
    told = f"{both.seconds:.1f} s, {both.megabytes} MB; without marking {alone.seconds:.1f} s"
    print(f"inspect --marked, {n} x {len(HEADS)}, {n // SPOILT} findings: {told}, {alone.megabytes} MB")


def main() -> None:
    bad_files()
    with TemporaryDirectory() as path:
        large_file(Path(path))
        refused_file(Path(path))
        marked_file(Path(path), 10_000)
        marked_file(Path(path), PUPILS)


if __name__ == "__main__":
    main()
