"""A modern workbook (.xlsx) looked through before it is read: its members, its links, each of its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xueheng.tables.files.cell_count import LONG, refuse_too_many
from xueheng.tables.files.container import foreign
from xueheng.tables.files.limits import limits
from xueheng.tables.files.package import Package, open_package
from xueheng.tables.files.refusal import refusal
from xueheng.tables.files.sheet_scan import Extent
from xueheng.tables.files.xml_part import Element, Part, look_through, read_elements, read_part

OFFICE_DOCUMENT = "/relationships/officeDocument"
# A relationship that may lead out of the file: nobody follows a cell's hyperlink but the one who clicks it.
HARMLESS = "/hyperlink"
FORBIDDEN = {  # parts that a table of data does not need, by what their names hold
    "vbaproject": "MACROS",
    "/macrosheets/": "MACROS",
    "/activex/": "MACROS",
    "/externallinks/": "EXTERNAL_LINK",
    "/querytables/": "EXTERNAL_LINK",
    "/webextensions/": "EXTERNAL_LINK",
    "/connections.": "EXTERNAL_LINK",
}
FOREIGN = {  # what a zip file without a workbook is, by a member that tells
    "word/document.xml": "document",
    "ppt/presentation.xml": "slides",
    "xl/workbook.bin": "xlsb",
    "content.xml": "opendocument",
    "index/document.iwa": "numbers",
}


@dataclass(frozen=True)
class SheetPart:
    """One sheet of a workbook in its order; a chart sheet has no extent."""

    is_hidden: bool
    extent: Extent | None


def guard_workbook(path: Path) -> tuple[SheetPart, ...]:
    """The sheets of a workbook that is safe to read; Refused says why another is not."""
    with path.open("rb") as file:
        package = open_package(path, file)
        _check_members(path, package)
        folder = _folder(path, package)
        targets = _relationships(package, f"{folder}_rels/workbook.xml.rels")
        sheets = [e for e in _elements(package, f"{folder}workbook.xml") if e.name == "sheet"]
        if not 0 < len(sheets) <= limits().sheets:
            raise refusal("CORRUPT", path.name)
        parts = _read_parts(package)
        return tuple(_sheet(path.name, sheet, folder, targets, parts) for sheet in sheets)


def _check_members(path: Path, package: Package) -> None:
    for name in package.members:
        for telling, code in FORBIDDEN.items():
            if telling in f"/{name}":
                raise refusal(code, path.name)
    if "_rels/.rels" in package.members and "[content_types].xml" in package.members:
        found = next((kind for name, kind in FOREIGN.items() if name in package.members), None)
    else:
        found = "opendocument" if "mimetype" in package.members else "archive"
    if found:
        raise foreign(path, found)


def _folder(path: Path, package: Package) -> str:
    """The folder of the workbook's main part, as its reader will look for it."""
    links = [e.attributes for e in _elements(package, "_rels/.rels") if e.name == "Relationship"]
    mains = [a.get("Target", "") for a in links if a.get("Type", "").endswith(OFFICE_DOCUMENT)]
    if not mains:
        raise foreign(path, "archive")
    folder, slash, _ = mains[-1].removeprefix("/").rpartition("/")
    if f"{folder}{slash}workbook.xml".lower() not in package.members:
        raise refusal("CORRUPT", path.name)
    return folder + slash


def _elements(package: Package, name: str) -> list[Element]:
    member = package.members.get(name.lower())
    if member is None:
        raise refusal("CORRUPT", package.name)
    if member.file_size > limits().text_bytes:
        raise refusal("ZIP_RATIO", package.name)
    return read_elements(package.name, package.inflated(member))


def _relationships(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Where each relationship of the main part leads, and of what type it is, by its id."""
    links = [e.attributes for e in _elements(package, name) if e.name == "Relationship"]
    return {a.get("Id", ""): (a.get("Target", ""), a.get("Type", "")) for a in links}


def _read_parts(package: Package) -> dict[str, Part]:
    """Every member inflated once and looked through; the XML ones by name, as what they are."""
    parts, values = {}, 0
    for name, member in package.members.items():
        pieces = package.inflated(member)
        if name.endswith(".rels"):
            _check_links(package, _elements(package, name))
        elif name.endswith(".xml"):
            if member.file_size > LONG:
                refuse_too_many(package.name, package.inflated(member))
            parts[name] = read_part(package.name, pieces)
            values += _checked_size(package, name, parts[name])
        else:
            look_through(package.name, pieces)
    if values > limits().all_cells:
        raise refusal("FILE_TOO_LARGE", package.name, limit=limits().file_bytes >> 20)
    return parts


def _checked_size(package: Package, name: str, part: Part) -> int:
    """Cells of a sheet; any other part is refused when it is more than its reader may hold in memory."""
    if part.sheet is not None:
        return part.sheet.rows * part.sheet.columns
    size = package.members[name].file_size
    if size > limits().text_bytes:
        raise refusal("ZIP_RATIO", package.name)
    # The reader makes room for as many shared strings as the part says it has.
    declared = part.root.attributes.get("uniqueCount", "0")
    if part.root.name == "sst" and not (declared.isdigit() and int(declared) <= size):
        raise refusal("CORRUPT", package.name)
    return 0


def _check_links(package: Package, elements: list[Element]) -> None:
    for link in (e.attributes for e in elements):
        outside = link.get("TargetMode", "").lower() == "external"
        kind = link.get("Type", "").lower()
        if outside and not kind.endswith(HARMLESS):
            raise refusal("EXTERNAL_LINK", package.name)
        if kind.endswith(("/vbaproject", "/xlmacrosheet")):
            raise refusal("MACROS", package.name)


def _sheet(
    file: str, sheet: Element, folder: str, targets: dict[str, tuple[str, str]], parts: dict[str, Part]
) -> SheetPart:
    """The sheet with the part that its relationship leads to."""
    target, kind = targets.get(sheet.attributes.get("id", ""), ("", ""))
    name = target[1:] if target.startswith("/") else folder + target
    part = parts.get(name.lower())
    if part is None or (kind.endswith("/worksheet") and part.sheet is None):
        raise refusal("CORRUPT", file)
    return SheetPart(sheet.attributes.get("state", "visible") != "visible", part.sheet)
