"""证件: an identity number by itself, and what the same row says of sex and birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from xueheng.standards.code_lists import code_label
from xueheng.standards.ids import birth_of, check_identity_number, sex_of
from xueheng.tables.issues import Severity
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.blanks import is_nothing

NUMBERED = frozenset({"1", "C"})  # documents that bear a citizen's number: 居民身份证, 港澳台居民居住证
TEMPORARY = re.compile(r"999\d{15}")  # how vocational schools number pupils who have no document yet
LIKE_A_NUMBER = re.compile(r"\d{14,18}[\dX]?")
SEX_CODES = {"male": "1", "female": "2"}


def agrees(rows: Rows, *, number: str, kind: str, sex: str, born_on: str) -> Iterator[Flag]:
    """身份证号 is sound, and sex and birth are what it states."""
    sexes, births = rows.values(sex), rows.values(born_on)
    for row, text in _numbers(rows, number, kind):
        if TEMPORARY.fullmatch(text):
            yield Flag("ID_TEMPORARY", "notice", row, number)
        elif problems := check_identity_number(text):
            yield _unsound(problems[0], "error", row, number, text)
        else:
            if _is_other_sex(sexes[row], text) and rows.is_sound(row, sex):
                yield Flag("SEX_ID_MISMATCH", "error", row, sex, repair=_label(text))
            if births[row] not in (None, birth_of(text)) and rows.is_sound(row, born_on):
                yield Flag("BIRTH_ID_MISMATCH", "error", row, born_on, repair=str(birth_of(text)))


def sound(rows: Rows, *, number: str, kind: str) -> Iterator[Flag]:
    """身份证号 of another person is sound as far as it looks like one; a wrong one is only told."""
    for row, text in _numbers(rows, number, kind):
        problems = check_identity_number(text)
        if problems and LIKE_A_NUMBER.fullmatch(text):
            yield _unsound(problems[0], "warning", row, number, text)


def given(rows: Rows, *, number: str, instead: tuple[str, ...]) -> Iterator[Flag]:
    """证件号 stands in every row, or another number by which the person can be known."""
    if not rows.has(number):
        return
    others = {c: rows.values(c) for c in instead}
    for row, text in enumerate(rows.values(number)):
        if is_nothing(text) and rows.is_sound(row, number):
            other = next((c for c, values in others.items() if not is_nothing(values[row])), None)
            if other is None:
                yield Flag("ID_MISSING", "error", row, number)
            else:
                yield Flag("ID_REPLACED", "notice", row, number, {"other": rows.headings.get(other, other)})


def own(rows: Rows, *, number: str, others: tuple[str, ...]) -> Iterator[Flag]:
    """证件号 of guardians are their own: neither the pupil's nor each other's."""
    columns = [c for c in (number, *others) if rows.has(c)]
    for row, values in enumerate(zip(*(rows.values(c) for c in columns), strict=True)):
        for at, text in enumerate(values):
            first = columns[values.index(text)]
            if first != columns[at] and not is_nothing(text):
                yield Flag(
                    "ID_OF_ANOTHER", "warning", row, columns[at], {"other": rows.headings.get(first, first)}
                )


def ages(rows: Rows, *, born_on: str, number: str, youngest: str, oldest: str) -> Iterator[Flag]:
    """出生日期 is not in the future and gives an age that such a person can have today."""
    today = rows.context.today
    if today is None:
        return
    for row, column, born in _births(rows, born_on, number):
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if born > today:
            yield Flag("AFTER_TODAY", "error", row, column, {"today": today.isoformat()})
        elif not int(youngest) <= age <= int(oldest):
            yield Flag("AGE_UNLIKELY", "warning", row, column, {"age": age})


def _numbers(rows: Rows, number: str, kind: str) -> Iterator[tuple[int, str]]:
    """The numbers that must be a citizen's, where nothing is wrong with the cell yet."""
    kinds = rows.values(kind)
    for row, text in enumerate(rows.values(number)):
        if kinds[row] is not None and kinds[row] not in NUMBERED:
            continue
        if not is_nothing(text) and rows.is_sound(row, number, kind):
            yield row, str(text).upper()


def _unsound(code: str, severity: Severity, row: int, column: str, text: str) -> Flag:
    return Flag(code, severity, row, column, {"length": len(text), "born": text[6:14]})


def _is_other_sex(said: str | None, text: str) -> bool:
    """True when a sex is given that is not the one of the number."""
    stated = sex_of(text)
    return stated is not None and said in SEX_CODES.values() and said != SEX_CODES[stated]


def _label(text: str) -> str | None:
    stated = sex_of(text)
    return code_label("sex", SEX_CODES[stated]) if stated else None


def _births(rows: Rows, born_on: str, number: str) -> Iterator[tuple[int, str, date]]:
    """The birth that each row states, in its own column or else in the number, and where."""
    for row, (born, text) in enumerate(zip(rows.values(born_on), rows.values(number), strict=True)):
        if born is not None and rows.is_sound(row, born_on):
            yield row, born_on, born
        elif born is None and rows.is_sound(row, born_on, number) and text:
            stated = None if check_identity_number(text) else birth_of(text)
            if stated is not None:
                yield row, number, stated
