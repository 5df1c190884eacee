"""达标最省: what to add where, so that every school and every coefficient holds, for the least money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, lcm

from xueheng.engine.equity import coefficient_of_variation

FINE = 10**6  # steps of a level of water per unit
ROUNDS = 8


@dataclass(frozen=True)
class Resource:
    """一项指标 of one group: amounts and pupils, what the rule asks per pupil, and what a unit costs."""

    amounts: tuple[Fraction, ...]
    pupils: tuple[int, ...]
    threshold: Fraction  # per pupil
    cost: Fraction  # of one unit
    is_whole: bool  # only whole units can be added
    limit: Fraction | None  # of the coefficient

    def up_to(self, school: int, level: Fraction) -> Fraction:
        """Units to add so that a school has that much per pupil."""
        lacking = max(level * self.pupils[school] - self.amounts[school], Fraction(0))
        return Fraction(ceil(lacking)) if self.is_whole else lacking

    def within(self, added: Sequence[Fraction]) -> bool:
        """True when the coefficient keeps its limit after the additions."""
        held = [a + b for a, b in zip(self.amounts, added, strict=True)]
        return self.limit is None or _squared(held, self.pupils) <= self.limit**2


@dataclass(frozen=True)
class Rule:
    """每校达标: how many indicators must be at the threshold, and the share that the rest must reach."""

    at_threshold: int
    rest_share: Fraction


@dataclass(frozen=True)
class Plan:
    """方案: units to add by indicator and school, its cost, and what no plan can undercut."""

    added: tuple[tuple[Fraction, ...], ...]
    spared: tuple[frozenset[int], ...]  # of each school the indicators that stay below the threshold
    levels: tuple[Fraction, ...]  # per pupil, to which an indicator rises for its coefficient; 0: not needed
    cost: Fraction
    bound: Fraction

    @property
    def is_proven(self) -> bool:
        """True when no plan is cheaper."""
        return self.cost == self.bound


def cheapest(resources: Sequence[Resource], rule: Rule) -> Plan:
    """The least money for every school, then for the coefficients, again as long as it gets cheaper."""
    plan = _plan(resources, rule, [Fraction(0)] * len(resources))
    for _ in range(ROUNDS):
        again = _plan(resources, rule, plan.levels)
        if again.cost >= plan.cost:
            break
        plan = again
    return replace(plan, bound=min(_bound(resources, rule, plan.levels), plan.cost))


def _plan(resources: Sequence[Resource], rule: Rule, base: Sequence[Fraction]) -> Plan:
    """The schools first, then the water of each indicator whose coefficient is still too large."""
    added, spared = _for_schools(resources, rule, base)
    levels = [max(b, _level(r, a)) for r, a, b in zip(resources, added, base, strict=True)]
    filled = [_filled(r, a, w) for r, a, w in zip(resources, added, levels, strict=True)]
    cost = _cost(resources, filled)
    return Plan(tuple(map(tuple, filled)), tuple(spared), tuple(levels), cost, cost)


def _for_schools(
    resources: Sequence[Resource], rule: Rule, base: Sequence[Fraction]
) -> tuple[list[list[Fraction]], list[frozenset[int]]]:
    """Of each school what is best left below the threshold, once all are at `base` at least."""
    added = [[Fraction(0)] * len(r.pupils) for r in resources]
    spared = []
    for school in range(len(resources[0].pupils)):
        full = [r.up_to(school, max(r.threshold, w)) for r, w in zip(resources, base, strict=True)]
        rest = [
            r.up_to(school, max(r.threshold * rule.rest_share, w))
            for r, w in zip(resources, base, strict=True)
        ]
        saved = [
            (r.cost * (f - s), -i) for i, (r, f, s) in enumerate(zip(resources, full, rest, strict=True))
        ]
        most = sorted((s for s in saved if s[0] > 0), reverse=True)[: len(resources) - rule.at_threshold]
        left = frozenset(-i for _, i in most)
        spared.append(left)
        for i in range(len(resources)):
            added[i][school] = rest[i] if i in left else full[i]
    return added, spared


def _level(resource: Resource, added: Sequence[Fraction]) -> Fraction:
    """水位: the least amount per pupil to which the lowest must rise so that the limit is kept."""
    if resource.within(added):
        return Fraction(0)
    held = [a + b for a, b in zip(resource.amounts, added, strict=True)]
    per_pupil = [a / k for a, k in zip(held, resource.pupils, strict=True)]
    low, high = floor(min(per_pupil) * FINE), ceil(max(per_pupil) * FINE)
    while high - low > 1:
        middle = (low + high) // 2
        kept = resource.within(_filled(resource, added, Fraction(middle, FINE)))
        low, high = (low, middle) if kept else (middle, high)
    return Fraction(high, FINE)


def _filled(resource: Resource, added: Sequence[Fraction], level: Fraction) -> list[Fraction]:
    return [max(a, resource.up_to(school, level)) for school, a in enumerate(added)]


def _bound(resources: Sequence[Resource], rule: Rule, levels: Sequence[Fraction]) -> Fraction:
    """What no plan undercuts: the schools alone, or tight coefficients and, apart from them, the schools."""
    free = [r for r, w in zip(resources, levels, strict=True) if not w]
    tight = [r for r, w in zip(resources, levels, strict=True) if w]
    left_below = len(resources) - rule.at_threshold
    apart = _school_cost(free, rule, left_below) + sum(_least(r, rule) for r in tight)
    return max(_school_cost(resources, rule, left_below), apart)


def _school_cost(resources: Sequence[Resource], rule: Rule, left_below: int) -> Fraction:
    """The schools' gaps at least money, where each may leave so many of these indicators below."""
    if not resources:
        return Fraction(0)
    part = Rule(max(len(resources) - left_below, 0), rule.rest_share)
    added, _ = _for_schools(resources, part, [Fraction(0)] * len(resources))
    return _cost(resources, added)


def _least(resource: Resource, rule: Rule) -> Fraction:
    """The coefficient of one indicator at least money, each school at the share that the rest must reach."""
    divisible = replace(resource, is_whole=False)
    least = [divisible.up_to(s, resource.threshold * rule.rest_share) for s in range(len(resource.pupils))]
    level = max(_level(divisible, least) - Fraction(1, FINE), Fraction(0))
    units = sum(_filled(divisible, least, level), Fraction(0))
    return resource.cost * (ceil(units) if resource.is_whole else units)


def _cost(resources: Sequence[Resource], added: Sequence[Sequence[Fraction]]) -> Fraction:
    return sum((r.cost * sum(a) for r, a in zip(resources, added, strict=True)), Fraction(0))


def _squared(held: Sequence[Fraction], pupils: Sequence[int]) -> Fraction:
    scale = lcm(*(a.denominator for a in held))
    found = coefficient_of_variation([int(a * scale) for a in held], pupils, scale=scale)
    return found.squared if found else Fraction(0)
