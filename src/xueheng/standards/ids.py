"""证件号: identity numbers by GB 11643, and student numbers by their letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated

IdentityProblem = Literal["ID_LENGTH", "ID_CHARS", "ID_CHECKSUM", "BIRTH_INVALID"]
Sex = Literal["male", "female"]
SEX_DIGIT = 16


@dataclass(frozen=True)
class StudentNumbers:
    """学籍号: what its first letter says."""

    letters: Mapping[str, Words]
    source: Source


@dataclass(frozen=True)
class IdentityRule:
    """公民身份号码规则: weights of the digits and the check character by remainder."""

    id: str
    valid: Validity
    source: Source
    weights: tuple[int, ...]
    check_characters: str
    student_number: StudentNumbers

    @property
    def length(self) -> int:
        """位数 with the check character."""
        return len(self.weights) + 1


@cache
def identity_rule() -> IdentityRule:
    """公民身份号码规则, the newest."""
    return entry(load_dated(shipped("ids.yaml"), IdentityRule), "identity-number")


def check_character(body: str) -> str:
    """校验码 of the digits before it."""
    rule = identity_rule()
    total = sum(w * int(digit) for w, digit in zip(rule.weights, body, strict=True))
    return rule.check_characters[total % len(rule.check_characters)]


def check_identity_number(text: str) -> tuple[IdentityProblem, ...]:
    """身份证号: what is wrong with it; a number of wrong form is not looked into further."""
    if len(text) != identity_rule().length:
        return ("ID_LENGTH",)
    if not _has_number_form(text):
        return ("ID_CHARS",)
    problems: list[IdentityProblem] = []
    if check_character(text[:-1]) != text[-1].upper():
        problems.append("ID_CHECKSUM")
    if _birth(text) is None:
        problems.append("BIRTH_INVALID")
    return tuple(problems)


def birth_of(text: str) -> date | None:
    """出生日期 stated by a number of right form; None when it states none."""
    return _birth(text) if _states_digits(text) else None


def sex_of(text: str) -> Sex | None:
    """性别 stated by a number of right form; None when it states none."""
    if not _states_digits(text):
        return None
    return "male" if int(text[SEX_DIGIT]) % 2 else "female"


def student_number_kind(text: str) -> Words | None:
    """学籍号种类 by its first letter; None when the letter is none of those in use."""
    return identity_rule().student_number.letters.get(text[:1])


def _states_digits(text: str) -> bool:
    return len(text) == identity_rule().length and _has_number_form(text)


def _has_number_form(text: str) -> bool:
    return text.isascii() and text[:-1].isdigit() and (text[-1].isdigit() or text[-1] in "Xx")


def _birth(text: str) -> date | None:
    year, month, day = (int(part) for part in (text[6:10], text[10:12], text[12:14]))
    try:
        return date(year, month, day)
    except ValueError:
        return None
