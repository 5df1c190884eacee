"""交流比例的结论: each quota as it was reached, and which family of rules stands against one that was not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from xueheng.engine.rotation.problem import Plan
from xueheng.engine.rotation.solve import least_lacking
from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.after import Move
from xueheng.methods.staff_rotation.posed import FAMILIES, Posed, fits, posed
from xueheng.methods.staff_rotation.records import Case
from xueheng.methods.staff_rotation.told import reason

Row = tuple[Any, ...]
SECONDS_A_FAMILY = 20
LACK = {"heads": "must", "returns": "must"}  # what the programme counts a quota as


@dataclass(frozen=True)
class Verdicts:
    """比例结论: rows of the quotas and of what would be gained, and who met the conditions."""

    quotas: tuple[Row, ...]
    blocking: tuple[Row, ...]
    eligible: int


@dataclass(frozen=True)
class Freed:
    """放开一次: families of rules left out together, what still lacks, and which lacks became smaller."""

    families: tuple[str, ...]
    left: int
    gain: int
    helped: frozenset[str]


def verdicts(case: Case, params: Params, found: Posed, plan: Plan, moves: Collection[Move]) -> Verdicts:
    """What was asked and reached; where something lacks, each family of rules is left out once."""
    eligible, _ = found.standing.counted(case)
    freed = _freed(case, params, plan.lacking) if sum(plan.lacking.values()) else []
    quotas = tuple(_quota(*asked, freed) for asked in _asked(case, found, moves))
    return Verdicts(quotas, tuple(_row(one, plan) for one in freed), eligible)


def _asked(case: Case, found: Posed, moves: Collection[Move]) -> list[tuple[str, int, int]]:
    """Name, number asked and number reached of each quota."""
    returning = set(found.standing.returning)
    counted = [m for m in moves if m.teacher not in returning]
    backbones = sum(case.teachers[m.teacher].backbone for m in counted)
    quotas = found.problem.quotas
    asked = quotas.backbone_least or ceil(Fraction(quotas.backbone_share) * len(counted))
    rows = [("backbone", asked, backbones), ("moves", quotas.least, len(counted))]
    moved = {m.teacher for m in moves}
    for name, code in (("heads", "HEAD"), ("returns", "RETURN")):
        theirs = [i for i, held in enumerate(found.standing.codes) if held == code]
        if theirs:
            rows.append((name, len(theirs), sum(i in moved for i in theirs)))
    return rows


def _quota(name: str, required: int, reached: int, freed: list[Freed]) -> Row:
    unmet = max(required - reached, 0)
    if not unmet:
        said = reason(f"quota.{name}.met", required=required, reached=reached)
        return name, required, reached, 0, None, said
    helping = [one.families for one in freed if LACK.get(name, name) in one.helped]
    said = reason(f"quota.{name}.unmet", required=required, reached=reached, unmet=unmet)
    names = reason("or").join(map(_named, helping))
    why = reason("blocked", families=names) if helping else reason("blocked.few")
    return name, required, reached, unmet, "、".join(map("+".join, helping)) or None, said + why


def _named(families: tuple[str, ...]) -> str:
    return reason("and").join(reason(f"family.{family}") for family in families)


def _row(one: Freed, plan: Plan) -> Row:
    code, lacking = "freed" if one.gain else "freed.nothing", sum(plan.lacking.values())
    said = reason(code, family=_named(one.families), lacking=lacking, left=one.left, gain=one.gain)
    return "+".join(one.families), one.left, one.gain, said


def _freed(case: Case, params: Params, lacking: Mapping[str, int]) -> list[Freed]:
    """Each family left out once, the largest gain first; where none gains, a least set of them that does."""
    bearing = _bearing(case, params)
    alone = [_without(case, params, (family,), lacking) for family in bearing]
    if not any(one.helped for one in alone):
        together = _least_set(case, params, bearing, lacking)
        alone += [together] if together.helped else []
    return sorted(alone, key=lambda one: (-one.gain, one.families))


def _least_set(case: Case, params: Params, bearing: list[str], lacking: Mapping[str, int]) -> Freed:
    """Families that gain together and of which none can be put back in force."""
    held = _without(case, params, tuple(bearing), lacking)
    for family in bearing if held.helped else ():
        fewer = tuple(f for f in held.families if f != family)
        tried = _without(case, params, fewer, lacking)
        held = tried if tried.helped else held
    return held


def _without(case: Case, params: Params, families: tuple[str, ...], lacking: Mapping[str, int]) -> Freed:
    """What would lack without these families of rules, counted as the quotas are."""
    found = least_lacking(posed(case, params, families).problem, seconds=SECONDS_A_FAMILY)
    left = found.lacking if found.levels else lacking
    helped = frozenset(name for name in lacking if left[name] < lacking[name])
    gain = sum(lacking[name] - left[name] for name in helped)
    return Freed(families, sum(left.values()), gain, helped)


def _bearing(case: Case, params: Params) -> list[str]:
    """Families of rules that are in force for this case."""
    teachers = case.teachers
    silent = {
        "willing": not params.only_willing,
        "scope": params.scope == "county",
        "subject_fit": not fits(case, params),
        "couples": not any(t.couple for t in teachers),
        "small": not any(s.staff <= params.small_school for s in case.schools),
        "senior": not any(t.senior for t in teachers),
        "heads": not any(t.head_terms is not None for t in teachers),
    }
    return [family for family in FAMILIES if not silent.get(family, False)]
