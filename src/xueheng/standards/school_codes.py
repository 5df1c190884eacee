"""学校标识码: its form, and what its digits say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated

SchoolCodeProblem = Literal["SCHOOL_CODE_LENGTH", "SCHOOL_CODE_DIGITS"]


@dataclass(frozen=True)
class SchoolCodes:
    """学校标识码规则: length, types by the first two digits, provinces by the next two."""

    id: str
    valid: Validity
    source: Source
    length: int
    serial: int
    types: Mapping[str, Words]
    province_source: Source
    provinces: Mapping[str, Words]

    def __post_init__(self) -> None:
        for code in (*self.types, *self.provinces):
            if len(code) * 2 + self.serial != self.length:
                raise ValueError(f"the prefix {code!r} does not leave room for the serial")


@cache
def school_codes() -> SchoolCodes:
    """学校标识码规则, the newest."""
    return entry(load_dated(shipped("school_codes.yaml"), SchoolCodes), "school-code")


def check_school_code(code: str) -> tuple[SchoolCodeProblem, ...]:
    """学校标识码: what is wrong with its form; the type digits are never held against a stage."""
    if not (code.isascii() and code.isdigit()):
        return ("SCHOOL_CODE_DIGITS",)
    return () if len(code) == school_codes().length else ("SCHOOL_CODE_LENGTH",)


def school_type(code: str) -> Words | None:
    """学校类型 that a well-formed code states; None when the list has no such type."""
    return None if check_school_code(code) else school_codes().types.get(code[:2])


def province(code: str) -> Words | None:
    """省份 that a well-formed code states; None when the list has no such prefix."""
    return None if check_school_code(code) else school_codes().provinces.get(code[2:4])
