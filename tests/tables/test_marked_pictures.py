"""A school's seal or logo stays where it is when its workbook is marked, and a hostile one does no harm."""

import struct
import zipfile
import zlib
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from xueheng.tables.files.grid import Laid
from xueheng.tables.marking.marked import write_marked

LAID = [Laid("成绩", (1,), {"考号": 1, "语文": 2})]


def picture(kind):
    made = BytesIO()
    Image.new("RGB", (60, 40), (200, 0, 0)).save(made, kind)
    return made.getvalue()


def declared(width, height):
    """A PNG that says it is that large and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.fixture
def marked(tmp_path):
    """A sheet with a picture in it, marked; `content` replaces what the picture is."""

    def written(kind, content=None):
        with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
            sheet = book.add_worksheet("成绩")
            sheet.write_row(0, 0, ["考号", "语文"])
            sheet.write_row(1, 0, ["001", 95])
            sheet.insert_image(4, 1, f"seal.{kind}", {"image_data": BytesIO(picture(kind)), "x_scale": 2})
        with zipfile.ZipFile(tmp_path / "made.xlsx") as old, zipfile.ZipFile(tmp_path / "s.xlsx", "w") as new:
            for name in old.namelist():
                new.writestr(name, content if content and "/media/" in name else old.read(name))
        write_marked(tmp_path / "s.xlsx", tmp_path / "t.xlsx", issues=[], laid=LAID, lang="zh")
        return tmp_path / "t.xlsx"

    return written


def places(path):
    """Where the pictures of the sheet lie, and their bytes."""
    drawn = openpyxl.load_workbook(path)["成绩"]._images
    return [(i.anchor._from.row, i.anchor._from.col, i.anchor.to.col, i.ref.getvalue()) for i in drawn]


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif"])
def test_a_picture_stays_as_it_is_and_where_it_is(marked, kind):
    path = marked(kind)
    assert places(path) == places(path.with_name("s.xlsx"))
    assert [found[:2] for found in places(path)] == [(4, 1)]


@pytest.mark.parametrize("content", [declared(60_000, 60_000), b"no picture at all"])
def test_a_picture_that_cannot_be_shown_costs_no_data(marked, content):
    sheet = openpyxl.load_workbook(marked("png", content))["成绩"]
    assert [[c.value for c in row] for row in sheet["A1:B2"]] == [["考号", "语文"], ["001", 95]]
