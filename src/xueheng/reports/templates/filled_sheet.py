"""自备表格模板: an Excel file whose cells hold placeholders, filled with values and never with formulas.

- A cell that is one placeholder, `{{ r.mean }}`, takes the value with its kind: numbers stay numbers, shown
  by the cell's own number format. A cell with text around placeholders becomes text.
- A row whose first written cell begins with `{% for r in tables.groups if r.level == 'school' %}` is written
  once for each item, with its formats, height and merged cells; the rest of that cell is its own content.
  Rows beneath move down; formulas move along, and a range that ends in that row covers all rows written.
- `{{ chart(1) }}` alone in a cell places figure 1 there; `{{ chart(1, width=150) }}` says how wide, in mm.
- Texts that look like formulas are written as text. A formula of the template's own stays; a placeholder
  inside a formula is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2.runtime import Undefined
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from xueheng.reports.display import MISSING, is_number
from xueheng.reports.office.office import clean
from xueheng.reports.templates.sheet_layout import move_layout
from xueheng.reports.templates.sheet_rows import Rows, moved_formula
from xueheng.reports.templates.template_context import Figure
from xueheng.reports.templates.template_error import template_error
from xueheng.reports.templates.template_sandbox import Sandbox

LOOP = re.compile(r"\s*\{%-?\s*for\s+([^\W\d]\w*)\s+in\s+(.+?)\s*-?%\}", re.DOTALL)
END = re.compile(r"\{%-?\s*endfor\s*-?%\}\s*\Z")
ALONE = re.compile(r"\s*\{\{-?((?:(?!\}\}|\{\{).)+?)-?\}\}\s*\Z", re.DOTALL)
MARKS = ("{{", "{%", "{#")
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
PIXELS_PER_MM = 96 / 25.4
WIDTH, MOST_WIDTH = 150, 400  # mm of a chart
MOST_ROWS = 100_000
LONGEST = 32_767  # characters of a cell
SIDES = ("left", "center", "right")
HEADS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
Local = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A cell of the template: its column, value, kind and format."""

    column: int
    value: Any
    kind: str
    style: Any
    comment: Any
    link: Any


@dataclass(frozen=True)
class Plan:
    """A sheet of the template: its cells by row, and what each repeated row is written for."""

    sheet: Worksheet
    cells: dict[int, list[Held]]
    items: dict[int, list[Local]]

    @property
    def rows(self) -> Rows:
        """Where each row goes."""
        return Rows({row: len(items) for row, items in self.items.items()})


def fill_workbook(
    template: Path, sandbox: Sandbox, context: dict[str, Any], *, png: Callable[[int], bytes]
) -> bytes:
    """The workbook of a template with its placeholders filled."""
    book = load_workbook(template)
    values = _Values(sandbox, context, png=png, file=template.name)
    plans = [values.plan(sheet) for sheet in book.worksheets]
    where = {plan.sheet.title: plan.rows for plan in plans}
    for plan in plans:
        move_layout(plan.sheet, plan.rows)
        for row, held in plan.cells.items():
            for n, local in enumerate(plan.items.get(row, [{}])):
                for cell in held:
                    values.write(plan, cell, (row, plan.rows.first(row) + n), local=local, where=where)
        values.write_heads(plan.sheet)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


