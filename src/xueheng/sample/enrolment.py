"""入学: who entered which school in which year and in which class, drawn year by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from xueheng.sample.plan import FIRST_AGE, YEARS, Unit
from xueheng.sample.roll import FIRST, LAST, OPEN, FloatArray, IntArray, Klass, Pupils, Roll, Spells, ends_on
from xueheng.sample.streams import normal, stream
from xueheng.sample.transfers import with_transfers

BEFORE = {"primary": "kindergarten", "junior": "primary", "upper": "junior"}
Place = tuple[int, str]  # position of a school, and a stage
Taken = dict[Place, list[IntArray]]


@dataclass
class _Drawing:
    """What has been drawn so far."""

    unit: Unit
    seed: str
    n_persons: int = 0
    classes: list[Klass] = field(default_factory=list)
    persons: list[tuple[IntArray, ...]] = field(default_factory=list)
    traits: list[tuple[FloatArray, ...]] = field(default_factory=list)
    spells: list[tuple[IntArray, int]] = field(default_factory=list)  # persons and their class

    def random(self, *purpose: object) -> np.random.Generator:
        return stream(self.seed, self.unit.number, *purpose)

    def born_into(self, stage: str, year: int, n: int, town: int) -> IntArray:
        """New persons of the age at which a stage is entered."""
        random = self.random("persons", stage, year, self.n_persons)
        first = date(year - FIRST_AGE[stage] - 1, 9, 1).toordinal()
        ability = normal(random, n) + (0.15 if town == 0 else -0.1)
        self.traits.append((ability, 0.93 * ability + 0.37 * normal(random, n)))
        is_boy = (random.integers(0, 100, n) < 52).astype(np.int64)
        self.persons.append((is_boy, first + random.integers(0, 365, n), np.full(n, town)))
        self.n_persons += n
        return np.arange(self.n_persons - n, self.n_persons)

    def trait(self, persons: IntArray, which: int) -> FloatArray:
        return np.concatenate([t[which] for t in self.traits])[persons]

    def town(self, persons: IntArray) -> IntArray:
        return np.concatenate([p[2] for p in self.persons])[persons]

    def girl(self, persons: IntArray) -> IntArray:
        return 1 - np.concatenate([p[0] for p in self.persons])[persons]


def roll(unit: Unit, *, seed: str) -> Roll:
    """名册 of the years covered, drawn year by year from the earliest entry."""
    drawing = _Drawing(unit, seed)
    leavers: dict[tuple[str, int], dict[int, IntArray]] = {}
    for year in range(FIRST + 1 - max(YEARS.values()), LAST + 1):
        for stages in (("kindergarten",), ("primary",), ("junior",), ("senior", "vocational")):
            if year + YEARS[stages[0]] > FIRST:
                pool = leavers.get((BEFORE.get(_group(stages), ""), year), {})
                taken = _enter(drawing, stages, year=year, pool=pool)
                leavers[stages[0], year + YEARS[stages[0]]] = taken
    return with_transfers(_finished(drawing), unit, seed=seed)


def _group(stages: tuple[str, ...]) -> str:
    return "upper" if len(stages) > 1 else stages[0]


def _enter(
    drawing: _Drawing, stages: tuple[str, ...], *, year: int, pool: dict[int, IntArray]
) -> dict[int, IntArray]:
    """Fill the places of a stage and split every school's entrants into classes; who entered where."""
    places = _places(drawing, stages, year)
    if len(stages) > 1:
        taken = _by_marks(drawing, places, year=year, pool=pool)
    else:
        taken = _by_nearness(drawing, places, year=year, pool=pool)
    for (school, stage), persons in taken.items():
        _split(drawing, school, stage, year=year, persons=persons)
    return {school: persons for (school, _stage), persons in taken.items()}


def _places(drawing: _Drawing, stages: tuple[str, ...], year: int) -> dict[Place, int]:
    random = drawing.random("places", *stages, year)
    places: dict[Place, int] = {}
    for at, school in enumerate(drawing.unit.schools):
        for stage in stages:
            if stage in school.stages:
                classes, size = school.stages[stage]
                places[at, stage] = classes * size + int(random.integers(-classes, classes + 1))
    return places


