"""表中的图片: pictures of a template kept as they are, and charts placed, without an imaging library."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

FORMATS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif"}


class Picture(Image):  # type: ignore[misc]
    """A picture as bytes, at an anchor; its size is given or that of the anchor."""

    def __init__(self, content: bytes, *, kind: str, size: tuple[float, float], anchor: Any) -> None:
        self.content = content
        self.format = kind
        self.width, self.height = size
        self.anchor = anchor

    def _data(self) -> bytes:
        return self.content


def placed(png: bytes, *, width: float, at: str) -> Picture:
    """A PNG picture so many pixels wide, its corner in a cell."""
    across, down = struct.unpack(">II", png[16:24])
    return Picture(png, kind="png", size=(width, width * down / across), anchor=at)


def kept_pictures(path: Path, sheet: Worksheet) -> list[Picture]:
    """The pictures of a sheet as the template has them."""
    with zipfile.ZipFile(path) as archive:
        drawings = [r.target for r in sheet._rels.find(SpreadsheetDrawing._rel_type)]
        return [picture for drawing in drawings for picture in _of(archive, drawing)]


def _of(archive: zipfile.ZipFile, drawing: str) -> list[Picture]:
    names, rels = set(archive.namelist()), get_rels_path(drawing)
    if drawing not in names or rels not in names:
        return []
    try:
        held = SpreadsheetDrawing.from_tree(fromstring(archive.read(drawing)))
    except TypeError:
        return []
    targets = get_dependents(archive, rels)
    pictures = []
    for blip in held._blip_rels:
        target = targets.get(blip.embed).target
        kind = FORMATS.get(target.rpartition(".")[2].lower())
        if kind and target in names:
            pictures.append(Picture(archive.read(target), kind=kind, size=(0, 0), anchor=blip.anchor))
    return pictures
