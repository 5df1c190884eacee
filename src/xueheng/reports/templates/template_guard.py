"""模板检查: a template is refused that holds macros, fetches anything, or is no honest package."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from xueheng.reports.templates.template_error import TemplateError, template_error
from xueheng.tables.files.package import Package, open_package
from xueheng.tables.issues import Refused

KINDS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MACROS = re.compile(r"vbaproject\.bin|vbadata\.xml|/macrosheets/|/activex/|/ctrlprops/|/customui/|^customui/")
FETCHED = re.compile(r"/externallinks/|/connections\.xml|/querytables/|/embeddings/|/webextensions/|/afchunk")
KINDS_REFUSED = ("/aFChunk", "/attachedTemplate", "/subDocument", "/vbaProject", "/oleObject")
LINKS = ("http://", "https://", "mailto:")
FIELDS = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|DATABASE|RD|MACROBUTTON)\b")


def guard(path: Path) -> str:
    """The kind of the template, .docx or .xlsx; TemplateError for one that is not to be opened."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise template_error("kind", file=path.name)
    try:
        with path.open("rb") as file:
            _check(open_package(path, file), kind)
    except Refused as refused:
        said = refused.issues[0].words
        raise TemplateError(said, file=path.name) from refused
    return kind


def _check(package: Package, kind: str) -> None:
    if KINDS[kind] not in package.members:
        raise template_error("kind", file=package.name)
    for name in package.members:
        if MACROS.search(name):
            raise template_error("macro", file=package.name)
        if FETCHED.search(name):
            raise template_error("fetches", file=package.name, placeholder=name)
    for name, member in package.members.items():
        if name.endswith((".xml", ".rels", ".vml")):
            _check_xml(package, name, b"".join(package.inflated(member)))


def _check_xml(package: Package, name: str, content: bytes) -> None:
    part = _Part()
    part.read(package, content)
    if name == "[content_types].xml" and part.is_macro_enabled:
        raise template_error("macro", file=package.name)
    for held in part.relationships:
        _check_relationship(package, held)
    field = FIELDS.search("".join(part.instructions).upper())
    if field:
        raise template_error("fetches", file=package.name, placeholder=field[0])


class _Part:
    """What a part says of fields and relationships; a declaration of entities ends the reading."""

    def __init__(self) -> None:
        self.relationships: list[dict[str, str]] = []
        self.instructions: list[str] = []
        self.is_macro_enabled = False
        self.is_instruction = False

    def read(self, package: Package, content: bytes) -> None:
        """Read the whole part in whatever encoding it comes."""
        parser = ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except _Doctype as error:
            raise template_error("fetches", file=package.name, placeholder="DOCTYPE") from error
        except ExpatError as error:
            raise template_error("broken", file=package.name) from error

    def _doctype(self, *declared: object) -> None:
        raise _Doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "Relationship":
            self.relationships.append(attributes)
        self.is_instruction = local == "instrText"
        self.instructions += [v for k, v in attributes.items() if k.rpartition(":")[2] == "instr"]
        self.is_macro_enabled |= "macroenabled" in attributes.get("ContentType", "").lower()

    def _end(self, name: str) -> None:
        self.is_instruction = False

    def _text(self, text: str) -> None:
        if self.is_instruction:
            self.instructions.append(text)


class _Doctype(Exception):
    """A part declares a document type."""


def _check_relationship(package: Package, held: dict[str, str]) -> None:
    kind, target = held.get("Type", ""), held.get("Target", "")
    is_external = held.get("TargetMode", "").lower() == "external"
    is_link = kind.endswith("/hyperlink") and target.lower().startswith(LINKS)
    if (is_external and not is_link) or kind.endswith(KINDS_REFUSED):
        raise template_error("fetches", file=package.name, placeholder=target)
