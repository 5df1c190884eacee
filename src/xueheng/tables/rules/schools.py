"""学校: the form of its code, and its pupils grade by grade."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.standards.school_codes import check_school_code
from xueheng.standards.stages import stages
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.rules.sums import filled

STAGES_OF = {
    "nine_year": ("primary", "junior"),
    "complete": ("junior", "senior"),
    "twelve_year": ("primary", "junior", "senior"),
}


def code_form(rows: Rows, *, code: str) -> Iterator[Flag]:
    """学校标识码 has its length and nothing but digits."""
    for row, text in enumerate(rows.values(code)):
        if not is_nothing(text) and rows.is_sound(row, code):
            for problem in check_school_code(str(text))[:1]:
                yield Flag(problem, "error", row, code, {"length": len(str(text))})


def by_grade(rows: Rows, *, pupils: str, level: str, grades: tuple[str, ...]) -> Iterator[Flag]:
    """学生数 is the sum of its grades, in rows for whose stages the file has columns."""
    levels = rows.values(level)
    here = {int(g.rpartition("_")[2]) for g in grades if rows.has(g)}
    for flag in filled(rows, total=pupils, parts=tuple(g for g in grades if rows.has(g))):
        if flag.row is not None and _is_covered(levels[flag.row], here):
            yield flag


def _is_covered(level: str | None, here: set[int]) -> bool:
    """True when the file has a column for some grade of each stage of a school of that level."""
    own = {s.id: set(s.grades) for s in stages().stages}
    own["junior"] = own["junior"] - own["primary"]
    named = STAGES_OF.get(level or "", (level,))
    return all(own[s] & here for s in named if s in own)
