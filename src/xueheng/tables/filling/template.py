"""填报模板: the workbook to fill in, with drop-downs, codes, an example and how to fill in each column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xueheng import __version__
from xueheng.standards.words import Lang
from xueheng.tables.book_text import sheet_title
from xueheng.tables.filling.sent import Sent, mark
from xueheng.tables.filling.template_columns import offered_columns
from xueheng.tables.filling.template_styles import FONT
from xueheng.tables.issues import Refused, finding
from xueheng.tables.schema import TableSchema
from xueheng.tables.whole import whole_file

if TYPE_CHECKING:
    import xlsxwriter

TABLE_PROPERTY = "xueheng.table"  # custom document properties by which a filled template is recognised
VERSION_PROPERTY = "xueheng.table.version"
PRODUCT_PROPERTY = "xueheng.version"
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # one template is the same bytes whenever it is made


def write_template(schema: TableSchema, path: Path, *, lang: Lang, sent: Sent | None = None) -> None:
    """填报模板: the file holds the workbook to fill in, or is not touched; for one school if `sent`."""
    if schema.kind == "document":
        raise Refused([finding("TEMPLATE_DOCUMENT", "error", label=schema.label)])
    if path.suffix.lower() != ".xlsx":
        raise Refused([finding("TEMPLATE_NAME", "error", value=path.name)])
    import xlsxwriter

    options = {"default_format_properties": dict(FONT)}  # the writer changes what it is given
    with whole_file(path) as made, xlsxwriter.Workbook(made, options) as book:
        _fill(book, schema, lang, sent)


def _fill(book: xlsxwriter.Workbook, schema: TableSchema, lang: Lang, sent: Sent | None) -> None:
    from xueheng.tables.filling.template_guide import add_codes, add_guide
    from xueheng.tables.filling.template_sheet import add_sheet

    columns = offered_columns(schema, lang)
    title = schema.label.say(lang)
    sheet = book.add_worksheet(sheet_title(title))
    add_guide(book, columns, lang=lang, title=title, version=schema.version)
    lists = add_codes(book, columns, lang=lang)
    add_sheet(book, sheet, columns, lang=lang, lists=lists, sent=sent)
    book.set_properties({"title": title, "author": "学衡", "created": MADE_AT})
    book.set_custom_property(TABLE_PROPERTY, schema.name)
    book.set_custom_property(VERSION_PROPERTY, schema.version)
    book.set_custom_property(PRODUCT_PROPERTY, __version__)
    if sent:
        mark(book, sent)
    sheet.activate()
