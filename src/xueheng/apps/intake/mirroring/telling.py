"""核对表: what the comparison found, as rows by name; and what the national system must be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xueheng.standards.class_years import grade_label
from xueheng.standards.code_lists import code_label
from xueheng.standards.mirrors import NationalSystem
from xueheng.standards.words import Words, catalogue, plain
from xueheng.tables.mirrors.sides import Change, Contradiction, Difference, Entry, Reconciled
from xueheng.tables.schema import schema

NOTHING = plain("")
SAID = catalogue(__package__)
PARTS = {
    name: SAID[f"part.{name}"]
    for name in ("contradicting", "missing", "changed", "new", "left", "gone", "same")
}


@dataclass(frozen=True)
class Told:
    """One line: a person or a school, a column with both values, and why it is listed."""

    key: int  # the person of who is missing, the row of the export otherwise
    name: str
    number: str
    school_code: str
    school: str
    column: Words = NOTHING
    ours: str = ""
    national: str = ""
    why: Words = NOTHING
    can_adopt: bool = False  # the national name or birth may be taken over
    is_settled: bool = False  # the national value holds


def parts(system: NationalSystem) -> Mapping[str, Words]:
    """The classes that rows of a system can lie in: nobody leaves where nothing says who has left."""
    return {name: words for name, words in PARTS.items() if system.leaving or name not in ("left", "gone")}


def heads(system: NationalSystem) -> Sequence[Words]:
    """The headings of an export of these lines."""
    words = {n: SAID[f"head.{n}"] for n in ("code", "school", "name", "column", "ours", "national", "why")}
    number = _label(system, "number")
    return [words["code"], words["school"], number, *(words[n] for n in list(words)[2:])]


def told(found: Reconciled, part: str, schools: Mapping[str, str], system: NationalSystem) -> list[Told]:
    """核对表 of one class of rows; one with several differences has several lines."""
    return [line for one in getattr(found, part) for line in _lines(one, part, schools, system)]


def corrections(found: Reconciled, schools: Mapping[str, str], system: NationalSystem) -> list[Told]:
    """更正表: what the national system has to look at: contradictions, and what it lacks of ours."""
    return [line for part in ("contradicting", "missing") for line in told(found, part, schools, system)]


def is_out_of_sight(one: Difference | Contradiction, schools: Mapping[str, str]) -> bool:
    """True when somebody is at a school that who reads this may not look into."""
    return one.held is not None and one.held.school not in ("", one.said.school, *schools)


def _lines(
    one: Entry | Difference | Contradiction, part: str, schools: Mapping[str, str], system: NationalSystem
) -> Iterator[Told]:
    said = one if isinstance(one, Entry) else one.said
    hidden = isinstance(one, Entry) or is_out_of_sight(one, schools)
    changes: Sequence[Change] = () if hidden or isinstance(one, Entry) else one.changes
    settles = isinstance(one, Contradiction) and one.reason in ("other_name", "other_birth") and not hidden
    for change in changes or (None,):
        yield Told(
            said.key,
            said.name,
            said.number,
            said.school,
            schools.get(said.school, said.school),
            _label(system, change.column) if change else NOTHING,
            _value(system, change.column, change.ours, schools) if change else "",
            _value(system, change.column, change.national, schools) if change else "",
            _why(one, part, change, system),
            settles,
            part == "changed" and change is not None and system.winner(change.column) == "national",
        )


def _why(
    one: Entry | Difference | Contradiction, part: str, change: Change | None, system: NationalSystem
) -> Words:
    if isinstance(one, Contradiction):
        return SAID[f"why.{one.reason}"]
    if part == "left" and isinstance(one, Difference):
        return system.states[one.said.state or ""].first
    if part == "changed" and change:
        return SAID[f"why.{system.winner(change.column)}"]
    codes = (f"why.{part}.{system.id}", f"why.{part}.{system.of}", f"why.{part}")
    return next((SAID[code] for code in codes if code in SAID), NOTHING)


def _label(system: NationalSystem, column: str) -> Words:
    wanted = system.key[0] if column == "number" else column
    return next((c.label for c in schema(system.id).columns if c.name == wanted), plain(column))


def _value(system: NationalSystem, column: str, value: str, schools: Mapping[str, str]) -> str:
    """A value as people write it."""
    if column == "school":
        return schools.get(value, value)
    if column == "grade":
        return grade_label(int(value)).zh if value else ""
    if column == "status" and value in system.states:
        return system.states[value].first.zh
    codes = next((c.codes_of for c in schema(system.id).columns if c.name == column), "")
    return code_label(codes, value) if codes and value else value
