"""收表: forty untidy workbooks of schools become one Dataset, by one clerk, through the pages.

Run with `python -m benchmarks.campaign`. The schools take the workbooks that they were sent, and send back
what schools send: renamed, columns in another order, under titles and merged cells, with totals, as text, as
CSV in GB18030, as old Excel; every sixth with errors, one with a pupil of another school. Bar: 10 minutes.
"""

import argparse
import csv
import io
import random
import re
import shutil
import sqlite3
import subprocess
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import openpyxl
import pyarrow.parquet as pq
import xlsxwriter

from benchmarks.platform import Client, accounts, build, served
from xueheng.tables.schema import schema

SCHOOLS, BAR, SEED = 40, 600, 20260915
WRONG, TWICE = 6, 1  # every sixth has errors; one has a pupil of the school before it
TABLE, PERIOD = "students", "2026-2027-1"
MOVING = 'id="moving" class="progress"'
EXCUSE = re.compile(r'name="(excuse-[^"]+)"')
HEADS = {c.name: c.label.zh for c in schema(TABLE).columns}
Rows = list[dict[str, str]]


@dataclass
class Clerk:
    """Somebody at a desk: what is clicked and typed is counted, and how long the pages take."""

    client: Client
    clicks: int = 0
    started: float = field(default_factory=perf_counter)

    def opens(self, address: str) -> str:
        self.clicks += 1
        return self.client.get(address)

    def sends(self, address: str, fields: dict[str, str], file: Path | None = None) -> tuple[str, str]:
        self.clicks += 1 + len(fields) + (file is not None)
        start = perf_counter()
        answer = self.client.post(address, fields, file)
        print(f"  {perf_counter() - start:5.1f} s {address}")
        return answer

    def waits(self, address: str) -> str:
        """Until the worker is done, as the board says."""
        start = perf_counter()
        while MOVING in (text := self.client.get(address)):
            sleep(1)
        print(f"  {perf_counter() - start:5.1f} s the worker")
        return text


def known(folder: Path) -> dict[str, Rows]:
    """What each school was sent, by its code; the largest schools are no harder than they are."""
    tables = (pq.read_table(path).to_pylist() for path in sorted(folder.glob("*.parquet")))
    return {rows[0]["school_code"]: rows for rows in tables if rows}


def untidy(sent: dict[str, Rows], books: Path, made: Path) -> dict[str, bytes]:
    """The files as schools send them, by names that say nothing."""
    rng = random.Random(SEED)
    found: dict[str, bytes] = {}
    for at, (code, rows) in enumerate(list(sent.items())[:SCHOOLS]):
        held = [dict(row) for row in rows]
        if at % WRONG == WRONG - 1:
            held[0]["name"], held[-1]["id_number"] = "1+2", held[-1]["id_number"][:-1]
        if at == TWICE:
            held.append(
                dict(next(iter(sent.values()))[3]) | {"school_code": code, "school": rows[0]["school"]}
            )
        name, body = SHAPES[at % len(SHAPES)](held, rng, books / code, made)
        found[f"{name}({at}){Path(name).suffix or '.xlsx'}".replace(Path(name).suffix + "(", "(")] = body
    return found


def corrected(sent: dict[str, Rows], made: Path) -> dict[str, bytes]:
    """What the schools with errors send again."""
    wrong = [c for at, c in enumerate(list(sent)[:SCHOOLS]) if at % WRONG == WRONG - 1 or at == TWICE]
    return {
        f"更正{n}.xlsx": _titled(sent[code], random.Random(n), made, made)[1] for n, code in enumerate(wrong)
    }


def _own(rows: Rows, rng: random.Random, book: Path, made: Path) -> tuple[str, bytes]:
    """The workbook that was sent out, filled in and saved under another name."""
    copy = openpyxl.load_workbook(next(book.parent.glob(f"{book.name}_*.xlsx")))
    sheet = copy.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[4]}
    for at, row in enumerate(rows, start=5):
        for name, value in row.items():
            sheet.cell(at, heads[HEADS[name]], value)
    out = io.BytesIO()
    copy.save(out)
    return "新建 工作表.xlsx", out.getvalue()


