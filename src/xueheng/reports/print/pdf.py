"""A report as PDF on A4: set by typst from a template that sees the report as data and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import count, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from xueheng.reports.blocks import Block, Chart, Note, Number, Numbers, Report, Table
from xueheng.reports.charts.image_parts import framed, stacked
from xueheng.reports.charts.images import fonts, note, strips
from xueheng.reports.display import SHAPES, headline, said
from xueheng.reports.pages.html_blocks import IN_A_ROW
from xueheng.reports.print.fonts import families, without_glyph
from xueheng.reports.print.pdf_tables import table
from xueheng.standards.words import Lang

Data = dict[str, Any]

CHART_WIDTH = 680  # pixels: the width between the margins of A4
ONE_PAGE = 840.0  # pixels: a chart up to this height stays in one piece
REGIONS: dict[Lang, str] = {"zh": "cn", "en": "gb"}
NUMBER, TOTAL = "\x01", "\x02"


def write(report: Report, path: Path, *, lang: Lang) -> None:
    """The report as a PDF file."""
    path.write_bytes(render(report, lang=lang))


def render(report: Report, *, lang: Lang) -> bytes:
    """The report as the bytes of a PDF, the same ones every time."""
    inputs = {"report": json.dumps(data(report, lang), ensure_ascii=False)}
    with TemporaryDirectory() as empty:
        compiler = typst.Compiler(root=empty, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
        return cast(bytes, compiler.compile(_template(), format="pdf", timestamp=0))


def data(report: Report, lang: Lang) -> Data:
    """All that the template prints, as text in one language."""
    sans, serif = families()
    made: Data = {
        "lang": lang,
        "region": REGIONS[lang],
        "families": {"sans": sans, "serif": serif},
        "brand": said("brand", lang),
        "page": _page(lang),
        "title": report.title.say(lang),
        "subtitle": report.subtitle.say(lang),
        "stamp": report.stamp.say(lang) if report.stamp else None,
        "facts": [(fact.label.say(lang), fact.value.say(lang)) for fact in report.facts],
        "runs": _runs(_blocks(report, lang)),
        "files-title": said("files", lang),
        "files": [(href, words.say(lang)) for href, words in report.files],
    }
    return {**made, "rare": _rare(made, lang)}


def _page(lang: Lang) -> list[str]:
    """The words before, between and after the two numbers of a page."""
    before, after = said("printed_page", lang, n=NUMBER, total=TOTAL).split(NUMBER)
    return [before, *after.split(TOTAL)]


def _blocks(report: Report, lang: Lang) -> Iterator[Data]:
    """Headings and blocks in order; tables and figures are numbered through the report."""
    tables, figures = count(1), count(1)
    for section in report.sections:
        if section.starts_page:
            yield {"kind": "page"}
        yield {"kind": "heading", "title": section.title.say(lang)}
        for block in section.blocks:
            yield _block(block, lang, tables=tables, figures=figures)


def _block(block: Block, lang: Lang, *, tables: Iterator[int], figures: Iterator[int]) -> Data:
    if isinstance(block, Table):
        return table(block, lang, label=said("table", lang, n=next(tables)))
    if isinstance(block, Chart):
        return _chart(block, lang, label=said("figure", lang, n=next(figures)))
    return _numbers(block, lang) if isinstance(block, Numbers) else _note(block, lang)


def _runs(blocks: Iterator[Data]) -> list[Data]:
    """Blocks in runs of upright and of lying pages; a heading goes with what follows it."""
    placed = list(blocks)
    wide = [bool(block.get("wide")) for block in placed]
    for at, block in reversed(list(enumerate(placed[:-1]))):
        if block["kind"] in ("heading", "page"):
            wide[at] = wide[at + 1]
    grouped = groupby(zip(wide, placed, strict=True), key=lambda pair: pair[0])
    return [{"wide": is_wide, "blocks": [block for _, block in pairs]} for is_wide, pairs in grouped]


def _chart(block: Chart, lang: Lang, *, label: str) -> Data:
    title = block.title.say(lang)
    parts = strips(block, lang, width=CHART_WIDTH)
    if sum(part.height for part in parts) <= ONE_PAGE:
        parts = [stacked(parts)]
    images = [{"svg": framed(part, width=CHART_WIDTH, name=title), "width": CHART_WIDTH} for part in parts]
    return {
        "kind": "chart",
        "label": label,
        "title": title,
        "parts": images,
        "note": note(block, lang) or None,
    }


def _numbers(block: Numbers, lang: Lang) -> Data:
    n = len(block.numbers)
    across = n if n <= IN_A_ROW else 3 if n in (6, 9) else 4
    return {
        "kind": "numbers",
        "across": max(1, across),
        "items": [_number(figure, lang) for figure in block.numbers],
    }


def _number(figure: Number, lang: Lang) -> Data:
    return {
        "label": figure.label.say(lang),
        "value": headline(figure, lang),
        "unit": figure.unit.say(lang) if figure.unit else None,
        "context": figure.context.say(lang) if figure.context else None,
        "tone": figure.tone,
        "shape": SHAPES[figure.tone],
    }


def _note(block: Note, lang: Lang) -> Data:
    return {
        "kind": "note",
        "tone": block.tone,
        "title": block.title.say(lang) if block.title else None,
        "text": block.text.say(lang),
        "items": [item.say(lang) for item in block.items],
        "href": block.href,
    }


def _rare(made: Data, lang: Lang) -> str | None:
    """The remark on characters that the fonts lack, if there are any."""
    lacking = without_glyph([json.dumps(made, ensure_ascii=False)])
    letters = " ".join(f"{letter} U+{ord(letter):04X}" for letter in lacking)
    return said("rare", lang, letters=letters) if lacking else None


@cache
def _template() -> bytes:
    return (files("xueheng.reports") / "assets" / "report.typ").read_bytes()
