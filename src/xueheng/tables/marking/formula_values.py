"""What formulas had come to when the user saved: kept, so that nobody has to recalculate to read them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import to_excel

FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*/>|<f[^>]*>.*?</f>)<v ?(?:/>|></v>)', re.DOTALL)


def keep_values(book: Any, source: Path, made: Path) -> None:
    """The formulas of the saved workbook have the values they had in the source."""
    formulas = {
        f"xl/worksheets/sheet{n}.xml": sheet.title
        for n, sheet in enumerate(book.worksheets, start=1)
        if any(cell.data_type == "f" for cell in sheet._cells.values())
    }
    if not formulas:
        return
    values = _values(source, set(formulas.values()))
    written = made.with_name("valued-" + made.name)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if (title := formulas.get(member.filename)) in values:
                data = _valued(data, values[title])
            new.writestr(member, data)
    written.replace(made)


def _values(source: Path, titles: set[str]) -> dict[str | None, dict[str, tuple[str, str]]]:
    """By sheet and cell: the type and text of its value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, data_only=True)
    return {
        sheet.title: {
            c.coordinate: _written(c, book.epoch) for c in sheet._cells.values() if c.value is not None
        }
        for sheet in book.worksheets
        if sheet.title in titles
    }


def _written(cell: Any, epoch: Any) -> tuple[str, str]:
    value = cell.value
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, date | time | timedelta):
        return "n", repr(to_excel(value, epoch))
    if isinstance(value, int | float):
        return "n", repr(value)
    return ("e" if cell.data_type == "e" else "str"), escape(str(value))


def _valued(xml: bytes, values: Mapping[str, tuple[str, str]]) -> bytes:
    def filled(found: re.Match[bytes]) -> bytes:
        at, attributes, formula = found.groups()
        kind, text = values.get(at.decode(), ("", ""))
        if not kind:
            return found[0]
        return b'<c r="%b"%b t="%b">%b<v>%b</v>' % (at, attributes, kind.encode(), formula, text.encode())

    return FORMULA.sub(filled, xml)
