"""What a file is decides its bytes; what it is not, its refusal says."""

import io
import zipfile
from pathlib import Path

import pytest

from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.ole2 import storage_of
from xueheng.tables.issues import Refused

XLS = (Path(__file__).parent / "data" / "scores.xls").read_bytes()
HTML = "<html xmlns:x='urn:schemas-microsoft-com:office'><body><table><tr><td>考号</td></tr></table></body>"
XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>"""


def zipped(*names):
    """A zip file of members that hold next to nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name), "<a/>")
    return stream.getvalue()


def refusal_of(path):
    with pytest.raises(Refused) as refused:
        list(read_grids(path))
    (issue,) = refused.value.issues
    return issue


OFFICE = ("[Content_Types].xml", "_rels/.rels")
WRONG = {
    "HTML": HTML.encode(),
    "(HTML) ": b"  \r\n<!DOCTYPE html><table>",
    "HTML)": b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    "HTML) ": HTML.encode("utf-16"),
    "XML Spreadsheet 2003": XML_2003.encode(),
    "an XML file": b"\xef\xbb\xbf<?xml version='1.0'?><rows/>",
    "PDF": b"%PDF-1.7\n",
    "picture": b"\x89PNG\r\n\x1a\n\0\0",
    "picture ": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "archive": b"Rar!\x1a\x07\0",
    "archive ": zipped("成绩.xlsx"),
    "Word": zipped(*OFFICE, "word/document.xml"),
    "presentation": zipped(*OFFICE, "ppt/presentation.xml"),
    "xlsb": zipped(*OFFICE, "xl/workbook.bin"),
    "OpenDocument": zipped("mimetype", "content.xml"),
    "very old Excel": b"\x09\x04\x06\x00\x00\x00\x10\x00",
    "Parquet": b"PAR1\x15\x04",
    "text (such as CSV)": "考号,语文\n1,95\n".encode(),
    "text (such as CSV) ": "考号\t语文\n1\t95\n".encode("gb18030"),
}


@pytest.mark.parametrize("name", ["成绩.xlsx", "成绩.xls"])
@pytest.mark.parametrize("found", WRONG)
def test_what_is_no_workbook_is_named(write, name, found):
    issue = refusal_of(write(name, WRONG[found]))
    assert (issue.code, issue.value) == ("CONTAINER", name)
    assert found.strip(" ()") in issue.words.en


@pytest.mark.parametrize("content", ["HTML", "PDF", "XML Spreadsheet 2003", "Word"])
def test_a_name_of_text_does_not_make_it_text(write, content):
    assert refusal_of(write("s.csv", WRONG[content])).code == "CONTAINER"


@pytest.mark.parametrize("name", ["s.csv", "s.txt", "s.dbf"])
def test_a_workbook_is_not_read_as_something_else(write, workbook, name):
    sheet = workbook({"表": [["考号"], ["1"]]}).read_bytes()
    assert ".xlsx" in refusal_of(write(name, sheet)).words.zh


def test_a_workbook_under_another_workbooks_name_is_read_and_said(write, workbook):
    sheet = workbook({"表": [["考号"], ["1"]]}).read_bytes()
    (grid,) = read_grids(write("s.xls", sheet))
    assert [(i.code, i.repair) for i in grid.issues] == [("WRONG_EXTENSION", "xlsx")]
    assert list(grid.rows) == [(1, ["考号"]), (2, ["1"])]


@pytest.mark.parametrize("name", ["s.xlsx", "s.et"])
def test_an_old_workbook_is_read_by_its_content(write, name):
    grids = list(read_grids(write(name, XLS)))
    assert [g.name for g in grids] == ["成绩", "代码", "空"]
    assert len(grids[0].issues) == (name == "s.xlsx")


@pytest.mark.parametrize("name", ["s.xlsx", "s.xlsm"])
def test_a_workbook_without_macros_is_read_silently(write, workbook, name):
    (grid,) = read_grids(write(name, workbook({"表": [["考号"]]}).read_bytes()))
    assert grid.issues == ()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("s.xlsx", b"", "CORRUPT"),
        ("s.dbf", b"", "CORRUPT"),
        ("s.csv", b"", "NO_DATA"),
        ("s.xls", bytes(5000), "CORRUPT"),
        ("s.csv", bytes(5000), "CORRUPT"),
        ("s.xlsx", b"PK\x03\x04 half", "CORRUPT"),
        ("s.xls", XLS[:3000], "CORRUPT"),
        ("s.xlsx", b"\x01\x02\x00\x99 neither text nor table", "CORRUPT"),
        ("s.pdf", b"%PDF", "FORMAT_UNKNOWN"),
        ("s.ods", zipped("mimetype"), "FORMAT_UNKNOWN"),
    ],
)
def test_nothing_half_and_unknown_are_refused(write, name, data, code):
    assert refusal_of(write(name, data)).code == code


def test_a_missing_file_and_a_folder_are_no_files(tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    assert refusal_of(tmp_path / "folder.xlsx").code == "FILE_MISSING"
    assert refusal_of(tmp_path / "none.csv").code == "FILE_MISSING"


def test_a_storage_written_here_holds_its_stream(write):
    records = bytes.fromhex("0908100000060500000000000000000000000000") + bytes.fromhex("0a000000")
    assert refusal_of(write("s.xls", storage_of(bytearray(records)))).code == "CORRUPT"
