"""Tables of dBase and FoxPro: fields by type, text by code page, nothing beyond what the header says."""

import string
import struct
from datetime import date, datetime

import dbfread
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.limits import limits
from xueheng.tables.issues import Refused

GBK, NONE = 0x4D, 0


def dbf(fields, records, *, version=0x03, driver=GBK, count=None, encoding="gb18030"):
    """A table of fields (name, type, length, decimals) and records of bytes, the first of them its mark."""
    length = 1 + sum(f[2] for f in fields)
    header = 33 + 32 * len(fields)
    count = len(records) if count is None else count
    data = struct.pack("<B3BLHH17xB2x", version, 126, 6, 30, count, header, length, driver)
    for name, kind, size, decimals in fields:
        high = size >> 8 if kind == "C" else decimals
        data += struct.pack("<11sc4xBB14x", name.encode(encoding), kind.encode(), size & 255, high)
    return data + b"\r" + b"".join(records) + b"\x1a"


def record(fields, *values, mark=b" "):
    return mark + b"".join(v.ljust(f[2]) for f, v in zip(fields, values, strict=True))


def grid_of(path):
    (grid,) = read_grids(path)
    return grid


def refusal_of(path):
    with pytest.raises(Refused) as refused:
        list(grid_of(path).rows)
    return refused.value.issues[0].code


NAMED = [
    ("考号", "C", 8, 0),
    ("姓名", "C", 10, 0),
    ("语文", "N", 6, 1),
    ("生日", "D", 8, 0),
    ("住校", "L", 1, 0),
]
ROW = record(NAMED, b"00701", "李明".encode("gbk"), b"95.5", b"20110305", b"T")
BLANK = record(NAMED, b"", b"", b"", b"", b"")


@pytest.mark.parametrize("version", [0x03, 0x30, 0xF5])
def test_each_type_of_field_is_read_as_itself(write, version):
    grid = grid_of(write("s.dbf", dbf(NAMED, [ROW, BLANK], version=version)))
    assert list(grid.rows) == [
        (1, ["考号", "姓名", "语文", "生日", "住校"]),
        (2, ["00701", "李明", 95.5, date(2011, 3, 5), True]),
        (3, ["", "", "", "", ""]),
    ]
    assert (grid.is_typed, grid.name, grid.issues) == (True, None, ())


def test_deleted_records_are_not_there(write):
    grid = grid_of(write("s.dbf", dbf(NAMED, [ROW, b"*" + ROW[1:], ROW])))
    assert [number for number, _ in grid.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("encoding", "driver", "notices"),
    [
        ("gb18030", 0x4D, []),
        ("gb18030", 0x7A, []),
        ("big5", 0x78, []),
        ("gb18030", NONE, ["GB18030"]),
        ("gb18030", 0x57, ["GB18030"]),
        ("gb18030", 0x03, ["GB18030"]),
        ("utf-8", NONE, ["UTF-8"]),
        ("ascii", NONE, []),
    ],
)
def test_the_code_page_is_the_one_named_or_the_one_that_fits(write, encoding, driver, notices):
    name = "Li Ming" if encoding == "ascii" else "王大明"
    fields = [("XM", "C", 12, 0)]
    data = dbf(fields, [record(fields, name.encode(encoding))], driver=driver)
    grid = grid_of(write("s.dbf", data))
    assert [i.value for i in grid.issues] == notices
    assert list(grid.rows)[1] == (2, [name])


def test_text_of_no_code_page_is_refused(write):
    fields = [("XM", "C", 8, 0)]
    assert refusal_of(write("s.dbf", dbf(fields, [record(fields, b"\xff\xfe\xff")]))) == "ENCODING_UNKNOWN"


@pytest.mark.parametrize("field", [("X", "?", 3, 0), ("X", "I", 3, 0)])
def test_a_field_of_no_known_type_is_text_and_looked_at_as_such(write, field):
    assert list(grid_of(write("s.dbf", dbf([field], [b" abc"]))).rows)[1] == (2, ["abc"])
    assert refusal_of(write("s.dbf", dbf([field], [b" \xff\xff "]))) == "ENCODING_UNKNOWN"


