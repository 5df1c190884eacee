"""独立核对: whether an outcome keeps the rules, from the tables alone; shares no code with the mechanisms.

It looks for two seats of one applicant, programs above their seats, applicants who may not be where they
are, applicants passed over for one who stands behind them, and reasons that the tables do not bear out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]
YES = ("true", "是", "1", "yes", "y", "√", "有")
STABLE = ("serial_dictatorship", "deferred_acceptance", "slots")
COMPARED = ("BELOW_CUTOFF", "FULL_AT_YOUR_TURN")
GENERAL = "统招"


@dataclass(frozen=True)
class Case:
    """The tables of a run as rows: who is asked about, what is offered, what was given."""

    params: Any
    people: Mapping[str, Row]
    programs: Mapping[tuple[str, str], Row]
    groups: Mapping[tuple[str, str], list[Row]]  # (program, batch)
    place: Mapping[str, Row]  # matches by applicant
    barred: Mapping[tuple[str, str | None, str | None], Row]
    tiers: Mapping[tuple[str, str], int]
    priorities: Mapping[tuple[str, str], int]
    tickets: Mapping[tuple[str, str | None], str]
    size: Mapping[str, int]  # of groups kept together


def check(inputs: Mapping[str, pa.Table], params: Any, tables: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """What does not hold, at most a hundred sentences; nothing when all holds."""
    case = _case(inputs, params, tables)
    reasons = tables["reasons"].to_pylist()
    found = (
        *_one_reason_each(inputs["choices"], reasons),
        *_seats(case, tables["matches"]),
        *_reasons(case, reasons),
    )
    return found[:100]


def _case(inputs: Mapping[str, pa.Table], params: Any, tables: Mapping[str, pa.Table]) -> Case:
    def rows(name: str) -> list[Row]:
        return inputs[name].to_pylist() if name in inputs else []

    programs = {(r["id"], r.get("batch") or "1"): r for r in rows("programs")}
    groups: dict[tuple[str, str], list[Row]] = {one: [] for one in programs}
    for row in rows("groups"):
        for one in [(row["program"], row.get("batch") or "1")]:
            groups[one].append(row)
    people = {r["id"]: r for r in rows("students")}
    together = Counter(r["together"] for r in people.values() if r.get("together"))
    return Case(
        params,
        people,
        programs,
        groups,
        {r["student"]: r for r in tables["matches"].to_pylist()},
        {(r["student"], r.get("program"), r.get("group")): r for r in rows("restrictions")},
        {(r["student"], r["program"]): r["tier"] for r in rows("tiers")},
        {(r["student"], r["program"]): r["rank"] for r in rows("priorities")},
        {(r["student"], r.get("program")): r["ticket"] for r in rows("tickets")},
        together,
    )


def _one_reason_each(choices: pa.Table, reasons: Sequence[Row]) -> Iterator[str]:
    """Every choice has one reason, and every reason is of a choice."""
    wanted = {(r["student"], r.get("batch") or "1", r["rank"], r["program"]) for r in choices.to_pylist()}
    told = [(r["student"], r["batch"], r["rank"], r["program"]) for r in reasons]
    if len(told) != len(set(told)) or set(told) != wanted:
        alone = len(wanted ^ set(told))
        yield f"reasons: {len(wanted)} choices, {len(told)} reasons, {alone} without the other"


def _seats(case: Case, matches: pa.Table) -> Iterator[str]:
    """One seat each, at a program within its seats, in a group that one may enter."""
    if len(case.place) != matches.num_rows or set(case.place) != set(case.people):
        yield "matches: not one row for each applicant"
    filled: dict[tuple[str, str], int] = {}
    for student, row in case.place.items():
        if row["program"] is None:
            continue
        one = (row["program"], row["batch"])
        filled[one] = filled.get(one, 0) + 1
        entered = _group(case, one, row["group"])
        if entered is None or _hindrance(case, student, one, entered):
            yield f"{student}: may not enter {row['program']} / {row['group']}"
    for name in {program for program, _ in case.programs}:
        given = sum(n for (program, _), n in filled.items() if program == name)
        seats = sum(int(r["capacity"]) for (program, _), r in case.programs.items() if program == name)
        batches = sum(program == name for program, _ in case.programs)
        if given > seats + (case.params.max_extra or 0) * batches:
            yield f"{name}: {given} admitted to {seats} seats"


def _group(case: Case, one: tuple[str, str], name: str) -> Row | None:
    return next((g for g in _all_groups(case, one) if g["name"] == name), None)


def _all_groups(case: Case, one: tuple[str, str]) -> list[Row]:
    """The groups of a program, with the general one that holds the seats of no group."""
    named = case.groups.get(one, [])
    return [*named, *([] if any(g["name"] == GENERAL for g in named) else [{"name": GENERAL, "seats": None}])]


def _hindrance(case: Case, student: str, one: tuple[str, str], group: Row) -> str:
    """NOT_ELIGIBLE or BELOW_FLOOR for one who may not enter, else nothing."""
    person, program = case.people[student], one[0]
    keys = [(student, p, g) for p in (program, None) for g in (group["name"], None)]
    rules = [group.get("eligible"), case.programs[one].get("requires")]
    origin = person.get("origin")
    is_out = any(k in case.barred for k in keys) or (group.get("origin") or origin) != origin
    if is_out or any(r in person and str(person[r]).strip().lower() not in YES for r in rules if r):
        return "NOT_ELIGIBLE"
    floor = group.get("floor")
    return "BELOW_FLOOR" if floor is not None and person["score_1"] < floor else ""


def _key(case: Case, student: str, program: str, group: Row) -> list[tuple[str, int, Any]]:
    """Name, direction (1: lower first) and value of all that is compared there, in order."""
    person = case.people[student]
    ticket = case.tickets.get((student, program)) or case.tickets.get((student, None)) or person.get("ticket")
    last: list[tuple[str, int, Any]] = [("ticket", 1, ticket)]
    tier = [("tier", 1, case.tiers[student, program])] if (student, program) in case.tiers else []
    if (student, program) in case.priorities:
        return [*tier, ("rank", 1, case.priorities[student, program]), *last]
    named = [k.strip() for k in (group.get("key") or "").replace("、", ",").split(",") if k.strip()]
    return [*tier, *(_value(case, person, n) for n in named or _default(case)), *last]


def _default(case: Case) -> list[str]:
    if case.params.key:
        return list(case.params.key)
    some = next(iter(case.people.values()))
    held = [n for n in some if any(p[n] is not None for p in case.people.values())]
    scores = sorted((n for n in held if n.startswith("score_")), key=lambda n: int(n[6:]))
    has_grades = any(n.startswith("grade_") for n in held)
    return [*(n for n in ("tier", "points") if n in held), *(scores or (["grades"] if has_grades else []))]


def _value(case: Case, person: Row, name: str) -> tuple[str, int, Any]:
    if name == "grades" or name.startswith("grade_"):
        order = list(case.params.grade_order)
        names = [n for n in person if n.startswith("grade_") and person[n]] if name == "grades" else [name]
        return name, 1, sorted(order.index(person[n]) for n in names)
    higher = any(name.startswith(w) or name.endswith("_" + w) for w in ("score", "points"))
    return name, -1 if higher else 1, Decimal(str(person[name]))


def _reasons(case: Case, reasons: Sequence[Row]) -> Iterator[str]:
    """Every reason is what the tables say: its code, own key, cut-off, and first difference."""
    worst = _worst(case)
    for row in reasons:
        wrong = _wrong(case, row, worst)
        if wrong:
            yield f"{row['student']} / {row['batch']} / {row['rank']}: {wrong}"


def _wrong(case: Case, row: Row, worst: Mapping[tuple[str, str, str], list[Any]]) -> str:
    place, code = case.place[row["student"]], row["code"]
    order = list(case.params.batches) or ["1"]
    at = (order.index(row["batch"]), row["rank"])
    if place["program"] is not None:
        mine = (order.index(place["batch"]), place["rank"])
        if at == mine:
            return "" if (code, row["program"]) == ("ADMITTED", place["program"]) else "should be ADMITTED"
        if at > mine:
            return "" if code == "HIGHER_CHOICE_ADMITTED" else "should be HIGHER_CHOICE_ADMITTED"
    if code in ("ADMITTED", "HIGHER_CHOICE_ADMITTED"):
        return "is not admitted there or higher"
    return _refusal(case, row, worst)


def _refusal(case: Case, row: Row, worst: Mapping[tuple[str, str, str], list[Any]]) -> str:
    one, student, code = (row["program"], row["batch"]), row["student"], row["code"]
    bars = {g["name"]: _hindrance(case, student, one, g) for g in _real(case, one)}
    open_to = [g for g in _real(case, one) if not bars[g["name"]]]
    is_one = case.size.get(case.people[student].get("together") or "", 1) == 1
    if not open_to and is_one:
        wanted = "BELOW_FLOOR" if "BELOW_FLOOR" in bars.values() else "NOT_ELIGIBLE"
        return "" if code == wanted else f"should be {wanted}"
    if code not in COMPARED or not is_one:
        return ""
    for group in open_to if case.params.procedure in STABLE else ():
        last = worst.get((*one, group["name"]))
        if last is not None and _sorted_key(_key(case, student, one[0], group), student) < last:
            return f"stands before the last admitted to {group['name']}"
    return _comparison(case, row, open_to) if row["cutoff_key"] else ""


def _real(case: Case, one: tuple[str, str]) -> list[Row]:
    """The groups of a program that have seats of their own."""
    given = sum(int(g["seats"]) for g in case.groups.get(one, []))
    has_rest = int(case.programs[one]["capacity"]) > given or not given
    return [g for g in _all_groups(case, one) if g["seats"] is not None or has_rest]


def _comparison(case: Case, row: Row, groups: Sequence[Row]) -> str:
    """Own key as the tables have it; it differs first where it is said, and for the worse."""
    own = {_text(_key(case, row["student"], row["program"], g)): g for g in groups}
    if row["own_key"] not in own:
        return f"own key is {' | '.join(own)}"
    mine, theirs = (dict(p.split("=", 1) for p in row[k].split("; ") if p) for k in ("own_key", "cutoff_key"))
    names = list(dict.fromkeys([*mine, *theirs]))
    first = next((n for n in names if mine.get(n) != theirs.get(n)), "id")
    return "" if first == row["differs"] else f"differs first in {first}"


def _text(key: Sequence[tuple[str, int, Any]]) -> str:
    return "; ".join(f"{name}={_plain(value)}" for name, _, value in key if value is not None)


def _plain(value: Any) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _worst(case: Case) -> dict[tuple[str, str, str], list[Any]]:
    """The key of the last admitted to each group."""
    last: dict[tuple[str, str, str], list[Any]] = {}
    for student, row in case.place.items():
        group = _group(case, (row["program"], row["batch"]), row["group"]) if row["program"] else None
        if group is not None and case.params.tie_at_cutoff != "admit_all":
            at = (row["program"], row["batch"], row["group"])
            key = _sorted_key(_key(case, student, row["program"], group), student)
            last[at] = max(last.get(at, key), key)
    return last


def _sorted_key(key: Sequence[tuple[str, int, Any]], student: str) -> list[Any]:
    return [
        *((value is None, value if way > 0 or value is None else -value) for _, way, value in key),
        student,
    ]
