"""Workbooks that were made to harm, or that hold more than data, are refused before they are read."""

import struct
import zipfile
import zlib
from pathlib import Path
from time import perf_counter

import pytest
import xlsxwriter

from xueheng.tables.files.cell_count import refuse_too_many
from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.limits import limits
from xueheng.tables.files.ole2 import storage_of, workbook_stream
from xueheng.tables.issues import Refused

XLS = Path(__file__).parent / "data" / "scores.xls"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = '<Relationship Id="x9" Type="x/relationships/{}" Target="http://x.example/" TargetMode="External"/>'
ENTITY = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b "c">]>'


def members_of(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def members(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("成绩")
        sheet.write_row(0, 0, ["考号", "语文"])
        sheet.write_url(1, 0, "https://x.example/1")
    return members_of(path)


@pytest.fixture
def packed(tmp_path):
    """Write members as a workbook of that name."""

    def saved(members, name="s.xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
            for member, data in members.items():
                package.writestr(member, data)
        return tmp_path / name

    return saved


def codes(path):
    """The codes of the refusal; none when the file is read to its last row."""
    try:
        for grid in read_grids(path):
            list(grid.rows)
    except Refused as refused:
        return [issue.code for issue in refused.issues]
    return []


def sheet(rows, *, before="", after=""):
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def test_a_hyperlink_in_a_cell_is_harmless(members, packed):
    assert codes(packed(members)) == []


@pytest.mark.parametrize("name", ["xl/media/image1.bin", "xl/worksheets/sheet1.xml", "docProps/app.xml"])
def test_a_member_that_unpacks_out_of_proportion_is_a_bomb(members, packed, name):
    start = perf_counter()
    assert codes(packed({**members, name: bytes(20 << 20)})) == ["ZIP_RATIO"]
    assert perf_counter() - start < 2


def test_a_member_that_unpacks_to_more_than_it_says_is_a_bomb(members, packed):
    path = packed({**members, "xl/media/a.bin": bytes(3_000_000)})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 3000)))
    assert codes(path) == ["ZIP_RATIO"]


@pytest.mark.parametrize("name", ["../a.xml", "xl/../../a.xml", "/etc/a.xml", "c:/a.xml"])
def test_a_member_that_leads_out_of_the_package_is_refused(members, packed, name):
    assert codes(packed({**members, name: b"<a/>"})) == ["ZIP_RATIO"]


@pytest.mark.parametrize("twin", [SHEET, SHEET.upper()])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_is_refused(members, packed, twin):
    path = packed(members)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(twin, members[SHEET])
    assert codes(path) == ["ZIP_RATIO"]


def test_too_many_members_are_refused(members, packed):
    extra = {f"xl/media/{n}": b"" for n in range(limits().members)}
    assert codes(packed({**members, **extra})) == ["ZIP_RATIO"]


@pytest.mark.parametrize("around", [(b"PK\x03\x04", b""), (b"", b"PK"), (b"", bytes(30))])
def test_anything_around_the_package_is_damage(members, packed, around):
    path = packed(members)
    path.write_bytes(around[0] + path.read_bytes() + around[1])
    assert codes(path) == ["CORRUPT"]


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_part_is_refused(members, packed, name, encoding):
    body = members[name].decode().partition("?>")[2]
    text = ENTITY.format(f' encoding="{encoding}"') + body
    assert codes(packed({**members, name: text.encode(encoding)})) == ["XML_DOCTYPE"]


@pytest.mark.parametrize(("data", "code"), [(b"<!DOCTYPE a>", "XML_DOCTYPE"), (b"<x:sheetData>", "CORRUPT")])
@pytest.mark.parametrize("before", [0, 65_530])
def test_nothing_is_smuggled_into_a_part_of_another_kind(members, packed, data, code, before):
    assert codes(packed({**members, "xl/drawings/a.vml": b"<xml>" + b" " * before + data})) == [code]