def _by_nearness(
    drawing: _Drawing, places: dict[Place, int], *, year: int, pool: dict[int, IntArray]
) -> dict[Place, IntArray]:
    """就近入学: own pupils of a school with both stages, then the town's, then others, then newcomers."""
    taken: Taken = defaultdict(list)
    left = dict(places)
    shuffled = {at: drawing.random("pool", year, at).permutation(p) for at, p in sorted(pool.items())}
    for (at, stage), n in places.items():
        _take(taken, left, (at, stage), shuffled.get(at, np.zeros(0, np.int64))[:n])
        if at in shuffled:
            shuffled[at] = shuffled[at][n:]
    rest = _joined(p for at, p in shuffled.items() if drawing.unit.schools[at].kind != "special_school")
    rest = drawing.random("rest", year, len(rest)).permutation(rest)
    for is_near in (True, False):
        for at, stage in places:
            rest = _from_rest(drawing, taken, left, at=(at, stage), rest=rest, is_near=is_near)
    for (at, stage), n in left.items():
        taken[at, stage].append(drawing.born_into(stage, year, n, drawing.unit.schools[at].town))
    return {key: _joined(parts) for key, parts in taken.items()}


def _from_rest(
    drawing: _Drawing,
    taken: Taken,
    left: dict[Place, int],
    *,
    at: Place,
    rest: IntArray,
    is_near: bool,
) -> IntArray:
    school = drawing.unit.schools[at[0]]
    if school.kind == "special_school" or not len(rest):
        return rest
    fits = drawing.town(rest) == school.town if is_near else np.ones(len(rest), bool)
    chosen = rest[fits][: left[at]]
    _take(taken, left, at, chosen)
    return rest[~np.isin(rest, chosen)]


def _take(taken: Taken, left: dict[Place, int], at: Place, persons: IntArray) -> None:
    taken[at].append(persons)
    left[at] -= len(persons)


def _by_marks(
    drawing: _Drawing, places: dict[Place, int], *, year: int, pool: dict[int, IntArray]
) -> dict[Place, IntArray]:
    """按成绩录取: the best entrance marks first to the schools of the first intake; one in twelve leaves."""
    random = drawing.random("admission", year)
    came = _joined(p for at, p in pool.items() if drawing.unit.schools[at].kind != "special_school")
    came = came[random.integers(0, 12, len(came)) > 0]
    missing = sum(places.values()) - len(came)
    if missing > 0:
        came = np.concatenate([came, drawing.born_into("senior", year, missing, 0)])
    wish = drawing.trait(came, 1) + 0.45 * normal(random, len(came))
    ranked = came[np.argsort(-wish, kind="stable")]
    order = sorted(places, key=lambda key: (key[1] == "vocational", drawing.unit.schools[key[0]].intake))
    taken: dict[Place, IntArray] = {}
    for key in order:
        taken[key], ranked = ranked[: places[key]], ranked[places[key] :]
    return taken


def _split(drawing: _Drawing, at: int, stage: str, *, year: int, persons: IntArray) -> None:
    """均衡编班 by lot; where the plan says skewed, the first class has the able girls of two classes."""
    school = drawing.unit.schools[at]
    mixed = drawing.random("classes", at, stage, year).permutation(persons)
    if stage == "junior" and school.skewed == year:
        n = school.stages[stage][0]
        head, size = 2 * len(mixed) // n, len(mixed) // n
        merit = drawing.trait(mixed[:head], 0) + 1.2 * drawing.girl(mixed[:head])
        order = np.argsort(-merit, kind="stable")
        mixed = np.concatenate([mixed[:head][order[:size]], mixed[:head][order[size:]], mixed[head:]])
    for number, part in enumerate(np.array_split(mixed, school.stages[stage][0]), 1):
        drawing.spells.append((part, len(drawing.classes)))
        drawing.classes.append(Klass(at, stage, year, number))


def _joined(parts: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _finished(drawing: _Drawing) -> Roll:
    boys, born, town = (_joined(p[k] for p in drawing.persons) for k in range(3))
    ability, entrance = (np.concatenate([t[k] for t in drawing.traits]) for k in range(2))
    klass = np.repeat(np.array([k for _, k in drawing.spells]), [len(p) for p, _ in drawing.spells])
    since, until = _years(drawing.classes)
    ends = until[klass]
    left = np.where(ends < OPEN, "graduated", "")
    spells = Spells(_joined(p for p, _ in drawing.spells), klass, since[klass], ends, left)
    pupils = Pupils(boys.astype(bool), born, town, ability, entrance)
    return Roll(tuple(drawing.classes), pupils, spells)


def _years(classes: list[Klass]) -> tuple[IntArray, IntArray]:
    since = np.array([date(k.entered, 9, 1).toordinal() for k in classes])
    ends = (ends_on(k) for k in classes)
    return since, np.array([end.toordinal() if end else OPEN for end in ends])
