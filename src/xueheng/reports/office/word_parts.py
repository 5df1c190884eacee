"""Parts of a Word file: an empty one, fonts by name, styles, fields, lines, and saving with equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor

from xueheng.reports.office.office import UNDATED, clean, sealed
from xueheng.standards.words import Lang

TITLE_FONT, HEAD_FONT, TEXT_FONT, SIGN_FONT, TABLE_FONT = "方正小标宋简体", "黑体", "仿宋", "楷体", "宋体"
LATIN = "Times New Roman"
# What stands in where a font is not installed, in this order.
INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        TITLE_FONT: "小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
        HEAD_FONT: "SimHei,微软雅黑,Noto Sans CJK SC",
        TEXT_FONT: "仿宋_GB2312,FangSong,STFangsong,宋体,Noto Serif CJK SC",
        SIGN_FONT: "楷体_GB2312,KaiTi,STKaiti,宋体,Noto Serif CJK SC",
        TABLE_FONT: "SimSun,Noto Serif CJK SC",
    }
)
MARGINS = {"top": Mm(30), "bottom": Mm(27), "left": Mm(27), "right": Mm(25)}
A4 = (Mm(210), Mm(297))
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
LANGUAGES: Mapping[Lang, str] = MappingProxyType({"zh": "zh-CN", "en": "en-GB"})
THUMBNAIL = "/thumbnail"


@dataclass(frozen=True)
class Look:
    """How a paragraph style looks; sizes in points, `first` and `left` in letters of that size."""

    font: str = TEXT_FONT
    size: float = 14
    bold: bool = False
    side: str = "both"
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float | None = None  # exact line height; none: as the font is
    ink: str = "000000"
    keep: bool = False  # stays on one page with what follows


def blank(title: str, *, author: str, lang: Lang) -> Any:
    """An empty A4 document that says its title, author and language, and nothing of a template."""
    document = docx.Document()
    set_page(document.sections[0], **MARGINS)
    _forget_thumbnail(document)
    core = document.core_properties
    author = clean(author)[:255]
    core.title, core.author, core.language = clean(title)[:255], author, LANGUAGES[lang]
    core.comments, core.last_modified_by, core.revision = "", author, 1
    core.created = core.modified = UNDATED
    _name_fonts(document)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), LANGUAGES[lang])
        spoken.set(qn("w:eastAsia"), "zh-CN")
    return document


def style(document: Any, name: str, look: Look) -> Any:
    """A paragraph style of that name, made or changed to look so."""
    names = {s.name: s for s in document.styles}
    made = names.get(name) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _forget_looks(made.element)
    set_font(made.element.get_or_add_rPr(), look.font)
    font, shape = made.font, made.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = (
        Pt(look.size),
        look.bold,
        False,
        RGBColor.from_string(look.ink),
    )
    shape.alignment, shape.keep_with_next, shape.widow_control = SIDES[look.side], look.keep, True
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = Pt(look.line) if look.line else 1.0
    _indent(made.element.get_or_add_pPr(), look)
    return made


def set_font(properties: Any, east: str, latin: str = LATIN) -> None:
    """Fonts by name for Han and for Latin letters; a theme no longer decides."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for part, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", east), ("cs", latin)):
        fonts.set(qn(f"w:{part}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def add_text(paragraph: Any, text: str, **marks: Any) -> Any:
    """A run of text in a paragraph; `ink`, `bold`, `font` and `size` change how it looks."""
    run = paragraph.add_run(clean(text))
    if marks.get("font"):
        set_font(run._element.get_or_add_rPr(), marks["font"])
    if "bold" in marks:
        run.font.bold = marks["bold"]
    if marks.get("size"):
        run.font.size = Pt(marks["size"])
    if marks.get("ink"):
        run.font.color.rgb = RGBColor.from_string(marks["ink"])
    return run


def add_field(paragraph: Any, instruction: str, *, shown: str) -> None:
    """A field that Word can update, with what it shows until then."""
    field = element("fldSimple", instr=f" {instruction} ")
    run, text = element("r"), element("t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def element(name: str, **attributes: str | int) -> Any:
    """One element of a Word file."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def add(parent: Any, name: str, **attributes: str | int) -> Any:
    """One element at the end of another."""
    made = parent.makeelement(tag(name), {tag(key): str(value) for key, value in attributes.items()})
    parent.append(made)
    return made


@cache
def tag(name: str) -> str:
    """The full name of an element or attribute of a Word file."""
    return str(qn(f"w:{name}"))


def add_rules(paragraph: Any, *, ink: str = "000000", space: float = 1, **points: float) -> None:
    """Lines above and below a paragraph, as wide as the text."""
    borders = element("pBdr")
    for side, thick in points.items():
        add(borders, side, val="single", sz=round(thick * 8), space=round(space), color=ink)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def save(document: Any, path: Path) -> None:
    """The document stands at the path; equal content is equal bytes."""
    made = BytesIO()
    document.save(made)
    path.write_bytes(sealed(made.getvalue()))


def set_page(section: Any, *, top: Length, bottom: Length, left: Length, right: Length) -> None:
    """An upright A4 page with these margins."""
    section.page_width, section.page_height = A4
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right


AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in (
        *("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
        *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)


def _indent(properties: Any, look: Look) -> None:
    indent = properties.get_or_add_ind()
    for key in list(indent.attrib):
        del indent.attrib[key]
    for part, letters in (("firstLine", look.first), ("left", look.left)):
        indent.set(qn(f"w:{part}Chars"), str(round(letters * 100)))
        indent.set(qn(f"w:{part}"), str(round(letters * look.size * 20)))


def _forget_looks(made: Any) -> None:
    """What the template had for a style goes; its level in the outline stays."""
    for properties in (made.get_or_add_pPr(), made.get_or_add_rPr()):
        for given in list(properties):
            if given.tag != tag("outlineLvl"):
                properties.remove(given)


def _forget_thumbnail(document: Any) -> None:
    relations = document.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype.endswith(THUMBNAIL)]:
        del relations[key]


def _name_fonts(document: Any) -> None:
    """The table of fonts names what stands in for each."""
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in INSTEAD.items()
    )
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    )
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = table.encode()