def test_an_external_entity_reads_no_file(members, packed, tmp_path):
    (tmp_path / "secret").write_text("secret")
    text = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{(tmp_path / "secret").as_uri()}">]>' + sheet("")
    assert codes(packed({**members, SHEET: text})) == ["XML_DOCTYPE"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/externalLinks/externalLink1.xml", "EXTERNAL_LINK"),
        ("xl/connections.xml", "EXTERNAL_LINK"),
        ("xl/queryTables/queryTable1.xml", "EXTERNAL_LINK"),
        ("xl/webextensions/webextension1.xml", "EXTERNAL_LINK"),
        ("xl/vbaProject.bin", "MACROS"),
        ("xl/macrosheets/sheet1.xml", "MACROS"),
        ("xl/activeX/activeX1.xml", "MACROS"),
    ],
)
@pytest.mark.parametrize("file", ["s.xlsx", "s.xlsm"])
def test_parts_that_reach_out_or_run_are_refused(members, packed, name, code, file):
    assert codes(packed({**members, name: b"<a/>"}, file)) == [code]


@pytest.mark.parametrize(
    ("kind", "found"), [("oleObject", ["EXTERNAL_LINK"]), ("image", ["EXTERNAL_LINK"]), ("hyperlink", [])]
)
def test_only_hyperlinks_may_lead_out(members, packed, kind, found):
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    text = members[rels].decode().replace("</Relationships>", LINK.format(kind) + "</Relationships>")
    assert codes(packed({**members, rels: text})) == found


def test_a_value_in_the_last_cell_alone_is_too_large_and_found_at_once(members, packed):
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    start = perf_counter()
    assert codes(packed({**members, SHEET: sheet(rows)})) == ["SHEET_TOO_LARGE"]
    assert perf_counter() - start < 1


@pytest.mark.parametrize("cell", ['<c r="B{0}" s="1"/>', '<c s="1" r="B{0}"/>', '<c r="B{0}"></c>'])
def test_formatted_cells_without_values_are_no_data(members, packed, cell):
    blanks = "".join(f'<row r="{n}">{cell.format(n)}</row>' for n in [*range(2, 3000), 1_048_576])
    path = packed({**members, SHEET: sheet('<row r="1"><c r="A1"><v>7</v></c></row>' + blanks)})
    (grid,) = read_grids(path)
    assert list(grid.rows) == [(1, [7.0])]


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c></row>" * (limits().rows + 1),
        '<row r="1">' + "<c><v>1</v></c>" * (limits().columns + 1) + "</row>",
        '<x:row xmlns:x="a" r="1048576"><x:c t="inlineStr"><x:is/></x:c></x:row>',
        '<row r="1"><c r="xfd1"><f>A1</f></c></row>',
    ],
)
def test_values_beyond_the_limits_are_found_however_they_are_written(members, packed, rows):
    assert codes(packed({**members, SHEET: sheet(rows)})) == ["SHEET_TOO_LARGE"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (SHEET, sheet('<row r="1"><c r="A0"><v>1</v></c></row>')),
        (SHEET, sheet('<row r="99999999999"/>')),
        (SHEET, sheet("<row>") + "<"),
        (SHEET, f"<chartsheet {MAIN}/>"),
        (SHEET, f"<sst {MAIN}><sheetData/></sst>"),
        (SHEET, '<?xml version="1.0" encoding="gbk"?>' + sheet("")),
        (SHEET, sheet("".join(f"<a{n}/>" for n in range(2000)))),
        (SHEET, sheet("<!--" + "-".join("x" * 2_000_000) + "-->")),
        ("xl/sharedStrings.xml", f'<sst {MAIN} uniqueCount="99999999999"/>'),
        ("xl/workbook.xml", f"<workbook {MAIN}><sheets/></workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
    ],
)
def test_parts_that_make_no_sense_are_damage(members, packed, name, text):
    assert codes(packed({**members, name: text})) == ["CORRUPT"]


