"""问题清单: the lines of the sheet that lists every finding, counts on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from xueheng.standards.words import Lang
from xueheng.tables.book_text import row_height, writable
from xueheng.tables.issues import Issue
from xueheng.tables.marking.marks import WORDS, level_word, told

MOST_LISTED = 50_000
TITLE_POINTS = 26
COUNT_HEADS = ("level", "code", "count", "", "", "shown")  # the example under the wide column
HEADS = ("level", "sheet", "row", "column", "value", "message", "repair")
WIDTHS = (10, 26, 9, 24, 26, 70, 26)
Look = Literal["title", "text", "head", "body"]


@dataclass(frozen=True)
class Line:
    """One line of the list and how it looks; a number stays a number."""

    look: Look
    cells: tuple[str | int, ...]

    @property
    def height(self) -> float | None:
        """The height in points that shows all of a wrapped line; None for the usual one."""
        if self.look != "body":
            return TITLE_POINTS if self.look == "title" else None
        texts = [str(cell) for cell in self.cells]
        return row_height(texts, WIDTHS[: len(texts)])


def list_lines(issues: Sequence[Issue], lang: Lang) -> Iterator[Line]:
    """The lines of the list: title, counts by code, then each finding up to the limit."""
    counted: Counter[str] = Counter(i.severity for i in issues)
    counts = {level: counted[level] for level in ("error", "warning", "notice")}
    yield Line("title", (WORDS["marked.list_title"].say(lang),))
    yield Line("text", (WORDS["marked.counts"].say(lang, **counts),))
    yield Line("text", (WORDS["marked.advice"].say(lang),))
    if len(issues) > MOST_LISTED:
        more = len(issues) - MOST_LISTED
        yield Line("text", (WORDS["marked.more"].say(lang, shown=MOST_LISTED, more=more),))
    yield Line("text", ())
    yield _heads(COUNT_HEADS, lang)
    codes = Counter(i.code for i in issues)
    first = {i.code: i for i in reversed(issues)}
    for code, count in codes.most_common():
        level, example = level_word(first[code].severity, lang), told(first[code], lang)
        yield Line("body", (level, code, count, "", "", example))
    yield Line("text", ())
    yield _heads(HEADS, lang)
    for issue in issues[:MOST_LISTED]:
        yield Line("body", _cells(issue, lang))


def head_at(lines: Sequence[Line]) -> int:
    """The line of the heads of the findings themselves, from 0."""
    return max(at for at, line in enumerate(lines) if line.look == "head")


def _heads(names: Sequence[str], lang: Lang) -> Line:
    return Line("head", tuple(WORDS[f"marked.head.{name}"].say(lang) if name else "" for name in names))


def _cells(issue: Issue, lang: Lang) -> tuple[str | int, ...]:
    row = "" if issue.row is None else issue.row
    place = (issue.sheet or "", row, issue.column or "", issue.value or "")
    cells = (level_word(issue.severity, lang), *place, issue.words.say(lang), issue.repair or "")
    return tuple(writable(c) if isinstance(c, str) else c for c in cells)
