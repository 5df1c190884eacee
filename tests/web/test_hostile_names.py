"""Names, file names and cells are text: on no page markup, in no saved file a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from tests.web.data.desks import FORM
from tests.web.matrix_asking import IMMEDIATE, answers, browser, home, sent, world
from tests.web.matrix_world import TOP, A

from xueheng.apps.flows.models import Approval, Task
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster.models import Account, Org, Person
from xueheng.apps.runs.models import Run

__all__ = ["browser", "home", "world"]
pytestmark = pytest.mark.django_db
SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("http://x")'
READERS = [("section_clerk", TOP), ("leader", TOP), ("administrator", TOP), ("head", A), ("parent", A)]
READERS += [("class_teacher", f"{A}班"), ("auditor", TOP), ("nobody", "")]


def named(text: str) -> None:
    """Everything that somebody can give a name bears this one."""
    words = {"zh": text, "en": text}
    Org.objects.update(name=text, short_name=text, town=text, number=text[:16])
    Person.objects.update(name=text, phone=text, sex="1", facts={"nation": text, "residence": text})
    Upload.objects.update(label=text, file_name=f"{text}.csv")
    Dataset.objects.update(label=text)
    Run.objects.update(title=text)
    Publication.objects.update(title=words, taken_down_reason=text)
    Task.objects.update(title=words)
    Approval.objects.update(title=words, reason=text, remark=text, asked_by_name=text, decided_by_name=text)
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(username=f"{account.pk}{text}"[:60])


def everything(client: Any, side: Any) -> Iterator[tuple[str, Any]]:
    """Every answer about a school, to reading and to acting."""
    for method in ("GET", "POST"):
        yield from answers(client, side, method=method)


@pytest.mark.parametrize(("role", "place"), READERS)
def test_a_name_is_never_markup(world, browser, role, place):
    named(SCRIPT)
    told = everything(browser(role, place), world.sides[A])
    pages = [
        (at, a.status_code, a) for at, a in told if a.headers.get("Content-Type", "").startswith("text/html")
    ]
    assert [(at, code) for at, code, a in pages if code >= 500 or SCRIPT in a.content.decode()] == []


@pytest.mark.parametrize(("role", "place"), [READERS[0], READERS[1], READERS[3]])
def test_a_name_is_never_a_formula(world, browser, role, place):
    named(FORMULA)
    files = [(at, cells(a)) for at, a in everything(browser(role, place), world.sides[A]) if is_file(a)]
    assert [(at, cell) for at, found in files for cell in found if acts(cell)] == []


def is_file(answer: Any) -> bool:
    """True for an answer that is saved and opened with a spreadsheet."""
    return answer.headers.get("Content-Disposition", "").rstrip('"').endswith((".csv", ".xlsx"))


def cells(answer: Any) -> Iterator[str]:
    """The cells of a table as a spreadsheet takes them; a formula begins with its sign."""
    body = answer.body
    if body[:2] != b"PK":
        yield from (cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row)
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(body)):
        for row in sheet.iter_rows():
            yield from (f"={c.value}" if c.data_type == "f" else "text" for c in row if c.value is not None)


def acts(cell: str) -> bool:
    """True for a cell that a spreadsheet would carry out."""
    return cell[:1] in "=+-@\t\r" and cell != "" and not cell.lstrip("+-").replace(".", "", 1).isdecimal()


@pytest.mark.parametrize(
    "name",
    [
        "../../x.csv",
        "C:\\x.csv",
        "a\0b.csv",
        "a\r\nb.csv",
        f"{SCRIPT}.csv",
        '"; x=".csv',
        "=1+1.csv",
        "x" * 300 + ".csv",
        "x",
    ],
)
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 999, b"<html><table>", b"PK\x03\x04x", b"a,b\n" * 9, SCRIPT.encode()]
)
def test_a_file_is_what_it_is_and_its_name_is_text(
    world, browser, django_capture_on_commit_callbacks, name, content
):
    client = browser("section_clerk", TOP)
    with override_settings(TASKS=IMMEDIATE), django_capture_on_commit_callbacks(execute=True):
        said = FORM | {"org": "430299", "table": "students", "file": SimpleUploadedFile(name, content)}
        answer = client.post("/data/upload/", said)
    place = answer.headers.get("Location", "/")
    seen = [answer, *(sent(client, "GET", f"{place}{part}") for part in ("", "marked/"))]
    assert {one.status_code for one in seen} <= {200, 302, 404, 409}
    assert not any(SCRIPT in one.content.decode() for one in seen if not one.streaming)
