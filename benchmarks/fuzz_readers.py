"""Mutated files thrown at `inspect`: each gets its verdict; anything else is a crash and is printed."""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

import xlsxwriter

from xueheng.tables.context import Context
from xueheng.tables.files.ole2 import storage_of, workbook_stream
from xueheng.tables.inspected import inspect_file
from xueheng.tables.schema import schema, schema_names

XLS = Path(__file__).resolve().parent.parent / "tests/tables/data/scores.xls"
PLAN = '{"year": 2026, "schools": [{"code": "0101", "name": "一中", "plan": 800, "indicator": 560}]}'
LOTTERY = (
    '{"applicants": ["SQ1", "SQ2"], "applicants_sha256": "0", "seed_commitment_sha256": "0", '
    '"seed_revealed": "3-1-4", "seats": 1}'
)
SHARE = 500  # inputs in one piece of work
BYTES = (0, 1, 2, 9, 10, 13, 26, 34, 44, 60, 62, 127, 128, 254, 255)


@dataclass
class Tally:
    """What became of the inputs."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_input: str = ""

    def add(self, other: Tally) -> None:
        self.tried += other.tried
        self.outcomes += other.outcomes
        self.crashes += other.crashes
        if other.slowest > self.slowest:
            self.slowest, self.slowest_input = other.slowest, other.slowest_input


def seeds() -> list[tuple[str, bytes]]:
    """Small valid files of each kind, by suffix."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("成绩")
            sheet.merge_range("A1:D1", "期中成绩")
            sheet.write_row(1, 0, ["考号", "姓名", "语文", "日期"])
            sheet.write_row(2, 0, ["007", "𠮷野", 95.5])
            sheet.write_datetime(2, 3, date(2011, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
            sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
            book.add_worksheet("藏").hide()
        xlsx = path.read_bytes()
    text = '考号,姓名,语文\n1,"李\n明",95.5\n2,王,\n'
    return [
        (".xlsx", xlsx),
        (".xlsx", _unpacked(xlsx)),
        (".xls", XLS.read_bytes()),
        (".csv", text.encode()),
        (".csv", text.encode("gb18030")),
        (".csv", text.encode("utf-16")),
        (".dbf", _dbf()),
        (".json", '[{"考号": "007", "姓名": "李明", "语文": 95.5, "数学": null}]'.encode()),
        (".json", PLAN.encode()),
        (".json", LOTTERY.encode()),
    ]


def _unpacked(xlsx: bytes) -> bytes:
    """The same workbook stored without compression, so that a change of a byte is a change of its XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return stream.getvalue()


def _dbf() -> bytes:
    fields = [(b"XM", b"C", 8), (b"FS", b"N", 5), (b"RQ", b"D", 8), (b"SF", b"L", 1)]
    data = struct.pack("<B3BLHH17xB2x", 3, 126, 6, 30, 2, 33 + 32 * 4, 23, 0x4D)
    data += b"".join(struct.pack("<11sc4xB15x", *f) for f in fields) + b"\r"
    return data + (b" " + "李明".encode("gbk").ljust(8) + b" 95.5" + b"20110305T") * 2 + b"\x1a"


def mutated(data: bytes, other: bytes, *, rng: random.Random) -> bytes:
    """The file with bytes changed, a part cut out, doubled, cut off or taken from another file."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at, to = sorted((rng.randrange(len(out) + 1), rng.randrange(len(out) + 1)))
        to = min(to, at + rng.choice((1, 4, 64, 4096)))
        match rng.randrange(7):
            case 0 | 1:
                for place in range(at, min(at + rng.choice((1, 1, 2, 4)), len(out))):
                    out[place] = rng.choice(BYTES) if rng.random() < 0.5 else rng.randrange(256)
            case 2 if out:
                out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
            case 3:
                del out[at:to]
            case 4:
                out[at:at] = out[at:to]
            case 5:
                start = rng.randrange(len(other) + 1)
                out[at:to] = other[start : start + to - at]
            case 6 if rng.random() < 0.2:
                del out[at:]
    return bytes(out)


def repaired(data: bytes) -> bytes:
    """A stored zip file with its checksums set right, so that its XML is read and not only its frame."""
    out, at = bytearray(data), data.find(b"PK\x01\x02")
    while at >= 0 and at + 46 <= len(out):
        size, start = struct.unpack_from("<L", out, at + 20)[0], struct.unpack_from("<L", out, at + 42)[0]
        if start + 30 <= len(out) and size < len(out):
            names = sum(struct.unpack_from("<HH", out, start + 26))
            body = bytes(out[start + 30 + names : start + 30 + names + size])
            struct.pack_into("<L", out, at + 16, zlib.crc32(body))
            struct.pack_into("<L", out, start + 14, zlib.crc32(body))
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(out)


def outcome_of(path: Path, table: str) -> str:
    """What inspecting the file as that table comes to: the verdict, and the first reason of a refusal."""
    checked = inspect_file(path, schema(table), context=Context(today=date(2026, 11, 22)))
    said = [issue.as_json(lang)["message"] for issue in checked.issues for lang in ("zh", "en")]
    refused = checked.verdict == "reject_file" and said
    return f"{checked.verdict} {checked.issues[0].code}" if refused else checked.verdict


class _Crash:
    """Notes what escapes from a reader, a panic of its Rust code included."""

    def __init__(self, tally: Tally, label: str) -> None:
        self._tally, self._label = tally, label

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if kind is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            return False
        self._tally.crashes.append(f"{self._label}: {kind.__name__}: {error}")
        return True


def work(task: tuple[int, int]) -> Tally:
    """One piece of work: its inputs follow from the seed and the number of the piece."""
    seed, share = task
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panic prints its trace before it is caught
    rng, tally, files = random.Random(f"{seed}:{share}"), Tally(), seeds()
    tables = ("scores",) * len(schema_names()) + schema_names()
    records = bytes(workbook_stream(XLS))
    files += [(".xls", records)] * 2
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SHARE):
            suffix, data = rng.choice(files)
            changed = mutated(data, rng.choice(files)[1], rng=rng)
            if suffix == ".xlsx" and rng.random() < 0.7:
                changed = repaired(changed)
            if suffix == ".xls" and data == records:
                changed = storage_of(bytearray(changed))
            path = Path(folder) / f"s{suffix}"
            path.write_bytes(changed)
            start = perf_counter()
            label = f"seed {seed} share {share} input {number} {suffix}"
            with _Crash(tally, label):
                tally.outcomes[f"{suffix} {outcome_of(path, rng.choice(tables))}"] += 1
            tally.tried += 1
            if perf_counter() - start > tally.slowest:
                tally.slowest, tally.slowest_input = perf_counter() - start, label
    return tally


def shares(seed: int, inputs: int) -> Iterator[tuple[int, int]]:
    return ((seed, share) for share in range(-(-inputs // SHARE)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    total, start = Tally(), perf_counter()
    with multiprocessing.Pool(chosen.processes) as pool:
        for tally in pool.imap_unordered(work, shares(chosen.seed, chosen.inputs)):
            total.add(tally)
    print(f"{total.tried} inputs in {perf_counter() - start:.0f} s, crashes {len(total.crashes)}")
    print(f"slowest {total.slowest:.2f} s: {total.slowest_input}")
    for outcome, times in sorted(total.outcomes.items()):
        print(f"{outcome}: {times}")
    print(*total.crashes[:20], sep="\n")


if __name__ == "__main__":
    main()
