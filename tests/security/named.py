"""Everything that somebody can give a name bears a text of the attacker's; and what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import openpyxl

from xueheng.apps.flows.models import Approval, Task
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster.models import Account, Org, Person
from xueheng.apps.runs.models import Run

LEADS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href")


def name_all(text: str) -> None:
    """Everything that somebody can give a name bears this one."""
    words = {"zh": text, "en": text}
    Org.objects.update(name=text, short_name=text[:60], town=text[:60], number=text[:16])
    Person.objects.update(name=text, phone=text[:32], sex="1", facts={"nation": text, "residence": text})
    Upload.objects.update(label=text, file_name=f"{text}.csv")
    Dataset.objects.update(label=text)
    Run.objects.update(title=text)
    Publication.objects.update(title=words, taken_down_reason=text)
    Task.objects.update(title=words)
    Approval.objects.update(title=words, reason=text, remark=text, asked_by_name=text, decided_by_name=text)
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(username=f"{account.pk}{text}"[:60])


class Acting(HTMLParser):
    """What of a page a browser would carry out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what acts: scripts of its own, handlers, and links that are code."""
        held = {name: (value or "").strip().lower() for name, value in attrs}
        if tag == "script" and "src" not in held and held.get("type") != "application/json":
            self.found.append("script")
        self.found += [name for name in held if name.startswith("on") or name == "srcdoc"]
        self.found += [
            f"{name}={value[:40]}"
            for name, value in held.items()
            if name in LEADS
            and (value.startswith(("javascript:", "data:text", "//")) or "evil.example" in value)
        ]


def acting(page: str) -> list[str]:
    """What of a page a browser would carry out, by its tag or attribute."""
    parser = Acting()
    parser.feed(page)
    return parser.found


def is_table(answer: Any) -> bool:
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


def calculates(cell: str) -> bool:
    """True for a cell that a spreadsheet would carry out."""
    return (
        cell[:1] in "=+-@\t\r\n＝＋－＠"
        and cell != ""
        and not cell.lstrip("+-").replace(".", "", 1).isdecimal()
    )
