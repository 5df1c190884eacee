"""轮岗始末: what was decided, and a row and a reason for every school before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from xueheng.engine.rotation.problem import IntArray
from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.after import Move, State, short
from xueheng.methods.staff_rotation.posed import Posed
from xueheng.methods.staff_rotation.records import Case
from xueheng.methods.staff_rotation.told import reason


@dataclass(frozen=True)
class Told:
    """轮岗始末: the case, what was decided, and the schools before and after."""

    case: Case
    params: Params
    posed: Posed
    moves: tuple[Move, ...]
    before: State
    after: State

    @cached_property
    def lacked(self) -> IntArray:
        """Posts that nobody held before, by school and subject."""
        return short(self.case, self.before)

    @cached_property
    def lacking(self) -> IntArray:
        """Posts that nobody holds after."""
        return short(self.case, self.after)

    @cached_property
    def leaving(self) -> IntArray:
        """Departures of each school."""
        of = [self.case.teachers[m.teacher].school for m in self.moves]
        return np.bincount(np.array(of, np.int64), minlength=len(self.case.schools))

    @cached_property
    def arriving(self) -> IntArray:
        """Arrivals of each school."""
        return np.bincount(np.array([m.to for m in self.moves], np.int64), minlength=len(self.case.schools))

    @cached_property
    def reachable(self) -> dict[int, set[tuple[int, int]]]:
        """Schools and subjects that each teacher might have moved to."""
        found: dict[int, set[tuple[int, int]]] = {}
        m = self.posed.problem.moves
        for teacher, to, subject in zip(m.teacher.tolist(), m.to.tolist(), m.teaches.tolist(), strict=True):
            found.setdefault(teacher, set()).add((to, subject))
        return found


def school_rows(seen: Told) -> Iterator[tuple[Any, ...]]:
    """Every school before and after."""
    case, before, after = seen.case, seen.before, seen.after
    shares = before.shares, after.shares
    for s, school in enumerate(case.schools):
        short_both = int(seen.lacked[s].sum()), int(seen.lacking[s].sum())
        backbones = int(before.backbone[s]), int(after.backbone[s])
        flows = int(seen.leaving[s]), int(seen.arriving[s])
        yield (
            school.name,
            school.staff,
            int(after.staff[s]),
            *flows,
            *short_both,
            school.target,
            *backbones,
            *(None if np.isnan(share[s]) else float(share[s]) for share in shares),
            _of_school(seen, s, short_both, backbones),
        )


def _of_school(seen: Told, s: int, short_both: tuple[int, int], backbones: tuple[int, int]) -> str:
    lacking = [
        f"“{seen.case.subjects[k]}”{int(seen.lacking[s, k])} 人" for k in np.flatnonzero(seen.lacking[s])
    ]
    said = [
        reason("school.flow", leaving=int(seen.leaving[s]), arriving=int(seen.arriving[s])),
        reason("school.short", before=short_both[0], after=short_both[1]),
        reason(
            "school.backbone", before=backbones[0], after=backbones[1], target=seen.case.schools[s].target
        ),
    ]
    if lacking:
        said.append(reason("school.lacking", value="、".join(lacking)))
    return "；".join(said) + "。"


def subject_rows(seen: Told) -> Iterable[tuple[Any, ...]]:
    """Posts and teachers of every school and subject where there are any."""
    case = seen.case
    for s, school in enumerate(case.schools):
        for k, subject in enumerate(case.subjects):
            need, before, after = (int(t[s, k]) for t in (case.need, seen.before.have, seen.after.have))
            if need or before or after:
                yield school.name, subject, need, before, after
