"""A table of the outcome as a file; nothing in it can become a formula."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from xueheng.apps.publish.files import table_csv
from xueheng.reports.blocks import Report, Section, Table
from xueheng.reports.office import workbook
from xueheng.standards.words import Words, plain
from xueheng.web.context import spoken


def as_csv(table: Table, *, title: str, stamp: Words | None) -> bytes:
    """The table as a spreadsheet opens it, the restriction in every row."""
    return table_csv(table, stamp=stamp)


def as_workbook(table: Table, *, title: str, stamp: Words | None) -> bytes:
    """A workbook with the table, and the restriction where there is one."""
    whole = Report(plain(title), table.title, (), (Section(table.title, (table,)),), stamp=stamp)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        workbook.write(whole, path, lang=spoken())
        return path.read_bytes()