def _titled(rows: Rows, rng: random.Random, book: Path, made: Path) -> tuple[str, bytes]:
    """A table of the school's own: titles over merged cells, columns as they came, a total, a signature."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as copy:
        sheet, names = copy.add_worksheet("名册"), list(rows[0])
        rng.shuffle(names)
        names.remove("name")
        names.insert(0, "name")
        sheet.merge_range(0, 0, 0, len(names) - 1, f"{rows[0]['school']}学生情况统计表")
        sheet.merge_range(1, 0, 1, 2, "填报日期：2026年9月10日")
        sheet.write_row(2, 0, [HEADS[n] for n in names])
        for at, row in enumerate(rows, start=3):
            sheet.write_row(at, 0, [row[n] for n in names])
        sheet.write_row(len(rows) + 3, 0, ["合计", len(rows)])
        sheet.write_row(len(rows) + 4, 0, ["填表人：王某", "", "审核人：李某"])
    return "汇总表最终版.xlsx", out.getvalue()


def _plain(rows: Rows, rng: random.Random, book: Path, made: Path) -> tuple[str, bytes]:
    """CSV as office programs in China write it, dates by dots and digits in full width."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(HEADS[n] for n in rows[0])
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for row in rows:
        born = row.get("born_on", "").replace("-", ".")
        lines.writerow(
            ({**row, "born_on": born, "student_number": row["student_number"].translate(wide)}).values()
        )
    return "导出.csv", out.getvalue().encode("gb18030")


def _old(rows: Rows, rng: random.Random, book: Path, made: Path) -> tuple[str, bytes]:
    """Old Excel where an office program stands on this machine, else a new workbook under the old name."""
    office = shutil.which("soffice")
    body = _titled(rows, rng, book, made)[1]
    if office is None:
        return "学生表.xls", body
    (made / "old.xlsx").write_bytes(body)
    line = [office, "--headless", "--convert-to", "xls", "--outdir", str(made), str(made / "old.xlsx")]
    subprocess.run(line, capture_output=True, check=True)
    return "学生表.xls", (made / "old.xls").read_bytes()


SHAPES = (_own, _titled, _plain, _own, _titled, _plain, _own, _titled, _plain, _old)


def zipped(files: dict[str, bytes], path: Path) -> Path:
    """The files in one, as they came by the network's groups."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def play(clerk: Clerk, home: Path, made: Path) -> None:
    """From the form to the joined Dataset."""
    with sqlite3.connect(home / "xueheng.sqlite3") as base:
        county = base.execute("select code from roster_org where kind = 'county'").fetchone()[0]
    due = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    said = {"title": "学生情况核对", "basis": "教办〔2026〕8号", "minutes": "40", "due_on": due, "label": ""}
    clerk.opens(f"/data/campaigns/new/?table={TABLE}")
    board, text = clerk.sends(
        "/data/campaigns/new/", said | {"table": TABLE, "org": county, "period": PERIOD}
    )
    clerk.waits(board)
    sent, books = _schools_take_theirs(home, Path(board).name, made)
    pile = zipped(untidy(sent, books, made), made / "pile.zip")
    again = zipped(corrected(sent, made), made / "again.zip")
    clerk.started = perf_counter()
    _take(clerk, board, pile)
    _accepts(clerk, board)
    clerk.sends(f"{board}{list(sent)[TWICE]}/judge/", {"answer": "return", "reason": "多报了一名别校的学生"})
    _, text = clerk.sends(f"{board}-/return/", {})
    print(f"  {text.count('已收下</span>')} accepted, {text.count('已退回</span>')} sent back")
    _take(clerk, board, again)
    _accepts(clerk, board)
    text = clerk.opens(f"{board}-/checks/")
    reasons = dict.fromkeys(EXCUSE.findall(text), "停办整合")
    clerk.sends(f"{board}-/freeze/", reasons)
    if "已汇总为一份数据" not in clerk.waits(board):
        raise SystemExit(f"not joined: look at {board}")


def _accepts(clerk: Clerk, board: str) -> None:
    clerk.sends(f"{board}-/accept/", {})
    clerk.waits(board)


def _take(clerk: Clerk, board: str, pile: Path) -> None:
    clerk.sends(f"{board}-/drop/", {}, pile)
    clerk.waits(board)


def _schools_take_theirs(home: Path, campaign: str, made: Path) -> tuple[dict[str, Rows], Path]:
    """The workbooks as the worker has made them; that the schools fetch them is not the clerk's time."""
    folder = home / "intake" / "campaigns" / campaign
    sent = known(folder)
    for path in folder.glob("*.zh.xlsx"):
        rows = pq.read_table(folder / f"{path.name.partition('.')[0]}.parquet").slice(0, 1).to_pylist()
        if rows:
            shutil.copy(path, made / f"{rows[0]['school_code']}_.xlsx")
    return sent, made


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--size", default="county")
    options.add_argument("--home", type=Path, help="an example county that stands already")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        home, made = chosen.home or Path(folder, "home"), Path(folder, "made")
        made.mkdir()
        if chosen.home is None:
            build(home, chosen.size)
        with served(home):
            client = Client()
            client.sign_in("clerk", dict(accounts(home))["clerk"])
            clerk = Clerk(client)
            play(clerk, home, made)
            spent = perf_counter() - clerk.started
    told = f"{spent / 60:.1f} min (bar {BAR / 60:.0f}), {clerk.clicks} clicks and fields"
    print(f"{SCHOOLS} workbooks to one Dataset: {told}")


if __name__ == "__main__":
    main()