def test_a_long_sheet_is_refused_as_soon_as_its_values_are_too_many():
    piece = b'<c r="B7"><v>1</v></c>' * 1000
    with pytest.raises(Refused) as refused:
        refuse_too_many("s.xlsx", [piece] * (limits().cells // 1000 + 1))
    assert "第 7 行、第 2 列" in refused.value.issues[0].words.zh


def test_a_sheet_full_of_errors_has_a_limit(members, packed):
    row = "<row>" + '<c t="e"><v>#N/A</v></c>' * 1000 + "</row>"
    assert codes(packed({**members, SHEET: sheet(row * (limits().broken // 1000 + 1))})) == [
        "TOO_MANY_ERRORS"
    ]


def test_a_member_locked_with_a_password_is_said(members, packed):
    path = packed(members)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert codes(path) == ["PASSWORD"]


def renamed(storage, new):
    """The storage with its stream under another name."""
    old = "Workbook".encode("utf-16-le")
    entry = new.encode("utf-16-le").ljust(64, b"\0")
    at = storage.index(old)
    return storage[:at] + entry + struct.pack("<H", 2 * len(new) + 2) + storage[at + 66 :]


@pytest.mark.parametrize(
    ("stream", "found"),
    [
        ("EncryptedPackage", ["PASSWORD"]),
        ("WordDocument", ["CONTAINER"]),
        ("PowerPoint Document", ["CONTAINER"]),
        ("Else", ["CONTAINER"]),
        ("Book", []),
    ],
)
def test_old_containers_are_told_by_their_streams(write, stream, found):
    data = renamed(storage_of(workbook_stream(XLS)), stream)
    assert codes(write("s.xls" if stream == "Book" else "s.xlsx", data)) == found


def inserted(kind, body):
    """The sample with one more record after its first; the places of its sheets move along."""
    records, added = workbook_stream(XLS), struct.pack("<HH", kind, len(body)) + body
    at = 4 + struct.unpack_from("<H", records, 2)[0]
    place = at
    while struct.unpack_from("<H", records, place)[0] != 0x0A:
        if struct.unpack_from("<H", records, place)[0] == 0x85:
            start = struct.unpack_from("<L", records, place + 4)[0]
            struct.pack_into("<L", records, place + 4, start + len(added))
        place += 4 + struct.unpack_from("<H", records, place + 2)[0]
    return storage_of(records[:at] + added + records[at:])


@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        (0x2F, b"\1\0\1\0", ["PASSWORD"]),
        (0x1AE, b"\1\0\x05\0\0other", ["EXTERNAL_LINK"]),
        (0x1AE, b"\1\0\x01\x04", []),
        (0x85, struct.pack("<LBB", 0, 0, 1) + b"\1\0a", ["MACROS"]),
        (0x85, struct.pack("<LBB", 0xFFFFFFF0, 0, 0) + b"\1\0a", ["CORRUPT"]),
        (0x1234, b"unknown", []),
    ],
)
def test_records_of_an_old_workbook_are_looked_at(write, kind, body, found):
    assert codes(write("s.xls", inserted(kind, body))) == found


def test_a_sheet_that_does_not_begin_as_one_is_damage(write):
    records = workbook_stream(XLS)
    second = records.index(b"\x09\x08", 4)
    struct.pack_into("<H", records, second, 0x1234)
    assert codes(write("s.xls", storage_of(records))) == ["CORRUPT"]


def test_a_reader_is_not_told_how_much_room_to_make(write):
    records = workbook_stream(XLS)
    at = records.index(struct.pack("<HH", 0x200, 14))
    struct.pack_into("<LL", records, at + 4, 0, 0xFFFFFFF0)
    assert codes(write("s.xls", storage_of(records))) == []


def test_a_value_in_the_last_cell_of_an_old_sheet_is_too_large(write):
    records = workbook_stream(XLS)
    at = records.index(struct.pack("<HHHH", 0x203, 14, 3, 3))
    struct.pack_into("<HH", records, at + 4, 65_535, 255)
    assert codes(write("s.xls", storage_of(records))) == ["SHEET_TOO_LARGE"]


@pytest.mark.parametrize("at", [48, 60, 68, 76])
@pytest.mark.parametrize("sector", [0, 1, 7, 0x7FFFFFFF])
def test_chains_of_sectors_that_go_round_or_out_end(write, at, sector):
    data = bytearray(XLS.read_bytes())
    struct.pack_into("<L", data, at, sector)
    assert codes(write("s.xls", bytes(data))) in ([], ["CORRUPT"], ["CONTAINER"])


def test_a_damaged_member_is_noticed_though_its_xml_is_whole(members, packed):
    path = packed(members)
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<L", zlib.crc32(members["xl/styles.xml"])), data.index(b"PK\x01\x02"))
    data[at] ^= 1
    path.write_bytes(data)
    assert codes(path) == ["CORRUPT"]


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path):
    with (tmp_path / "s.xlsx").open("wb") as file:
        file.seek(limits().file_bytes)
        file.write(b"x")
    assert codes(tmp_path / "s.xlsx") == ["FILE_TOO_LARGE"]
