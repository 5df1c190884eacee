"""办法比较: every setting carried out on the same lists, and each held against the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_compare import METHOD, Params
from xueheng.methods.admission_compare.parts import Part, parts_of
from xueheng.methods.admission_compare.places import Effect, Places, places_of
from xueheng.methods.admission_compare.settings import PACKAGE
from xueheng.methods.outcome import Outcome, cell_text, rows_of, table_of
from xueheng.tables.issues import finding


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """What each setting does to the lists, and to whom; nobody is admitted by it."""
    base = places_of(inputs, params.sets[0], order=())
    held = [base, *(places_of(inputs, s, order=base.order) for s in params.sets[1:])]
    effects = [Effect(base, places) for places in held]
    parts = parts_of(inputs["students"], base, params)
    rows = {
        "settings": (_setting_row(effect) for effect in effects),
        "groups": (row for effect in effects[1:] for part in parts for row in _group_rows(effect, part)),
        "programs": (row for effect in effects for row in _program_rows(effect)),
    }
    tables = {name: rows_of(METHOD.table(name), made) for name, made in rows.items()}
    tables["changes"] = pa.concat_tables([_changes(effect) for effect in effects])
    issues = (finding("WHAT_IF", "warning", package=PACKAGE), *(i for p in held for i in p.issues))
    return Outcome(tables, _figures(effects), tuple(dict.fromkeys(issues)))


def _setting_row(effect: Effect) -> tuple[Any, ...]:
    """A setting's own counts, and how many it moves."""
    after = effect.after
    differs = after.setting.differs(effect.before.setting)
    said = " ".join(f"{name}={_text(value)}" for name, value in differs.items())
    placed = int(after.is_placed.sum())
    first = pc.sum(pc.equal(after.matches["rank"], 1)).as_py() or 0
    moved = (int(who.sum()) for who in (effect.gained, effect.lost, effect.is_moved))
    return (after.setting.name, said or None, placed, after.at.size - placed, first, *moved)


def _text(value: Any) -> str:
    return ",".join(map(_text, value)) if isinstance(value, list) else cell_text(value) or "-"


def _changes(effect: Effect) -> pa.Table:
    """Everybody whom the setting moves, with both places."""
    who = np.flatnonzero(effect.is_moved)
    now, before = (p.matches.take(pa.array(who)) for p in (effect.after, effect.before))
    word = np.array(["moved", "gained", "lost"])[(effect.gained + 2 * effect.lost)[who]]
    columns = {
        "student": now["student"],
        "setting": pa.repeat(pa.scalar(effect.after.setting.name), who.size),
        **{name: now[name] for name in ("program", "rank", "batch")},
        **{f"was_{name}": before[name] for name in ("program", "rank")},
        "effect": pa.array(word.tolist(), pa.string()),
    }
    return table_of(METHOD.table("changes"), {n: _whole(c) for n, c in columns.items()})


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _group_rows(effect: Effect, part: Part) -> Iterator[tuple[Any, ...]]:
    """Every group of one kind: its pupils, and how many of them gain and lose."""
    named = (effect.after.setting.name, part.by)
    counts = [part.count(who) for who in (effect.gained, effect.lost, effect.entered, effect.dropped)]
    for group, *row in zip(part.groups, part.size.tolist(), *(c.tolist() for c in counts), strict=True):
        yield (*named, group, *row)


def _program_rows(effect: Effect) -> Iterator[tuple[Any, ...]]:
    """Every program under the setting, and how many come to it and go from it."""
    came, went = _by_program(effect.after, effect), _by_program(effect.before, effect)
    for program, batch, _, filled, left, reverted, cutoff in effect.after.programs:
        moved = (came.get((program, batch), 0), went.get((program, batch), 0))
        yield effect.after.setting.name, program, batch, filled, left, reverted, *moved, cutoff


def _by_program(places: Places, effect: Effect) -> dict[tuple[Any, Any], int]:
    moved = places.matches.filter(pa.array(effect.is_seated_otherwise))
    counted = moved.group_by(["program", "batch"]).aggregate([([], "count_all")])
    return {(r["program"], r["batch"]): r["count_all"] for r in counted.to_pylist()}


def _figures(effects: Sequence[Effect]) -> dict[str, Any]:
    changed = np.any([effect.is_moved for effect in effects], axis=0)
    base = effects[0].before
    return {
        "students": base.at.size,
        "settings": len(effects),
        "baseline": base.setting.name,
        "changed": int(changed.sum()),
    }
