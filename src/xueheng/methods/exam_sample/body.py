"""抽样: the frame to drawn schools and pupils, with exact chances and weights, and what they promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from typing import Any

import pyarrow as pa

from xueheng.engine.lottery.xhl1 import tickets
from xueheng.engine.survey.draw import Drawn, drawn, substitutes
from xueheng.methods.exam_sample import METHOD, Params
from xueheng.methods.exam_sample.frame import Frame, School, allocation_of, frame_of, told
from xueheng.methods.exam_sample.pupils import Roll, Taken, roll_of, taken
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.sampling import sampling_rules
from xueheng.tables.issues import Issue


@dataclass(frozen=True)
class Layer:
    """一层的抽样: its schools in order, its ticket, and what was drawn."""

    name: str
    schools: list[School]
    ticket: str
    drawn: Drawn


@dataclass(frozen=True)
class Selected:
    """抽中的学校: its stratum and place there, and who of it is tested."""

    layer: Layer
    place: int
    pupils: Taken

    @property
    def school(self) -> School:
        """The school itself."""
        return self.layer.schools[self.place]

    @property
    def weight(self) -> Fraction:
        """权重: 1/(π_school π_pupil)."""
        return 1 / (self.layer.drawn.chances[self.place] * self.pupils.chance)


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Draw schools in every stratum, then classes or pupils in every drawn school."""
    issues: list[Issue] = [] if params.seed else [told("SEED_EMPTY", "warning")]
    frame = frame_of(inputs["frame"], issues)
    layers = [
        _layer(name, frame[name], n, params) for name, n in allocation_of(frame, params, issues).items()
    ]
    roll = roll_of(inputs.get("roll"))
    chosen = [
        Selected(layer, place, taken(layer.schools[place], roll, params))
        for layer in layers
        for place in layer.drawn.places
    ]
    issues += _differences(chosen, roll, frame)
    tables = {
        "selected": _selected(chosen, layers, params),
        "strata": rows_of(METHOD.table("strata"), map(_stratum, layers)),
        "listing": rows_of(METHOD.table("listing"), _listing(layers)),
    }
    if roll is not None:
        tables["pupils"] = rows_of(METHOD.table("pupils"), _pupils(chosen, roll))
    rules = tuple(
        Rule(f"sampling.{r.id}", r.source.doc, r.source.clause, r.source.status) for r in sampling_rules()
    )
    return Outcome(tables, _figures(chosen, frame, params), tuple(issues), rules)


def _layer(name: str, schools: list[School], number: int, params: Params) -> Layer:
    [ticket] = tickets([name], seed=params.seed, scope="sample/start", algorithm="sha256")
    return Layer(name, schools, ticket, drawn([s.size for s in schools], schools=number, ticket=ticket))


def _selected(chosen: list[Selected], layers: list[Layer], params: Params) -> pa.Table:
    stand_in = {
        (layer.name, place): [layer.schools[i].name for i in found]
        for layer in layers
        for place, found in substitutes(len(layer.schools), layer.drawn.places, params.substitutes).items()
    }
    return rows_of(
        METHOD.table("selected"), (_row(one, stand_in[one.layer.name, one.place]) for one in chosen)
    )


def _row(one: Selected, stand_in: list[str]) -> tuple[Any, ...]:
    chance = one.layer.drawn.chances[one.place]
    return (
        one.layer.name,
        one.school.name,
        float(chance),
        float(one.weight),
        float(one.pupils.chance),
        one.school.size,
        one.pupils.number,
        "、".join(one.pupils.classes) or None,
        one.place in one.layer.drawn.certain,
        one.place + 1,
        *(*stand_in, None, None)[:2],
    )


def _stratum(layer: Layer) -> tuple[Any, ...]:
    d = layer.drawn
    pupils = sum(s.size for s in layer.schools)
    schools = (len(layer.schools), pupils, len(d.places), len(d.certain))
    return (layer.name, *schools, d.points, d.interval, d.start, layer.ticket)


def _listing(layers: list[Layer]) -> Iterable[tuple[Any, ...]]:
    for layer in layers:
        held = set(layer.drawn.places)
        for place, (school, chance) in enumerate(zip(layer.schools, layer.drawn.chances, strict=True)):
            yield layer.name, place + 1, school.name, school.size, float(chance), place in held


def _pupils(chosen: list[Selected], roll: Roll) -> Iterable[tuple[Any, ...]]:
    for one in chosen:
        name, weight = one.school.name, float(one.weight)
        for pupil in one.pupils.ids:
            yield name, pupil, roll[name][pupil] or None, weight


def _differences(chosen: list[Selected], roll: Roll | None, frame: Frame) -> list[Issue]:
    if roll is None:
        return []
    known = {s.name for schools in frame.values() for s in schools}
    unknown = [name for name in roll if name not in known]
    other = [one.school.name for one in chosen if len(roll[one.school.name]) != one.school.size]
    said = (("ROLL_SCHOOL_UNKNOWN", unknown), ("ROLL_SIZE_DIFFERS", other))
    return [told(code, "warning", n=len(names), value="、".join(names[:5])) for code, names in said if names]


def _figures(chosen: list[Selected], frame: Frame, params: Params) -> dict[str, Any]:
    """What the sample is expected to give; the error in standard deviations of the mark.

    deff = 1 + (m - 1) ρ, m pupils a school; by weights n Σw²/(Σw)².  Kish (1965, 1992).
    """
    counts = [one.pupils.number or _average(one) for one in chosen]
    weights = [one.weight for one in chosen]
    n, whole = sum(counts), sum(w * c for w, c in zip(weights, counts, strict=True))
    unequal = float(n * sum(w * w * c for w, c in zip(weights, counts, strict=True)) / whole**2)
    deff = float(1 + (Fraction(n) / len(chosen) - 1) * Fraction(params.rho))
    effective = float(n) / (deff * unequal)
    return {
        "n_schools": len(chosen),
        "n_pupils": float(n) if n.denominator > 1 else int(n),
        "n_frame": sum(map(len, frame.values())),
        "n_strata": len({one.layer.name for one in chosen}),
        "weight_sum": float(whole),
        "deff": deff,
        "deff_weights": unequal,
        "effective_n": effective,
        "expected_se": 1 / sqrt(effective),
        "seed": params.seed,
    } | _needed(len(chosen) / effective, params)


def _needed(schools: float, params: Params) -> dict[str, int]:
    """Schools that reach the error wanted; `schools` would reach an error of one standard deviation."""
    wanted = params.target_se
    return {} if wanted is None else {"schools_needed": ceil(schools / float(wanted) ** 2)}


def _average(one: Selected) -> Fraction:
    """Pupils expected of classes drawn without a roll."""
    return one.school.size * one.pupils.chance
