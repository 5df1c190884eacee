"""核对表: what the comparison found, as rows by name; and what the national system must be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xueheng.packs.student_status.reading import state_words
from xueheng.packs.student_status.reconciled import Change, Contradiction, Difference, Pupil, Reconciled
from xueheng.standards.class_years import grade_label
from xueheng.standards.code_lists import code_label
from xueheng.standards.words import Words, catalogue, plain
from xueheng.tables.schema import schema

NOTHING = plain("")
COLUMNS = {"number": "student_number", "school": "school"}  # where our column has another name in the export
PARTS = {
    name: catalogue(__package__)[f"part.{name}"]
    for name in ("contradicting", "missing", "changed", "new", "left", "gone", "same")
}


@dataclass(frozen=True)
class Told:
    """One line: a pupil, a column with both values, and why it is listed."""

    key: int  # the person of a missing pupil, the row of the export otherwise
    name: str
    number: str
    school_code: str
    school: str
    column: Words = NOTHING
    ours: str = ""
    national: str = ""
    why: Words = NOTHING


def heads() -> Sequence[Words]:
    """The headings of an export of these lines."""
    return [
        catalogue(__package__)[f"head.{n}"]
        for n in ("code", "school", "number", "name", "column", "ours", "national", "why")
    ]


def told(found: Reconciled, part: str, schools: Mapping[str, str]) -> list[Told]:
    """核对表 of one class of rows; a pupil with several differences has several lines."""
    return [line for one in getattr(found, part) for line in _lines(one, part, schools)]


def corrections(found: Reconciled, schools: Mapping[str, str]) -> list[Told]:
    """更正表: whom the national system has to look at: contradictions, and pupils of ours whom it lacks."""
    return told(found, "contradicting", schools) + told(found, "missing", schools)


def _lines(one: Pupil | Difference | Contradiction, part: str, schools: Mapping[str, str]) -> Iterator[Told]:
    pupil = one if isinstance(one, Pupil) else one.said
    why = _why(one, part)
    changes = () if isinstance(one, Pupil) or _is_elsewhere(one) else one.changes
    for change in changes or (None,):
        yield Told(
            pupil.key,
            pupil.name,
            pupil.number,
            pupil.school,
            schools.get(pupil.school, pupil.school),
            _label(change.column) if change else NOTHING,
            _value(change, change.ours, schools) if change else "",
            _value(change, change.national, schools) if change else "",
            why,
        )


def _is_elsewhere(one: Difference | Contradiction) -> bool:
    """True when the pupil is at a school that who reads this may not look into."""
    return isinstance(one, Contradiction) and one.reason == "elsewhere"


def _why(one: Pupil | Difference | Contradiction, part: str) -> Words:
    if isinstance(one, Contradiction):
        return catalogue(__package__)[f"why.{one.reason}"]
    if part == "left" and isinstance(one, Difference):
        return state_words(one.said.state or "enrolled")
    return catalogue(__package__).get(f"why.{part}", NOTHING)


def _label(column: str) -> Words:
    wanted = COLUMNS.get(column, column)
    return next((c.label for c in schema("students").columns if c.name == wanted), plain(column))


def _value(change: Change, value: str, schools: Mapping[str, str]) -> str:
    """A value as people write it."""
    if change.column == "school":
        return schools.get(value, value)
    if change.column == "grade":
        return grade_label(int(value)).zh if value else ""
    if change.column == "status":
        return state_words(value).zh if value else ""
    codes = next((c.codes_of for c in schema("students").columns if c.name == change.column), "")
    return code_label(codes, value) if codes and value else value