class _Values:
    """Works placeholders out and writes them into cells."""

    def __init__(
        self, sandbox: Sandbox, context: dict[str, Any], *, png: Callable[[int], bytes], file: str
    ) -> None:
        self.sandbox, self.context, self.file = sandbox, context, file
        self.taken: list[Any] = []
        self.templates: dict[str, Any] = {}
        sandbox.autoescape = False
        sandbox.grant("chart", lambda n, width=WIDTH: _picture(png(n), width))
        sandbox.grant("_taken", self._take)

    def plan(self, sheet: Worksheet) -> Plan:
        """The cells of a sheet, and the items of the rows that repeat."""
        cells: dict[int, list[Held]] = {}
        for (row, column), cell in sorted(sheet._cells.items()):
            held = (cell.value, cell.data_type, copy(cell._style), cell.comment, cell.hyperlink)
            cells.setdefault(row, []).append(Held(column, *held))
        items = {row: found for row in cells if (found := self._loop(sheet, row, cells[row])) is not None}
        if sum(map(len, items.values())) > MOST_ROWS:
            raise template_error("too_much", file=self.file)
        return Plan(sheet, cells, items)

    def _loop(self, sheet: Worksheet, row: int, held: list[Held]) -> list[Local] | None:
        """What a row is repeated for, its marker taken out of the first cell; None for a plain row."""
        at = next((i for i, cell in enumerate(held) if cell.value not in (None, "")), None)
        first = held[at] if at is not None else None
        found = LOOP.match(first.value) if first and isinstance(first.value, str) else None
        if at is None or first is None or found is None:
            return None
        self.sandbox.where = f"{sheet.title}!{sheet.cell(row, first.column).coordinate}"
        rest = END.sub("", first.value[found.end() :])
        held[at] = Held(first.column, rest, first.kind, first.style, first.comment, first.link)
        name = found[1]
        source = f"{{% for {name} in {found[2]} %}}{{{{ _taken({name}) }}}}{{% endfor %}}"
        return [{name: item} for item in self._taken(source, {})]

    def write(
        self, plan: Plan, held: Held, place: tuple[int, int], *, local: Local, where: dict[str, Rows]
    ) -> None:
        """A cell of the template, filled, at its row."""
        cell = plan.sheet.cell(place[1], held.column)
        if type(cell).__name__ == "MergedCell":
            return
        cell._style = copy(held.style)
        cell.comment = copy(held.comment) if held.comment else None
        if held.link is not None and held.link.location is None:
            cell.hyperlink = held.link.target
        self.sandbox.where = f"{plan.sheet.title}!{cell.coordinate}"
        has_marks = isinstance(held.value, str) and any(mark in held.value for mark in MARKS)
        if held.kind == "f" and isinstance(held.value, str):
            if has_marks:
                raise template_error("in_formula", file=self.file, where=self.sandbox.where)
            cell.value = moved_formula(held.value, plan.rows, own=where, here=place)
        elif has_marks:
            self._put(plan.sheet, cell, self._worked_out(held.value, local))
        elif held.value is not None:
            cell._value, cell.data_type = held.value, held.kind

    def write_heads(self, sheet: Worksheet) -> None:
        """Page heads and feet of a sheet, filled; & stays a letter there."""
        for name in HEADS:
            for side in SIDES:
                part = getattr(getattr(sheet, name), side)
                if part.text and any(mark in part.text for mark in MARKS):
                    self.sandbox.where = sheet.title
                    part.text = str(self._worked_out(part.text, {})).replace("&", "&&")

    def _worked_out(self, text: str, local: Local) -> Any:
        """The value of a text that is one placeholder, else the text with its placeholders filled."""
        alone = ALONE.match(text)
        if alone:
            (value,) = self._taken(f"{{{{ _taken(({alone[1]})) }}}}", local)
            return value
        return self._rendered(text, local)

    def _taken(self, source: str, local: Local) -> list[Any]:
        """The values that a template hands over as it is rendered."""
        self.taken = []
        self._rendered(source, local)
        return self.taken

    def _rendered(self, source: str, local: Local) -> str:
        if source not in self.templates:
            self.templates[source] = self.sandbox.from_string(source)
        return str(self.templates[source].render(self.context | local))

    def _take(self, value: Any) -> str:
        if isinstance(value, Undefined):
            str(value)
        self.taken.append(value)
        return ""

    def _put(self, sheet: Worksheet, cell: Any, value: Any) -> None:
        """A value into a cell: numbers as numbers, pictures beside the cell, all else as text."""
        raw = value["value"] if isinstance(value, Figure) else value
        if isinstance(raw, Image):
            sheet.add_image(_sized(Image(BytesIO(raw.ref.getvalue())), raw.width), cell.coordinate)
        elif is_number(raw) and raw == raw and abs(raw) != float("inf"):
            cell.value = raw
        else:
            self._put_text(cell, self.sandbox.shown(MISSING if raw is None else raw))

    def _put_text(self, cell: Any, text: str) -> None:
        cell._value, cell.data_type = clean(str(text))[:LONGEST], "s"
        if cell._value.startswith(FORMULAS):
            cell.quotePrefix = True


def _picture(png: bytes, width: float) -> Image:
    return _sized(Image(BytesIO(png)), min(float(width), MOST_WIDTH) * PIXELS_PER_MM)


def _sized(image: Image, width: float) -> Image:
    """The picture so many pixels wide, in its own proportion."""
    image.width, image.height = width, width * image.height / image.width
    return image
