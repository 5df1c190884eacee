"""行的去向: where each row of a template stands once rows are repeated, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

REFERENCE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
RANGE = re.compile(r"(\$?[A-Za-z]{1,3}\$?\d+)(?::(\$?[A-Za-z]{1,3}\$?\d+))?")


@dataclass
class Rows:
    """How often each row of the template is written; one that is not listed once."""

    times: dict[int, int] = field(default_factory=dict)

    def first(self, row: int) -> int:
        """Where the first copy of a row stands."""
        return row + sum(n - 1 for at, n in self.times.items() if at < row)

    def last(self, row: int) -> int:
        """Where the last copy of a row stands; that of a row written no time is the row before."""
        return self.first(row) + self.times.get(row, 1) - 1


def moved_range(text: str, rows: Rows) -> str:
    """A1 or A1:B2 with its rows where they stand now."""
    return RANGE.sub(lambda found: _moved(found, rows.first, rows.last), text)


def moved_formula(formula: str, rows: Rows, *, own: dict[str, Rows], here: tuple[int, int]) -> str:
    """A formula with its references where they stand now; inside a repeated row it speaks of its own copy."""
    template_row, row = here
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, mark, text = token.value.rpartition("!")
            place = own.get(sheet.strip("'").replace("''", "'"), Rows()) if mark else rows
            token.value = f"{sheet}{mark}{_follow(text, place, template_row, row, is_own=not mark)}"
    return "=" + "".join(token.value for token in tokens.items)


def _follow(text: str, rows: Rows, template_row: int, row: int, *, is_own: bool) -> str:
    is_copy = is_own and template_row in rows.times

    def start(at: int) -> int:
        return row if is_copy and at == template_row else rows.first(at)

    def end(at: int) -> int:
        return row if is_copy and at == template_row else max(rows.last(at), rows.first(at))

    return RANGE.sub(lambda found: _moved(found, start, end), text)


def _moved(found: re.Match[str], start: Callable[[int], int], end: Callable[[int], int]) -> str:
    first = _at(found[1], start)
    return first if found[2] is None else f"{first}:{_at(found[2], end)}"


def _at(reference: str, place: Callable[[int], int]) -> str:
    def at(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}{found[3]}{place(int(found[4]))}"

    return REFERENCE.sub(at, reference)
