"""数字文本: a text of numbers with the line in which each stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.tables.siting"
LISTED = 10  # findings of one document that are named


@dataclass(frozen=True)
class Numbers:
    """The numbers of a text in order, the line of each, and how many stand on each line."""

    values: tuple[float, ...]
    lines: tuple[int, ...]
    per_line: tuple[int, ...]


def read_numbers(path: Path) -> Numbers:
    """Every number of the text; Refused with the places of what is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([said("TEXT_ENCODING", value=path.name)]) from error
    values, lines, per_line, wrong = [], [], [], []
    for line, words in enumerate(map(str.split, text.splitlines()), start=1):
        per_line += [len(words)] if words else []
        for word in words:
            number = _number(word)
            if number is None:
                wrong.append(said("TOKEN_WRONG", row=line, value=word))
            else:
                values.append(number)
                lines.append(line)
    refuse(wrong)
    return Numbers(tuple(values), tuple(lines), tuple(per_line))


def counts(found: Numbers, many: int, what: str) -> tuple[int, ...]:
    """The first numbers as whole positive counts."""
    if len(found.values) < many:
        raise Refused([said("COUNT_WRONG", value=len(found.values), needed=many, what=what)])
    head = found.values[:many]
    refuse(
        [
            said("COUNT_NOT_WHOLE", row=found.lines[at], value=f"{v:g}")
            for at, v in enumerate(head)
            if v < 1 or v % 1
        ]
    )
    return tuple(int(v) for v in head)


def exactly(found: Numbers, needed: int, what: str) -> None:
    """Go on only when the text holds as many numbers as its head announces."""
    if len(found.values) != needed:
        raise Refused([said("COUNT_WRONG", value=len(found.values), needed=needed, what=what)])


def no_negative(found: Numbers, start: int) -> None:
    """Go on only when nothing from there on is negative."""
    held = zip(found.values[start:], found.lines[start:], strict=True)
    refuse([said("NEGATIVE", row=line, value=f"{v:g}") for v, line in held if v < 0])


def refuse(wrong: list[Issue]) -> None:
    """Refused where anything is wrong; the first findings are named."""
    if wrong:
        raise Refused(wrong[:LISTED])


def said(code: str, **values: Any) -> Issue:
    """A finding that keeps the document from being used."""
    return finding(code, "error", package=PACKAGE, **values)


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if isfinite(value) else None