def test_a_letter_cut_in_two_by_the_end_of_its_field_is_shown_as_lost(write):
    fields = [("DZ", "C", 5, 0)]
    data = dbf(fields, [record(fields, "人民路".encode("gbk")[:5])])
    assert list(grid_of(write("s.dbf", data)).rows)[1] == (2, ["人民\ufffd"])


@pytest.mark.parametrize(
    ("kind", "stored", "read"),
    [
        ("N", b" 12", 12),
        ("N", b"-1,5", -1.5),
        ("F", b"1.5e3", 1500.0),
        ("N", b"*****", "*****"),
        ("N", b"nan", "nan"),
        ("D", b"00000000", ""),
        ("D", b"20110230", "20110230"),
        ("L", b"?", ""),
        ("L", b"n", False),
        ("C", b" a\0\0", " a"),
        ("I", struct.pack("<l", -7), -7),
        ("B", struct.pack("<d", 0.5), 0.5),
        ("Y", struct.pack("<q", 123_400), 12.34),
        ("T", struct.pack("<LL", 2_455_626, 34_200_000), datetime.fromisoformat("2011-03-05T09:30")),
        ("T", bytes(8), ""),
        ("V", b"abc", "abc"),
    ],
)
def test_each_way_to_store_a_value_is_understood(write, kind, stored, read):
    data = dbf([("X", kind, len(stored), 0)], [b" " + stored], version=0x30)
    assert list(grid_of(write("s.dbf", data)).rows)[1] == (2, [read])


def test_memo_fields_are_blank_and_said(write):
    fields = [("XM", "C", 4, 0), ("BZ", "M", 10, 0)]
    grid = grid_of(write("s.dbf", dbf(fields, [record(fields, b"a", b"1")], version=0x83)))
    assert [(i.code, i.column) for i in grid.issues] == [("DBF_MEMO", "BZ")]
    assert list(grid.rows)[1] == (2, ["a", ""])


def test_text_fields_may_be_longer_than_a_byte_counts(write):
    fields = [("X", "C", 300, 0)]
    assert list(grid_of(write("s.dbf", dbf(fields, [record(fields, b"y" * 300)]))).rows)[1] == (
        2,
        ["y" * 300],
    )


@pytest.mark.parametrize(
    "data", [dbf(NAMED, [ROW, ROW])[:-12], dbf(NAMED, [ROW], count=99), dbf(NAMED, [])[:40]]
)
def test_a_table_shorter_than_it_says_is_damage(write, data):
    assert refusal_of(write("s.dbf", data)) == "CORRUPT"


def test_what_stands_after_the_last_record_is_no_record(write):
    data = dbf(NAMED, [ROW, ROW], count=1)
    assert [number for number, _ in grid_of(write("s.dbf", data)).rows] == [1, 2]


def test_a_table_locked_or_too_large_is_refused(write):
    data = bytearray(dbf(NAMED, [ROW]))
    data[15] = 1
    assert refusal_of(write("s.dbf", bytes(data))) == "PASSWORD"
    long = dbf([("X", "C", 1, 0)], [b" x"] * limits().rows)
    assert refusal_of(write("s.dbf", long)) == "SHEET_TOO_LARGE"


TEXT = st.text(string.ascii_letters + "甲乙丙 ", max_size=8).map(lambda s: s.rstrip(" "))


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(TEXT, st.none() | st.integers(-9999, 99_999), st.none() | st.dates()), max_size=5)
)
def test_our_reading_is_that_of_an_independent_reader(tmp_path_factory, rows):
    fields = [("XM", "C", 16, 0), ("FS", "N", 6, 0), ("RQ", "D", 8, 0)]
    stored = [
        record(
            fields,
            t.encode("gbk"),
            b"" if n is None else str(n).encode(),
            b"" if d is None else f"{d:%4Y%m%d}".replace(" ", "0").zfill(8).encode(),
        )
        for t, n, d in rows
    ]
    path = tmp_path_factory.mktemp("any") / "s.dbf"
    path.write_bytes(dbf(fields, stored))
    theirs = [list(r.values()) for r in dbfread.DBF(path, encoding="gbk")]
    ours = [cells for _, cells in grid_of(path).rows][1:]
    assert ours == [["" if v is None else v for v in r] for r in theirs]
