"""交流条件: who may be moved and by which rule, and who must."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.records import Case, Teacher

MOVABLE = frozenset(("ELIGIBLE", "HEAD", "RETURN"))
COUNTED = frozenset(("ELIGIBLE", "HEAD", "UNWILLING", "COUPLE"))  # who meets the conditions of the document


@dataclass(frozen=True)
class Standing:
    """条件: the code of each teacher, and those who move together or have to move, by place."""

    codes: tuple[str, ...]
    couples: tuple[tuple[int, ...], ...]

    @property
    def must(self) -> tuple[int, ...]:
        """Heads whose terms are over and teachers who return."""
        return tuple(i for i, code in enumerate(self.codes) if code in ("HEAD", "RETURN"))

    @property
    def returning(self) -> tuple[int, ...]:
        """Teachers who return; they count for no quota."""
        return tuple(i for i, code in enumerate(self.codes) if code == "RETURN")

    def counted(self, case: Case) -> tuple[int, int]:
        """Teachers who meet the conditions, and backbone teachers among them."""
        held = [i for i, code in enumerate(self.codes) if code in COUNTED]
        return len(held), sum(case.teachers[i].backbone for i in held)


def standing_of(case: Case, params: Params, relaxed: Collection[str] = ()) -> Standing:
    """The condition that each teacher meets or misses, with families of rules left out."""
    alone = [_code(t, params, relaxed) for t in case.teachers]
    families: dict[str, list[int]] = {}
    for i, teacher in enumerate(case.teachers):
        if teacher.couple:
            families.setdefault(teacher.couple, []).append(i)
    if "couples" in relaxed:
        return Standing(tuple(alone), ())
    codes = list(alone)
    for members in families.values():
        if any(alone[i] not in MOVABLE for i in members):
            for i in members:
                codes[i] = "COUPLE" if alone[i] in MOVABLE else alone[i]
    together = tuple(tuple(members) for members in families.values())
    return Standing(tuple(codes), together)


def _code(teacher: Teacher, params: Params, relaxed: Collection[str]) -> str:
    if teacher.return_to is not None:
        return "RETURN"
    if teacher.exempt and not teacher.willing:
        return "EXEMPT"
    if teacher.age is None:
        return "AGE_UNKNOWN"
    if teacher.age > params.age and "age" not in relaxed:
        return "AGE"
    if params.only_willing and not teacher.willing and "willing" not in relaxed:
        return "UNWILLING"
    return _by_service(teacher, params, relaxed)


def _by_service(teacher: Teacher, params: Params, relaxed: Collection[str]) -> str:
    """Terms for the head of a school, years for everybody else."""
    if teacher.head_terms is not None:
        return "HEAD" if teacher.head_terms >= params.head_terms else "HEAD_TERMS"
    if teacher.years is None:
        return "YEARS_UNKNOWN"
    return "ELIGIBLE" if teacher.years >= params.years or "years" in relaxed else "YEARS"
