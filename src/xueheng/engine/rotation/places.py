"""列的位置: where the columns of each kind stand in the programme of a rotation."""

from __future__ import annotations

from dataclasses import dataclass

from xueheng.engine.rotation.problem import Problem


@dataclass(frozen=True)
class Places:
    """Where the columns of each kind begin: moves, shortages, backbone gaps, spread, quotas, the worst."""

    moves: int
    schools: int
    subjects: int
    must: int

    @property
    def short(self) -> int:
        """Posts of a school and subject that nobody holds."""
        return self.moves

    @property
    def gap(self) -> int:
        """Backbone teachers that a school lacks."""
        return self.short + self.schools * self.subjects

    @property
    def spread(self) -> int:
        """Distance of a school's backbone share from the county's."""
        return self.gap + self.schools

    @property
    def worst(self) -> int:
        """The largest part of its target that a school lacks."""
        return self.spread + self.schools

    @property
    def lacking(self) -> int:
        """What the quotas lack: moves, backbone moves, then each teacher who is to move."""
        return self.worst + 1

    @property
    def columns(self) -> int:
        """Columns in all."""
        return self.lacking + 2 + self.must


def places_of(problem: Problem) -> Places:
    """Where the columns of a problem stand."""
    schools, subjects = problem.need.shape
    return Places(len(problem.moves.teacher), schools, subjects, len(problem.must))
