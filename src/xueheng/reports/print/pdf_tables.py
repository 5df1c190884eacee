"""A table block as data for paper: how wide each column is, how small the type, upright or lying."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xueheng.reports.blocks import Table, Tone
from xueheng.reports.display import MISSING, SHAPES, cell, is_number, meaning, said, toned
from xueheng.reports.pages.html_tables import ORDER
from xueheng.reports.print.fonts import width
from xueheng.standards.words import Lang

UPRIGHT, LYING = 510.0, 756.0  # points between the margins of A4
SIZES = (9.0, 8.0, 7.0)
PAD = 3.6  # points on each side of a cell
HEAD_LINES = 3
MOST_WORD, MOST_TEXT = 12.0, 18.0  # em that a word or a sentence claims for its column
SHAPE = 1.2  # em of a shape before a value
FULL = 0.55  # a table that takes so much of the line is stretched to all of it
NARROW = 0.45  # a small table is stretched to so much of it
SHORT = 18  # rows that stay together on one page
WORDY = 40  # characters of a cell that make a row high
LONG = 300  # characters of a cell that may run over the end of a page
WORD = re.compile(r"[^\s\u2e80-\U0003ffff]+|.")


@dataclass(frozen=True)
class Layout:
    """Columns in groups that fit the paper, each with the first column; widths are in points."""

    size: float
    is_wide: bool
    groups: tuple[tuple[int, ...], ...]
    widths: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Need:
    """What a column asks for, in em: enough for its longest line, and the least it can do with."""

    wanted: float
    least: float


def table(block: Table, lang: Lang, *, label: str) -> dict[str, Any]:
    """All that paper shows of a table; no row is folded away."""
    rows = [_row(block, lang, at=at) for at in range(len(block.rows))]
    right = [_is_right(block, at) for at in range(len(block.columns))]
    heads = [_head(block, lang, at=at) for at in range(len(block.columns))]
    needs = [_need([row[at] for row in rows], head=head, right=right[at]) for at, head in enumerate(heads)]
    plan = layout(needs)
    return {
        "kind": "table",
        "label": label,
        "title": block.title.say(lang),
        "size": plan.size,
        "wide": plan.is_wide,
        "pad": PAD,
        "short": len(rows) <= SHORT and not any(len(value["text"]) > WORDY for row in rows for value in row),
        "long": any(len(value["text"]) > LONG for row in rows for value in row),
        "groups": [
            {
                "columns": [
                    {**heads[at], "right": right[at], "width": wide}
                    for at, wide in zip(group, widths, strict=True)
                ],
                "rows": [[row[at] for at in group] for row in rows],
            }
            for group, widths in zip(plan.groups, plan.widths, strict=True)
        ],
        "key": _key(block, lang),
        "note": block.note.say(lang) if block.note else None,
    }


def layout(needs: Sequence[Need]) -> Layout:
    """The largest type on the smallest paper that holds all columns; else several tables under each other."""
    every = tuple(range(len(needs)))
    for line, is_wide in ((UPRIGHT, False), (LYING, True)):
        for size in SIZES:
            if _least(needs, size) <= line:
                return Layout(size, is_wide, (every,), (_shared(needs, size=size, line=line),))
    size = SIZES[1]
    groups = _cut(needs, size=size)
    widths = tuple(_shared([needs[at] for at in group], size=size, line=LYING) for group in groups)
    return Layout(size, True, groups, widths)


def _least(needs: Sequence[Need], size: float) -> float:
    return sum(need.least * size + 2 * PAD for need in needs)


def _cut(needs: Sequence[Need], *, size: float) -> tuple[tuple[int, ...], ...]:
    """The columns in groups, every group led by the first column."""
    groups: list[list[int]] = [[0]]
    for at in range(1, len(needs)):
        tried = [*groups[-1], at]
        if len(tried) > 2 and _least([needs[n] for n in tried], size) > LYING:
            groups.append([0, at])
        else:
            groups[-1].append(at)
    return tuple(map(tuple, groups))


def _shared(needs: Sequence[Need], *, size: float, line: float) -> tuple[float, ...]:
    """Every column gets its least, then the line is shared by what more is wanted."""
    least = [need.least * size + 2 * PAD for need in needs]
    more = [(need.wanted - need.least) * size for need in needs]
    left = line - sum(least)
    if left <= 0:
        return tuple(round(wide * line / sum(least), 2) for wide in least)
    if sum(more) > left:
        return tuple(round(a + b * left / sum(more), 2) for a, b in zip(least, more, strict=True))
    wide = [a + b for a, b in zip(least, more, strict=True)]
    rest = max(0.0, (line if sum(wide) > FULL * line else NARROW * line) - sum(wide))
    return tuple(round(one + rest * one / sum(wide), 2) for one in wide)


def _need(values: Sequence[dict[str, str]], *, head: dict[str, Any], right: bool) -> Need:
    label, unit = head["label"], head["unit"] or ""
    body = max((width(value["text"]) + (SHAPE if value["shape"] else 0) for value in values), default=1.0)
    words = max((_word(value["text"]) + (SHAPE if value["shape"] else 0) for value in values), default=1.0)
    least = max(_word(label), width(label) / HEAD_LINES + 0.6, _word(unit))
    if right:
        return Need(max(body, width(label), width(unit)) + 0.2, max(body, least) + 0.2)
    lowest = max(min(body, MOST_TEXT / 2), words, least)
    return Need(max(body, width(label), lowest) + 0.2, lowest + 0.2)


def _word(text: str) -> float:
    """The longest part of a text that should not be broken."""
    return min(MOST_WORD, max(map(width, WORD.findall(text)), default=0.0))


def _is_right(block: Table, at: int) -> bool:
    """Numbers stand to the right; the first column never does."""
    numbers = block.columns[at].digits is not None or any(is_number(row[at]) for row in block.rows)
    return at > 0 and numbers


def _head(block: Table, lang: Lang, *, at: int) -> dict[str, Any]:
    column = block.columns[at]
    return {"label": column.label.say(lang), "unit": column.unit.say(lang) if column.unit else None}


def _row(block: Table, lang: Lang, *, at: int) -> list[dict[str, str]]:
    tones = block.tones[at] if block.tones else toned((), len(block.columns))
    return [
        {
            "text": cell(value, lang, digits=column.digits, percent=column.percent),
            "tone": tone,
            "shape": SHAPES[tone],
        }
        for value, column, tone in zip(block.rows[at], block.columns, tones, strict=True)
    ]


def _key(block: Table, lang: Lang) -> list[tuple[str, Tone, str]]:
    """What the shapes mean, only those that stand in the table."""
    used = {tone for row in block.tones for tone in row}
    items = [
        (SHAPES[tone], tone, meaning(tone, lang, given=block.meanings)) for tone in ORDER if tone in used
    ]
    plain: Tone = "plain"
    if any(cell(value, lang) == MISSING for row in block.rows for value in row):
        items.append((MISSING, plain, said("missing", lang)))
    return items
