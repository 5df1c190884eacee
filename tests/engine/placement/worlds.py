"""Small rosters with rules, and what must hold of their classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from xueheng.engine.placement.measures import Category, Column, Features, features
from xueheng.engine.placement.rules import FREE, Rules


@dataclass(frozen=True)
class World:
    features: Features
    rules: Rules


def breaches(class_of: np.ndarray, rules: Rules) -> list[str]:
    """Every rule that the classes break, told straight from what the rules say."""
    seats = [sum(int(rules.seats[p]) for p in np.flatnonzero(class_of == k)) for k in range(rules.classes)]
    taught = [int(rules.inclusion[class_of == k].sum()) for k in range(rules.classes)]
    found = ["size"] if max(seats) - min(seats) > 1 else []
    found += ["inclusion"] if max(taught) - min(taught) > 1 else []
    found += ["together" for g in rules.together if len({int(class_of[p]) for p in g}) > 1]
    found += ["apart" for g in rules.apart if len({int(class_of[p]) for p in g}) < len(g)]
    return found + ["fixed" for p, k in enumerate(rules.fixed) if k not in (FREE, class_of[p])]


@st.composite
def worlds(draw: st.DrawFn, most: int = 40) -> World:
    """Numbers, a category and rules that may contradict each other."""
    n, classes = draw(st.integers(6, most)), draw(st.integers(1, 4))
    pupils = st.integers(0, n - 1)
    values = draw(st.lists(st.integers(0, 50), min_size=n, max_size=n))
    level = np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), np.int64)
    groups = st.lists(st.lists(pupils, min_size=2, max_size=3, unique=True).map(tuple), max_size=3).map(tuple)
    fixed, inclusion = np.full(n, FREE), np.zeros(n, np.int64)
    for pupil in draw(st.lists(pupils, max_size=3)):
        fixed[pupil] = draw(st.integers(0, classes - 1))
    inclusion[draw(st.lists(pupils, max_size=4))] = 1
    rules = Rules(classes, draw(groups), draw(groups), fixed, inclusion, draw(st.integers(0, 2)))
    return World(features([Column(tuple(values))], [Category(level)], pupils=n), rules)
