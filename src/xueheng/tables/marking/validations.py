"""Drop-downs that newer programs keep in an extension of the sheet, kept when it is written again."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl.worksheet.datavalidation import DataValidation

RULE = re.compile(r"<x14:dataValidation\b([^>]*)>(.*?)</x14:dataValidation>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b([A-Za-z]\w*)="([^"]*)"')
FORMULA = re.compile(r"<x14:(formula[12])>\s*<xm:f>(.*?)</xm:f>", re.DOTALL)
PLACE = re.compile(r"<xm:sqref>(.*?)</xm:sqref>", re.DOTALL)
KNOWN = frozenset(
    ("type", "operator", "allowBlank", "showErrorMessage", "showInputMessage", "showDropDown",
     "errorStyle", "errorTitle", "error", "promptTitle", "prompt")
)  # fmt: skip
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def keep_validations(book: Any, source: Path) -> None:
    """The sheets have the drop-downs of the source that refer to other sheets."""
    with zipfile.ZipFile(source) as archive:
        parts = _parts(archive)
        for sheet in book.worksheets:
            if parts.get(sheet.title) not in archive.namelist():
                continue
            xml = archive.read(parts[sheet.title])
            if b"x14:dataValidation" in xml:
                for attributes, inside in RULE.findall(xml.decode("utf-8", "replace")):
                    sheet.add_data_validation(_rule(attributes, inside))


def _rule(attributes: str, inside: str) -> DataValidation:
    known = {k: html.unescape(v) for k, v in ATTRIBUTE.findall(attributes) if k in KNOWN}
    formulas = {name: html.unescape(text) for name, text in FORMULA.findall(inside)}
    place = PLACE.search(inside)
    return DataValidation(**known, **formulas, sqref=place[1] if place else "")


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(archive.namelist()):
        return {}
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()
    named = (
        (s.get("name", ""), targets.get(s.get(RELATION), "")) for s in sheets if s.tag.endswith("}sheet")
    )
    return {name: posixpath.normpath(posixpath.join("xl", target)).lstrip("/") for name, target in named}
