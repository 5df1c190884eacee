"""准入: which choice may enter which group, and the rule that says no, with both its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.admission.market import IntArray
from xueheng.methods.admission_match.found import Findings, column, index_in
from xueheng.methods.admission_match.keys_of import written
from xueheng.methods.admission_match.people import People
from xueheng.methods.admission_match.plan import Plan

MAY, ORIGIN, ATTRIBUTE, REQUIRES, RESTRICTED, GROUP_RESTRICTED, FLOOR = range(7)
Why = NDArray[np.int8]


@dataclass(frozen=True)
class Entry:
    """Everything that decides who may enter; `restricted` and `barred` name rows of restrictions."""

    plan: Plan
    people: People
    restrictions: pa.Table | None
    of_program: Mapping[tuple[int, int], int]  # (applicant, program) to the row
    of_group: Mapping[tuple[int, int, str], int]  # (applicant, program, group) to the row

    @cached_property
    def origin(self) -> tuple[IntArray, IntArray]:
        """Schools of origin as numbers: of applicants, and of groups (-1 for any)."""
        names = pa.array([g.origin for g in self.plan.groups], pa.string())
        words = pc.unique(names.drop_null())
        own = index_in(column(self.people.table, "origin"), words)
        return own.astype(np.int64), index_in(names, words).astype(np.int64)

    def why(self, student: IntArray, group: IntArray) -> Why:
        """For each pair what keeps the applicant out of the group, MAY for nothing."""
        groups, people = self.plan.groups, self.people
        why = np.zeros(student.size, np.int8)
        own, wanted = self.origin
        why[(wanted[group] >= 0) & (own[student] != wanted[group])] = ORIGIN
        for name in {g.eligible for g in groups if g.eligible}:
            held = np.array([g.eligible == name for g in groups])
            why[(why == MAY) & held[group] & (people.truth(name)[student] != 1)] = ATTRIBUTE
        program = np.array([g.program for g in groups], np.int64)[group]
        needed = self.requires
        for name in {n for n in needed if n and n in people.table.column_names}:
            held = np.array([n == name for n in needed])
            why[(why == MAY) & held[program] & (people.truth(name)[student] != 1)] = REQUIRES
        self._restricted(why, student, program, group)
        floors = np.array([np.iinfo(np.int64).min if g.floor is None else g.floor for g in groups])
        if people.scores and any(g.floor is not None for g in groups):
            why[(why == MAY) & (people.number(people.scores[0])[0][student] < floors[group])] = FLOOR
        return why

    @cached_property
    def requires(self) -> list[str | None]:
        """The rule that each program requires."""
        return list(column(self.plan.table, "requires").to_pylist())

    def _restricted(self, why: Why, student: IntArray, program: IntArray, group: IntArray) -> None:
        touched = np.array([s for s, *_ in (*self.of_program, *self.of_group)], np.int64)
        for at in np.flatnonzero(np.isin(student, touched) & (why == MAY)):
            one = (int(student[at]), int(program[at]))
            if one in self.of_program:
                why[at] = RESTRICTED
            elif (*one, self.plan.groups[group[at]].name) in self.of_group:
                why[at] = GROUP_RESTRICTED

    def own(self, student: int, group: int, why: int) -> str:
        """The own value under a rule, empty where the applicant has no row of restrictions."""
        if why in (RESTRICTED, GROUP_RESTRICTED):
            return ""
        return self.said(student, group, why)[1]

    def said(self, student: int, group: int, why: int) -> tuple[str, str, str]:
        """Rule, own value and what is needed, of one who may not enter."""
        held = self.plan.groups[group]
        if why == ORIGIN:
            return "origin", _cell(self.people.table, "origin", student), held.origin or ""
        if why in (ATTRIBUTE, REQUIRES):
            name = (held.eligible if why == ATTRIBUTE else self.requires[held.program]) or ""
            return name, _cell(self.people.table, name, student), "true"
        if why == FLOOR:
            name = self.people.scores[0]
            own, least = written(int(self.people.number(name)[0][student])), written(held.floor or 0)
            return "floor", f"{name}={own}", f"{name}>={least}"
        key = (student, held.program)
        row = self.of_program[key] if why == RESTRICTED else self.of_group[(*key, held.name)]
        rows = self.restrictions
        return tuple(_cell(rows, n, row) for n in ("rule_id", "own_value", "required"))  # type: ignore[return-value]


def _cell(table: pa.Table | None, name: str, row: int) -> str:
    if table is None or name not in table.column_names:
        return ""
    value = table[name][row].as_py()
    return (
        ""
        if value is None
        else f"{value:f}".rstrip("0").rstrip(".")
        if hasattr(value, "as_tuple")
        else str(value)
    )


def entry_of(plan: Plan, people: People, restrictions: pa.Table | None, found: Findings) -> Entry:
    """The rules of entry of a batch, checked against the columns there are."""
    programs, groups = {}, {}
    ids = {one: at for at, one in enumerate(plan.ids.to_pylist())}
    rules = set()
    for row, said in enumerate([] if restrictions is None else restrictions.to_pylist()):
        rules.add(said["rule_id"])
        student = pc.index(people.ids, said["student"]).as_py()
        if student < 0:
            found.at("STUDENT_UNKNOWN", restrictions, "student", [row])
        named = [ids[said["program"]]] if said.get("program") in ids else []
        if said.get("program") is None:
            named = list(ids.values())
        for program in named:
            if said.get("group"):
                groups[student, program, said["group"]] = row
            else:
                programs[student, program] = row
    _known(plan, people, rules, found)
    return Entry(plan, people, restrictions, programs, groups)


def _known(plan: Plan, people: People, rules: set[str], found: Findings) -> None:
    """Every attribute named is a column of true and false, or a rule of the restrictions."""
    columns = people.table.column_names
    for row, name in enumerate(column(plan.table, "requires").to_pylist()):
        if name and name not in columns and name not in rules:
            found.at("ATTRIBUTE_UNKNOWN", plan.table, "requires", [row])
    attributes = {g.eligible for g in plan.groups if g.eligible}
    for name in attributes | {r for r in column(plan.table, "requires").to_pylist() if r}:
        if name in columns:
            found.at("TRUTH_UNKNOWN", people.table, name, np.flatnonzero(people.truth(name) < 0))
        elif name in attributes:
            found.whole("KEY_UNKNOWN", value=name, known=people.known)
