"""Forged fields, strange names, files that are not what they say, and texts like formulas."""

import csv
import zipfile
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from tests.apps.intake.conftest import SCORES

from xueheng.apps.errors import DomainError, NotAllowed, NotFound, NotReady
from xueheng.apps.intake import queries, store
from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import schema

pytestmark = pytest.mark.django_db
MOCK = {"kind": "other", "stage": "senior", "grade": "12", "scope": "county"}
TEMPTING = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1")


@pytest.mark.parametrize(
    "forged",
    [
        {"table": "accounts"},
        {"table": "lottery"},
        {"table": "../scores"},
        {"period": "2026; drop table"},
        {"period": ""},
        {"label": "x" * 121},
        {"label": "a\0b"},
    ],
)
def test_forged_fields_are_refused_before_anything_is_kept(clerk, forged):
    with pytest.raises(DomainError):
        clerk.bring(SCORES, **forged)
    assert not list(store.home().glob("files/*"))


def test_nobody_brings_a_file_for_another_school(head, county):
    with pytest.raises(NotAllowed):
        head.bring(SCORES, org=county.north)


class Named:
    """An uploaded file whose name the sender chose."""

    def __init__(self, name):
        self.name = name

    def chunks(self, size):
        yield SCORES.encode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\temp\\成绩.csv", "成绩.csv"),
        ("a\0\n<script>.csv", "a<script>.csv"),
        ("x" * 400 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_file_name_is_only_data(clerk, name, shown):
    from tests.platform_home import NOW

    from xueheng.apps.intake import services

    upload = services.receive(
        Named(name), table="scores", org=clerk.org, period="2026", actor=clerk.actor, now=NOW
    )
    assert upload.file_name == shown
    assert clerk.again(upload).state == "read"


@pytest.mark.parametrize("name", ["成绩.xlsx", "成绩.exe", "成绩", "成绩.parquet"])
def test_a_file_that_is_not_what_it_says_is_told_or_read(clerk, name):
    upload = clerk.read(b"\x00\x01\x02 not a table", name=name)
    assert (upload.state, upload.verdict) == ("unreadable", "reject_file")


def test_a_bomb_is_refused_in_words(clerk):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 600_000_000)
    assert clerk.read(packed.getvalue(), name="炸弹.xlsx").verdict == "reject_file"


def test_more_than_is_taken_leaves_nothing_behind(clerk, monkeypatch):
    from dataclasses import replace

    from xueheng.tables.files.limits import limits

    small = replace(limits(), received_bytes=10)
    monkeypatch.setattr(store, "limits", lambda: small)
    with pytest.raises(NotReady):
        clerk.bring(SCORES)
    assert not list(store.home().glob("files/*"))


@pytest.mark.parametrize("id_", ["", "1", "x'; --", str(UUID(int=7))])
def test_an_id_that_is_none_finds_nothing(clerk, id_):
    with pytest.raises(NotFound):
        queries.dataset(clerk.actor, id_)


@pytest.fixture
def tempting(clerk):
    rows = "".join(f'{n},"{text}",80\n' for n, text in enumerate(TEMPTING, start=1))
    return clerk.commit(clerk.read("考号,姓名,语文\n" + rows))


def test_no_cell_of_an_exported_csv_begins_a_formula(clerk, tempting):
    with queries.export(clerk.actor, tempting, "csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "＝"))]


def test_no_cell_of_an_exported_workbook_is_a_formula(clerk, tempting):
    sheet = openpyxl.load_workbook(queries.export(clerk.actor, tempting, "xlsx")).active
    held = [cell for row in sheet.iter_rows(min_row=2, max_col=2) for cell in row]
    assert {cell.data_type for cell in held} == {"s"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_reads_back_as_the_same_rows(clerk, kind):
    dataset = clerk.commit(clerk.read())
    again = read_table(queries.export(clerk.actor, dataset, kind), schema("scores"), context=Context())
    kept = queries.rows_of(dataset).drop_columns(["person"]).replace_schema_metadata()
    assert again.table.equals(kept)


def test_who_may_not_see_persons_exports_none_and_reads_none(clerk, county):
    dataset = clerk.commit(clerk.read())
    leader = county.actor("leader", county.bureau.parent)
    with pytest.raises(NotAllowed):
        queries.export(leader, dataset, "csv")
    assert [c.zh for c in queries.page_of(leader, dataset).columns] == ["学校"]


def test_a_page_shows_words_and_finds_by_name(clerk):
    page = queries.page_of(clerk.actor, clerk.commit(clerk.read(exam=MOCK)), search="周子墨")
    assert page.rows == (("1002", "周子墨", "城关初中", "缺考", "71"),)
