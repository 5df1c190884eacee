"""课程表的一格: which lesson, whose, and whether every week or by turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from xueheng.standards.subjects import subject_of

BETWEEN = re.compile(r"[\s/|、,，;；:：()（）]+")
BY_TURNS = re.compile(r"[(（]?(单周|双周|[单双])[)）]?[:：]?")


@dataclass(frozen=True)
class CellLesson:
    """A subject in one cell of a grid, its teacher, and what part of the weeks it is given."""

    subject: str
    teacher: str | None
    part: Decimal


def lessons_in(text: str) -> list[CellLesson]:
    """语文, 语文（张三）, 音乐/美术 by turns; the first part is the subject where none is known."""
    parts = [part for part in BETWEEN.split(BY_TURNS.sub(" ", text)) if part]
    if not parts or text.isdigit():
        return []
    subjects = [i for i, part in enumerate(parts) if subject_of(part)] or [0]
    share = Decimal(1) / len(subjects)
    ends = [*subjects[1:], len(parts)]
    return [
        CellLesson(parts[i], "、".join(parts[i + 1 : end]) or None, share)
        for i, end in zip(subjects, ends, strict=True)
    ]
