"""标记: which cells and rows of each sheet a finding marks, and what is said there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xueheng.standards.words import Lang, catalogue
from xueheng.tables.book_text import writable
from xueheng.tables.files.grid import Laid
from xueheng.tables.issues import RANK, Issue, Severity

WORDS = catalogue("xueheng.tables")
AUTHOR = "学衡"
FILLS: Mapping[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C", "notice": "DDEBF7"}
INKS: Mapping[Severity, str] = {"error": "9C0006", "warning": "7F4F00", "notice": "1F4E78"}
MOST_COMMENTS = 2_000
HEADER_WITHIN = 20  # rows
COLUMN_WIDTH = 60


@dataclass
class Marks:
    """What is marked on one sheet: cells, rows, and what is true of the sheet as a whole."""

    laid: Laid
    cells: dict[tuple[int, int], list[Issue]] = field(default_factory=dict)
    rows: dict[int, list[Issue]] = field(default_factory=dict)
    whole: list[Issue] = field(default_factory=list)

    def put(self, issue: Issue) -> None:
        """Mark what the finding is about: a cell, cells of one row, a head, a row, or the sheet."""
        columns = columns_of(issue.column, self.laid.columns)
        row = issue.row if issue.row is not None else max(self.laid.header_rows, default=None)
        for column in columns if row is not None else ():
            self.cells.setdefault((row or 1, column), []).append(issue)
        if issue.row is not None:
            self.rows.setdefault(issue.row, []).append(issue)
        elif not columns:
            self.whole.append(issue)

    def is_whole_row(self, row: int) -> bool:
        """True when something is said of the row and of none of its cells."""
        return any(not columns_of(i.column, self.laid.columns) for i in self.rows[row])

    def commented(self) -> frozenset[tuple[int, int]]:
        """The cells that get a comment: all of them, or the gravest first when there are too many."""
        if len(self.cells) <= MOST_COMMENTS:
            return frozenset(self.cells)
        gravest = sorted(self.cells, key=lambda at: (-RANK[worst(self.cells[at])], at))
        return frozenset(gravest[:MOST_COMMENTS])


def head_rows(header_rows: Sequence[int]) -> Sequence[int]:
    """The rows in which the head of our own column may stand."""
    return header_rows or range(1, HEADER_WITHIN + 1)


def marks_by_sheet(issues: Iterable[Issue], laid: Sequence[Laid]) -> dict[str | None, Marks]:
    """The marks of each sheet that has any; a finding whose sheet has no header is only listed."""
    found = {one.sheet: Marks(one) for one in laid}
    only = next(iter(found)) if len(found) == 1 else None
    for issue in issues:
        marks = found.get(issue.sheet if issue.sheet is not None else only)
        if marks is not None:
            marks.put(issue)
    return {sheet: m for sheet, m in found.items() if m.cells or m.rows or m.whole}


def columns_of(column: str | None, columns: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of the columns that a finding names: one heading, or several joined with a slash."""
    if column is None:
        return ()
    if column in columns:
        return (columns[column],)
    parts = column.split("/")
    return tuple(columns[p] for p in parts) if all(p in columns for p in parts) else ()


def worst(issues: Iterable[Issue]) -> Severity:
    """The gravest level among findings."""
    return max((i.severity for i in issues), key=RANK.__getitem__)


def gravest_first(issues: Iterable[Issue]) -> list[Issue]:
    """The findings, errors before warnings before notices."""
    return sorted(issues, key=lambda i: -RANK[i.severity])


def told(issue: Issue, lang: Lang) -> str:
    """What is wrong and what would repair it."""
    message = issue.words.say(lang)
    if issue.repair is None or issue.severity == "notice" or _names_repair(issue, message):
        return writable(message)
    return writable(WORDS["marked.with_repair"].say(lang, message=message, repair=issue.repair))


def _names_repair(issue: Issue, message: str) -> bool:
    """True when the message says the repair, apart from the row and the value it quotes."""
    for quoted in (issue.value, f" {issue.row} "):
        message = message.replace(quoted, " ") if quoted else message
    return issue.repair is not None and issue.repair in message


def level_word(severity: Severity, lang: Lang) -> str:
    """The level in words: 错误, 提醒, 说明."""
    return WORDS[f"marked.level.{severity}"].say(lang)


def row_text(issues: Iterable[Issue], lang: Lang) -> str:
    """All that is said of a row, a line each."""
    lines = [(level_word(i.severity, lang), told(i, lang)) for i in gravest_first(issues)]
    return writable("\n".join(WORDS["marked.line"].say(lang, level=w, message=m) for w, m in lines))


def comment_text(issues: Iterable[Issue], lang: Lang) -> str:
    """The comment on a cell; it begins with the level, so that colour is not the only sign."""
    lines = [(level_word(i.severity, lang), told(i, lang)) for i in gravest_first(issues)]
    return writable("\n".join(WORDS["marked.comment"].say(lang, level=w, message=m) for w, m in lines))
