"""编班均衡性核查: every class and column against chance, corrected for many tests at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.placement.audit import Chance, adjusted, against_chance
from xueheng.engine.placement.measures import IntArray, standardised
from xueheng.engine.placement.stream import stream
from xueheng.methods.free import complete_rows
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.placement_audit import METHOD, Params
from xueheng.methods.placement_classes.roster import cells_of, levels_of, whole
from xueheng.methods.placement_classes.shown import moments
from xueheng.standards.small_groups import least, small_group
from xueheng.tables.issues import Issue, Refused, finding

FEWEST, MOST = 9_999, 99_999  # random placements, where their number is left to us


@dataclass(frozen=True)
class Group:
    """一个年级: its classes, what is tested as it was and in standard scores, and what chance gives."""

    classes: tuple[str, ...]
    class_of: IntArray
    columns: Mapping[str, tuple[Decimal, ...]]
    z: IntArray
    chance: Chance


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Each class and column beside chance, and all of them together."""
    table = complete_rows(inputs["roster"])
    parts = list(_parts(table, params))
    if not parts:
        raise Refused([finding("ONE_CLASS", "error", package=__package__)])
    params = replace(params, permutations=params.permutations or _enough(parts, params))
    groups = [_group(rows, name, params) for name, rows in parts]
    as_far = [int(count) for g in groups for count in g.chance.as_far.ravel()]
    corrected = adjusted(as_far, permutations=params.permutations, correction=params.correction)
    rows = list(_rows(groups, as_far, corrected, params))
    issues = tuple(_issues(len(as_far), params))
    explained = sorted({row[0] for row in rows if row[-1]})
    figures = {
        "p_overall": _overall(groups, params),
        "n": sum(len(g.class_of) for g in groups),
        "n_left_out": inputs["roster"].num_rows - table.num_rows,
        "classes": sum(len(g.classes) for g in groups),
        "tests": len(as_far),
        "permutations": params.permutations,
        "to_explain": explained,
        "correction": params.correction,
    }
    return Outcome({"tests": rows_of(METHOD.table("tests"), rows)}, figures, issues, _rules())


def _parts(table: pa.Table, params: Params) -> Iterator[tuple[str, pa.Table]]:
    """Schools and grades one by one, by name; those with a single class are left out."""
    where = ["/".join(names) for names in zip(*(cells_of(table, n) for n in params.within), strict=True)]
    levels = levels_of(where or [""] * table.num_rows)
    for at, name in enumerate(levels.names):
        rows = table.take(np.flatnonzero(levels.of_pupil == at))
        if len(set(cells_of(rows, params.class_))) > 1:
            yield name, rows


def _enough(parts: list[tuple[str, pa.Table]], params: Params) -> int:
    """Random placements among which the farthest class of so many tests can be told from chance."""
    classes = [len(set(cells_of(rows, params.class_))) for _, rows in parts]
    columns = [len(dict(_tested(rows, params))) for _, rows in parts]
    tests = sum(k * n for k, n in zip(classes, columns, strict=True))
    return min(MOST, max(FEWEST, int(2 * tests / params.level) - 1))


def _group(rows: pa.Table, name: str, params: Params) -> Group:
    columns = dict(_tested(rows, params))
    classes = levels_of(cells_of(rows, params.class_))
    z = np.stack([standardised(whole(values)) for values in columns.values()], axis=1)
    order = np.lexsort((classes.of_pupil, *z.T[::-1]))  # the order of the file must not matter
    class_of = classes.of_pupil[order]
    chance = against_chance(
        z[order],
        class_of,
        classes=len(classes.names),
        permutations=params.permutations,
        state=stream(params.seed, f"audit {name}"),
    )
    names = tuple(f"{name}/{one}" if name else one for one in classes.names)
    sorted_columns = {column: tuple(values[at] for at in order) for column, values in columns.items()}
    return Group(names, class_of, sorted_columns, z[order], chance)


def _tested(rows: pa.Table, params: Params) -> Iterator[tuple[str, tuple[Decimal, ...]]]:
    for name in params.balance:
        yield name, tuple(Decimal(repr(value)) for value in rows[name].to_pylist())
    for name in params.categories:
        levels = levels_of(cells_of(rows, name))
        told = levels.names[:1] if len(levels.names) == 2 else levels.names  # the other of two says the same
        for at, level in enumerate(told):
            yield f"{name}:{level}", tuple(Decimal(int(held == at)) for held in levels.of_pupil)


def _rows(
    groups: list[Group], as_far: list[int], corrected: list[int], params: Params
) -> Iterator[tuple[Any, ...]]:
    counted, whole_of = iter(zip(as_far, corrected, strict=True)), params.permutations + 1
    for group in groups:
        for k, name in enumerate(group.classes):
            there = np.flatnonzero(group.class_of == k).tolist()
            for column, values in group.columns.items():
                far, p = next(counted)
                mean, value = _distance(values, there)
                is_flagged = p <= params.level * whole_of and len(there) >= least("publication")
                yield name, column, len(there), mean, value, (far + 1) / whole_of, p / whole_of, is_flagged


def _distance(values: tuple[Decimal, ...], there: list[int]) -> tuple[float, float]:
    """The mean of a class, and how many SDs of all it lies from the mean of all."""
    mean, spread = moments(values)
    own = moments([values[at] for at in there])[0]
    if mean is None or own is None or not spread:
        return own or 0.0, 0.0
    return own, (own - mean) / spread


def _overall(groups: list[Group], params: Params) -> float:
    """How often chance has anywhere a class as far off as the farthest found."""
    peaks = np.max([group.chance.peaks for group in groups], axis=0)
    found = max(group.chance.peak for group in groups)
    return (1 + int((peaks >= found).sum())) / (params.permutations + 1)


def _issues(tests: int, params: Params) -> Iterator[Issue]:
    if tests > params.level * (params.permutations + 1):
        needed = int(tests / params.level)
        yield finding("PERMUTATIONS_FEW", "warning", package=__package__, value=tests, needed=needed)
    if not params.seed:
        yield finding("SEED_EMPTY", "notice", package=__package__)


def _rules() -> tuple[Rule, ...]:
    source = small_group("publication").source
    return (Rule("small_groups.publication", source.doc, source.clause, source.status),)
