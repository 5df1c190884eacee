"""Answers on the command line, and the questions that they answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from xueheng.cli.main import UsageError, said
from xueheng.standards.words import Lang
from xueheng.tables.issues import Issue, Question
from xueheng.tables.questions import known_answers, unknown_answers

SEVERITIES = ("error", "warning", "notice")  # in the order in which issues are printed
SHOWN = 12  # issues of one kind that are printed before the rest is only counted


def pair(text: str) -> tuple[str, str]:
    """`name=value` as its two parts."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"“{text}”应写成 名称=值 / '{text}' must be written name=value")
    return name, value


def answers_of(texts: Iterable[str]) -> dict[str, str]:
    """The answers given; an unknown one is wrong usage and names those there are."""
    answers = dict(map(pair, texts))
    if unknown := ", ".join(unknown_answers(answers)):
        raise UsageError(f"没有这个回答 {unknown}；可用 / no such answer; known: {known_answers()}")
    return answers


def print_questions(questions: Iterable[Question], lang: Lang, *, stream: TextIO) -> None:
    """Each question with the words that answer it."""
    for question in questions:
        print(f"  [?] {question.words.say(lang)}", file=stream)
        for option in question.options:
            print(f"      --answer {question.code}={option.code}  {option.words.say(lang)}", file=stream)


def print_issues(issues: Iterable[Issue], lang: Lang, *, stream: TextIO) -> None:
    """Issues by severity: one cause told once with its rows, the first of each kind, the rest counted."""
    causes: dict[tuple[str | None, ...], list[Issue]] = {}
    for issue in sorted(issues, key=lambda i: SEVERITIES.index(i.severity)):
        causes.setdefault((issue.code, issue.sheet, issue.column, issue.value), []).append(issue)
    seen: Counter[str] = Counter()
    for alike in causes.values():
        code = alike[0].code
        seen[code] += 1
        if seen[code] <= SHOWN:
            print(f"  [{said(alike[0].severity, lang)}] {_cause(alike, lang)}", file=stream)
    for code, count in seen.items():
        if count > SHOWN:
            print(said("more_issues", lang, code=code, more=count - SHOWN), file=stream)


def _cause(alike: list[Issue], lang: Lang) -> str:
    """What is wrong, and where the same is wrong again."""
    first, *others = alike
    place = f"{first.sheet} " if first.sheet else ""
    again = [i for i in others if i.words != first.words or not _names(first, i.row)]
    rows = list(dict.fromkeys(str(i.row) for i in again if i.row is not None and i.row != first.row))
    if not rows:
        return place + first.words.say(lang)
    shown = "、".join(rows[:SHOWN]) + ("……" if len(rows) > SHOWN else "")
    return place + first.words.say(lang) + said("same_in_rows", lang, rows=shown)


def _names(issue: Issue, row: int | None) -> bool:
    """True when the sentence itself says that row."""
    return re.search(rf"(?<!\d){row}(?!\d)", issue.words.zh) is not None
