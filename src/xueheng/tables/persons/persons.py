"""人员匹配: which known persons the rows of a table may be; offered with scores, never decided.

| reason | what agrees | score when all agrees |
|---|---|---|
| SAME_ID | the identity number | 1.00 |
| SAME_STUDENT_NUMBER | the student number | 0.79 |
| SAME_NAME_BIRTH_GUARDIAN | name, birth date and guardian | 0.70 |
| NEAR_ID | the name; the identity number but for one character, or two neighbours swapped | 0.65 |
| SAME_NAME_BIRTH | name and birth date | 0.55 |
| NEAR_NAME | birth date and guardian; the name but for its dot or one rare character | 0.45 |

The best reason gives the score; COST is taken away for each field that both say and that differs.
All that may differ costs less than 0.20, so a shared identity number ranks above everything else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from xueheng.tables.persons.likeness import is_near_name, is_one_edit

SCORE = {
    "SAME_ID": 1.00,
    "SAME_STUDENT_NUMBER": 0.79,
    "SAME_NAME_BIRTH_GUARDIAN": 0.70,
    "NEAR_ID": 0.65,
    "SAME_NAME_BIRTH": 0.55,
    "NEAR_NAME": 0.45,
}
COST = {
    "id_number": 0.06,
    "student_number": 0.03,
    "name": 0.06,
    "born_on": 0.03,
    "guardian": 0.01,
    "sex": 0.02,
    "school": 0.005,
}
ABOUT = {"NEAR_ID": "id_number", "NEAR_NAME": "name"}  # the difference that a reason is about costs nothing
CLAIMED_TWICE = "CLAIMED_TWICE"  # the person is the best candidate of another row too
MOST_OFFERED = 10  # known persons who share one and the same evidence
ID_LENGTH = 18
SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Person:
    """人员: what a table says of one person; blank is None or no text."""

    key: str
    id_number: str | None = None
    student_number: str | None = None
    name: str | None = None
    born_on: date | None = None
    guardian: str | None = None
    sex: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """候选人: a known person that a row may be, why, and which fields differ all the same."""

    key: str
    score: float
    reasons: tuple[str, ...]
    differs: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """线索: persons who share it may be the same for that reason."""

    reason: str
    shared: Hashable


def match_persons(rows: Sequence[Person], known: Sequence[Person]) -> list[tuple[Candidate, ...]]:
    """人员匹配: for each row the known persons that it may be, the best first."""
    persons = sorted(map(_trimmed, known), key=_order)
    holders: dict[Evidence, list[Person]] = defaultdict(list)
    for person in persons:
        for evidence in _evidence(person):
            holders[evidence].append(person)
    return _with_claims([_candidates(_trimmed(row), holders) for row in rows])


def _candidates(row: Person, holders: dict[Evidence, list[Person]]) -> tuple[Candidate, ...]:
    reasons: dict[int, list[str]] = defaultdict(list)
    persons: dict[int, Person] = {}
    for evidence in _evidence(row):
        for person in holders.get(evidence, ())[:MOST_OFFERED]:
            if _holds(evidence.reason, row, person) and evidence.reason not in reasons[id(person)]:
                reasons[id(person)].append(evidence.reason)
                persons[id(person)] = person
    offered = [_candidate(row, person, reasons[i]) for i, person in persons.items()]
    if len(offered) < 2:
        return tuple(offered)
    best_last = sorted(offered, key=lambda c: (c.score, c.reasons, c.differs))
    best = {c.key: c for c in best_last}  # one for each key
    return tuple(sorted(best.values(), key=lambda c: (-c.score, c.key)))


def _candidate(row: Person, person: Person, reasons: list[str]) -> Candidate:
    differs = tuple(f for f in COST if _differ(getattr(row, f), getattr(person, f)))
    free = {ABOUT.get(reason) for reason in reasons}
    cost = sum(COST[f] for f in differs if f not in free)
    strongest_first = sorted(_without_weaker(reasons), key=lambda reason: -SCORE[reason])
    return Candidate(person.key, round(SCORE[strongest_first[0]] - cost, 3), tuple(strongest_first), differs)


def _without_weaker(reasons: list[str]) -> list[str]:
    """Name and birth date are no second reason beside name, birth date and guardian."""
    if "SAME_NAME_BIRTH_GUARDIAN" in reasons:
        return [r for r in reasons if r != "SAME_NAME_BIRTH"]
    return reasons


def _evidence(person: Person) -> Iterator[Evidence]:
    """What the person may share with others; nothing of it is blank."""
    if person.id_number:
        yield Evidence("SAME_ID", person.id_number)
    if person.student_number:
        yield Evidence("SAME_STUDENT_NUMBER", person.student_number)
    if person.name and person.born_on:
        yield Evidence("SAME_NAME_BIRTH", (person.name, person.born_on))
    if person.name and person.born_on and person.guardian:
        yield Evidence("SAME_NAME_BIRTH_GUARDIAN", (person.name, person.born_on, person.guardian))
        yield Evidence("NEAR_NAME", (person.born_on, person.guardian))
    if person.name and person.id_number and len(person.id_number) == ID_LENGTH:
        yield from (Evidence("NEAR_ID", (person.name, part)) for part in _parts(person.id_number))


def _parts(number: str) -> tuple[str, ...]:
    """What a wrong digit leaves alone, one half or the other, and what a swap does."""
    return number[::2], f"-{number[1::2]}", "".join(sorted(number))


def _holds(reason: str, row: Person, person: Person) -> bool:
    """True when the reason is one after all; sharing a part is not yet being near."""
    if reason == "NEAR_ID":
        return is_one_edit(row.id_number or "", person.id_number or "")
    return reason != "NEAR_NAME" or is_near_name(row.name or "", person.name or "")


def _with_claims(offered: list[tuple[Candidate, ...]]) -> list[tuple[Candidate, ...]]:
    """The same candidates; who is the best of more than one row is marked in each of these."""
    claims = Counter(c.key for candidates in offered for c in _best(candidates))
    twice = {key for key, rows in claims.items() if rows > 1}
    return [tuple(_marked(candidates, twice)) for candidates in offered]


def _best(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    return tuple(c for c in candidates if c.score == candidates[0].score)


def _marked(candidates: tuple[Candidate, ...], twice: set[str]) -> Iterator[Candidate]:
    for candidate in candidates:
        is_claimed = candidate.key in twice and candidate.score == candidates[0].score
        yield replace(candidate, reasons=(*candidate.reasons, CLAIMED_TWICE)) if is_claimed else candidate


def _trimmed(person: Person) -> Person:
    return Person(
        person.key,
        _number(person.id_number),
        _number(person.student_number),
        _name(person.name),
        person.born_on,
        _name(person.guardian),
        _text(person.sex),
        _text(person.school),
    )


def _number(text: str | None) -> str | None:
    """A number that can tell persons apart: one character over and over, or no digit, is a blank."""
    plain = (text or "").strip().upper()
    return plain if len(set(plain)) > 1 and any(map(str.isdigit, plain)) else None


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None


def _name(text: str | None) -> str | None:
    """A name without the blanks that spread its characters over a column."""
    return _text(SPREAD.sub("", text or ""))


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _order(person: Person) -> tuple[str, ...]:
    return (person.key, *(str(getattr(person, field) or "") for field in COST))
