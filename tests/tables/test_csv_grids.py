"""Text as a grid: whatever its encoding, delimiter and line ends, its records read back as they were."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xueheng.tables.files import csv_file
from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.limits import csv_limits, limits
from xueheng.tables.issues import Refused

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]
FIELD = st.text(st.sampled_from('考号姓名李明𠮷0123abc.- "\n,;\t，'), max_size=8)


def rows_of(path):
    (grid,) = read_grids(path)
    return list(grid.rows)


def refusal_of(path):
    with pytest.raises(Refused) as refused:
        rows_of(path)
    return refused.value.issues[0]


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(FIELD, min_size=2, max_size=4), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t，"),
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_records_read_back_as_they_were(tmp_path_factory, rows, delimiter, encoding, end):
    width = len(rows[0])
    table = [["考号", *(f"列{n}" for n in range(1, width))], *((row + [""] * width)[:width] for row in rows)]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    path = tmp_path_factory.mktemp("any") / "s.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    assert rows_of(path) == list(enumerate(table, start=1))


@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gbk", ["GB18030"]),
        ("gb18030", ["GB18030"]),
        ("utf-16", ["UTF-16"]),
    ],
)
def test_an_encoding_other_than_utf8_is_a_notice(write, encoding, notices):
    (grid,) = read_grids(write("s.csv", "考号\t姓名\n1\t李明\n".encode(encoding)))
    assert [(i.code, i.value, i.row, i.column) for i in grid.issues] == [
        ("ENCODING", v, None, None) for v in notices
    ]
    assert (list(grid.rows)[1], grid.name, grid.is_typed) == ((2, ["1", "李明"]), None, False)


TEXT = "考号,姓名\n" + "".join(f"{n},学生甲乙\n" for n in range(9))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16")[:-1],
        TEXT.encode("utf-16-le"),
        TEXT.encode() + "甲".encode()[:2],
        TEXT.encode() + b"1,\xff\n" + TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode("gb18030"),
        b"a,b\n1,\0\n",
        b"\xff\xfe\x00\xd8",
    ],
)
def test_what_is_in_no_known_encoding_is_refused(write, data):
    assert refusal_of(write("s.csv", data)).code == "ENCODING_UNKNOWN"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
@pytest.mark.parametrize("title", ["", "2026年春，期中成绩;初稿,勿传\n", "\n\n", '"题, 目"\n'])
def test_the_delimiter_is_that_of_most_lines(write, delimiter, title):
    lines = [["考号", "姓名", "语文"], ["1", "李 明", "95"], ["2", "王", "80"], ["3", "赵", "70"]]
    text = title + "\n".join(delimiter.join(line) for line in lines)
    assert [cells for _, cells in rows_of(write("s.txt", text.encode()))][-4:] == lines


def test_decimal_commas_are_not_delimiters(write):
    assert rows_of(write("s.csv", "考号;语文;数学\n1;95,5;80,5\n"))[1] == (2, ["1", "95,5", "80,5"])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_declared_delimiter_is_honoured_and_is_no_row(write, line):
    assert rows_of(write("s.csv", f"{line}\n甲,乙;丙\n1,2;3\n")) == [(1, ["甲,乙", "丙"]), (2, ["1,2", "3"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_a_spreadsheet_shows_them(write, end):
    text = f'考号,姓名{end}{end}1,"李{end}明"{end}2,王'
    assert rows_of(write("s.csv", text.encode())) == [
        (1, ["考号", "姓名"]),
        (2, []),
        (3, ["1", f"李{end}明"]),
        (4, ["2", "王"]),
    ]


def test_ragged_rows_and_blanks_pass_as_they_are(write):
    assert [cells for _, cells in rows_of(write("s.csv", "a,b\n1\n 2 ,3,4\n"))] == [
        ["a", "b"],
        ["1"],
        [" 2 ", "3", "4"],
    ]


def test_the_mark_that_ends_a_text_of_dos_is_no_row(write):
    assert rows_of(write("s.csv", b"a,b\r\n1,2\r\n\x1a")) == [(1, ["a", "b"]), (2, ["1", "2"])]


@pytest.mark.parametrize(
    ("text", "line"), [('a,b\n1,"2\n3,4\n5,6\n', 2), ('a,b\n1,"2"3\n', 2), ('a,b\n1,"' + "x,\n" * 50_000, 2)]
)
def test_quotes_that_do_not_match_are_placed_where_they_open(write, text, line):
    issue = refusal_of(write("s.csv", text.encode()))
    assert (issue.code, f"第 {line} 行" in issue.words.zh) == ("CSV_QUOTES", True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n" * 1001, "SHEET_TOO_LARGE"),
        ("," * limits().columns + "\n", "SHEET_TOO_LARGE"),
        ("x" * (limits().line_characters + 1), "LINE_TOO_LONG"),
    ],
)
def test_text_beyond_the_limits_is_refused(write, text, code, monkeypatch):
    monkeypatch.setattr(csv_file, "csv_limits", lambda: replace(csv_limits(), rows=1000))
    assert refusal_of(write("s.csv", text.encode())).code == code


@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        text = [cells for _, cells in rows_of(path)]
    except Refused:
        return
    assume(text)
    assert all(isinstance(cell, str) for cells in text for cell in cells)
