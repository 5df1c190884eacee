"""数据问题: what is wrong with a table, as values and never as exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xueheng.standards.words import Lang, Words, catalogue

Severity = Literal["error", "warning", "notice"]
RANK: Mapping[str, int] = {"notice": 0, "warning": 1, "error": 2}
Verdict = Literal["accept", "accept_with_notices", "needs_choice", "row_errors", "reject_file"]


@dataclass(frozen=True)
class Issue:
    """One finding: where it stands, what was found, which rule it breaks and what repairs it."""

    code: str
    severity: Severity
    words: Words
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    repair: str | None = None
    table: str | None = None

    def as_json(self, lang: Lang) -> dict[str, Any]:
        """The issue as `formats.md` fixes it, plus the input table it stands in."""
        place = {"table": self.table, "sheet": self.sheet, "row": self.row, "column": self.column}
        said = {"value": self.value, "message": self.words.say(lang), "repair": self.repair}
        return {"code": self.code, "severity": self.severity, **place, **said}


@dataclass(frozen=True)
class Option:
    """One answer to a question."""

    code: str
    words: Words


@dataclass(frozen=True)
class Question:
    """Something only the user can know; the first option is the natural one."""

    code: str
    words: Words
    options: tuple[Option, ...]

    def as_json(self, lang: Lang) -> dict[str, Any]:
        """The question as `formats.md` fixes it."""
        return {
            "code": self.code,
            "text": self.words.say(lang),
            "options": [o.code for o in self.options],
            "labels": {o.code: o.words.say(lang) for o in self.options},
        }


class Refused(Exception):
    """The input cannot be used; the issues say why and how to repair it."""

    def __init__(self, issues: Iterable[Issue], questions: Iterable[Question] = ()) -> None:
        self.issues = tuple(issues)
        self.questions = tuple(questions)
        super().__init__("; ".join(i.words.en for i in self.issues[:3]))


def finding(
    code: str,
    severity: Severity,
    *,
    package: str = "xueheng.tables",
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    value: object = None,
    repair: str | None = None,
    wording: str = "",
    **values: Any,
) -> Issue:
    """An issue whose words come from the package's catalogue, filled with its place and values."""
    shown = None if value is None else str(value)
    said = catalogue(package)[wording or code]
    if row is None:  # in JSON, and where a column or the whole file is meant
        said = Words(said.zh.replace("第 {row} 行", ""), said.en.replace("row {row}, ", ""))
    words = said.fill(row=row, column=column, value=shown, repair=repair, **values)
    return Issue(code, severity, words, sheet, row, column, shown, repair)


def verdict_of(issues: Iterable[Issue], questions: Iterable[Question], *, unreadable: bool) -> Verdict:
    """The first verdict that applies, in the order of `formats.md`."""
    severities = {i.severity for i in issues}
    if unreadable:
        return "reject_file"
    if "error" in severities:
        return "row_errors"
    if tuple(questions):
        return "needs_choice"
    return "accept_with_notices" if severities else "accept"
