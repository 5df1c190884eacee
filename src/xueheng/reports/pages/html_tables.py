"""A table block as HTML: the first column stays, numbers to the right, tones by shape and word."""

from __future__ import annotations

from xueheng.reports.blocks import Cell, Column, Meanings, Table, Tone
from xueheng.reports.display import MISSING, SHAPES, cell, is_number, meaning, said, toned
from xueheng.reports.pages.markup import Markup, element, joined
from xueheng.standards.words import Lang

ORDER: tuple[Tone, ...] = ("bad", "near", "good", "quiet")
MANY_COLUMNS = 8
FEW_COLUMNS = 4
LONG_TEXT = 10


def table(block: Table, lang: Lang, *, label: str) -> Markup:
    """The table inside a box that scrolls by itself; every row is there, the page may fold the rest."""
    sides = _sides(block)
    head = [_head(column, lang, side=side) for column, side in zip(block.columns, sides, strict=True)]
    body = [_row(block, lang, at=at, sides=sides) for at in range(len(block.rows))]
    grid = element(
        "table",
        element("thead", element("tr", head)),
        element("tbody", body),
        aria_labelledby=label,
        class_=_width(block),
        data_fold=str(block.fold) if len(block.rows) > block.fold else None,
        data_all=said("show_all", lang, n=len(block.rows)),
        data_first=said("show_first", lang, n=block.fold),
    )
    return element("div", grid, class_="scroll", tabindex="0", role="region", aria_labelledby=label)


def mark(tone: Tone, words: str) -> Markup:
    """The shape of a tone for the eye, its word for the ear."""
    shape = element("span", SHAPES[tone], class_="mark", aria_hidden="true")
    return joined(shape, element("span", f" {words} ", class_="sr"))


def key(block: Table, lang: Lang) -> Markup | None:
    """What the shapes mean, only those that stand in the table."""
    used = {tone for row in block.tones for tone in row}
    words = {tone: meaning(tone, lang, given=block.meanings) for tone in ORDER if tone in used}
    items = [_key_item(tone, meant) for tone, meant in words.items()]
    if any(cell(value, lang) == MISSING for row in block.rows for value in row):
        items.append(element("li", f"{MISSING} {said('missing', lang)}"))
    return element("ul", items, class_="key") if items else None


def _key_item(tone: Tone, words: str) -> Markup:
    return element("li", element("span", SHAPES[tone], class_=f"mark {tone}"), f" {words}")


def _width(block: Table) -> str | None:
    if len(block.columns) > MANY_COLUMNS:
        return "many"
    return "few" if len(block.columns) <= FEW_COLUMNS else None


def _sides(block: Table) -> list[str | None]:
    return [_side(block, at) for at in range(len(block.columns))]


def _side(block: Table, at: int) -> str | None:
    """The class of a column: the first stays, numbers go to the right, sentences get room."""
    values = [row[at] for row in block.rows]
    if at == 0:
        return None
    if block.columns[at].digits is not None or any(map(is_number, values)):
        return "num"
    return "text long" if any(len(cell(value, "zh")) > LONG_TEXT for value in values) else "text"


def _head(column: Column, lang: Lang, *, side: str | None) -> Markup:
    unit = element("small", column.unit.say(lang)) if column.unit else None
    return element("th", column.label.say(lang), unit, scope="col", class_=side)


def _row(block: Table, lang: Lang, *, at: int, sides: list[str | None]) -> Markup:
    tones = block.tones[at] if block.tones else toned((), len(block.columns))
    parts = zip(block.columns, block.rows[at], tones, sides, strict=True)
    given = block.meanings
    cells = [_cell(value, lang, column=c, tone=t, side=s, given=given) for c, value, t, s in parts]
    return element("tr", cells)


def _cell(
    value: Cell, lang: Lang, *, column: Column, tone: Tone, side: str | None, given: Meanings
) -> Markup:
    text = cell(value, lang, digits=column.digits, percent=column.percent)
    sign = mark(tone, meaning(tone, lang, given=given)) if SHAPES[tone] else None
    classes = " ".join(filter(None, (side, tone if sign else None))) or None
    if side is None:
        return element("th", sign, text, scope="row", class_=classes)
    return element("td", sign, text, class_=classes)
