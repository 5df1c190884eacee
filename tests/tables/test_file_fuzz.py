"""Whatever bytes a file holds, it is read or refused: no other exception, and never beyond the limits."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.limits import limits
from xueheng.tables.issues import Refused

SUFFIXES = [".xlsx", ".xls", ".csv", ".dbf"]
TEXT = '考号,姓名\n1,"李\n明"\n'
DBF = bytes.fromhex("037e061e 01000000 4100 0700" + "00" * 17 + "4d0000")
DBF += (
    b"XM".ljust(11, b"\0")
    + b"C"
    + bytes(4)
    + b"\x06"
    + bytes(15)
    + b"\r"
    + b" "
    + "李明".encode("gbk")
    + b"  \x1a"
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8)), min_size=1, max_size=5)


def workbook():
    """A small workbook, stored without compression, so that most of its bytes are XML."""
    written, stored = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("成绩")
        sheet.write_row(0, 0, ["考号", "007", 95.5, True])
        sheet.merge_range("A3:B4", "2301班")
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return written.getvalue(), stored.getvalue()


PACKED, STORED = workbook()
XLS = (Path(__file__).parent / "data" / "scores.xls").read_bytes()
SEEDS = [PACKED, STORED, XLS, TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"), DBF]
PARTS = [
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "_rels/.rels",
]


def edited(data, edits):
    """The bytes with pieces of them replaced, cut out or put in."""
    for place, removed, added in edits:
        at = round(place * len(data))
        data = data[:at] + added + data[at + removed :]
    return data


def sizes_of(path):
    """Rows and columns of each sheet; none when the file is refused."""
    try:
        grids = [(grid, list(grid.rows)) for grid in read_grids(path)]
    except Refused:
        return []
    return [(len(rows), max((len(cells) for _, cells in rows), default=0)) for _, rows in grids]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(folder, suffix, data):
    path = folder / f"any{suffix}"
    path.write_bytes(data)
    assert all(limits().holds(*size) for size in sizes_of(path))


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40)
@given(data=st.sampled_from(SEEDS), edits=EDITS)
def test_any_damage_to_a_file_is_read_or_refused(folder, suffix, data, edits):
    path = folder / f"damaged{suffix}"
    path.write_bytes(edited(data, edits))
    assert all(limits().holds(*size) for size in sizes_of(path))


@settings(max_examples=60)
@given(part=st.sampled_from(PARTS), edits=EDITS)
def test_any_damage_to_a_part_of_a_workbook_is_read_or_refused(folder, part, edits):
    path = folder / "part.xlsx"
    with zipfile.ZipFile(io.BytesIO(STORED)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edited(data, edits) if name == part else data)
    assert all(limits().holds(*size) for size in sizes_of(path))
