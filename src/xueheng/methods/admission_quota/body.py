"""指标分配: plan by share to quota, quota by claims to schools of origin; every sum exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from xueheng.engine.quota import MinimumTooLarge, Split, by_draw, by_remainder, whole_places, with_more
from xueheng.engine.two_way import by_both
from xueheng.methods.admission_quota import METHOD, Params
from xueheng.methods.admission_quota.claims import PACKAGE, sharing_of
from xueheng.methods.admission_quota.programs import Program, programs_of
from xueheng.methods.admission_quota.remarks import compared, remarks, rules
from xueheng.methods.outcome import Outcome, rows_of, table_of
from xueheng.tables.issues import Issue, Refused, finding


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every program's quota and, where schools of origin are given, the places of each."""
    programs = programs_of(inputs["plans"], params)
    origins = inputs["origins"].sort_by("origin") if "origins" in inputs else None
    splits = _splits(programs, origins, params) if origins is not None else {}
    over = [splits[p.name].left_over if p.name in splits else 0 for p in programs]
    quotas = [p.quota - n for p, n in zip(programs, over, strict=True)]
    tables = {"programs": _program_table(programs, quotas)}
    if origins is not None:
        tables |= _split_tables(splits, origins)
    plan, quota = sum(p.plan for p in programs), sum(quotas)
    figures = {"plan": plan, "quota": quota, "general": plan - quota, "left_over": sum(over)}
    figures |= compared(programs)
    return Outcome(tables, figures, tuple(remarks(programs, figures, params)), rules(params))


def _program_table(programs: Sequence[Program], quotas: Sequence[int]) -> pa.Table:
    columns: dict[str, Sequence[Any]] = {
        "program": [p.name for p in programs],
        "plan": [p.plan for p in programs],
        "quota": quotas,
        "general": [p.plan - quota for p, quota in zip(programs, quotas, strict=True)],
        "left_over": [p.quota - quota for p, quota in zip(programs, quotas, strict=True)],
    }
    if any(p.published is not None for p in programs):
        columns["published"] = [p.published for p in programs]
    return table_of(METHOD.table("programs"), columns)


def _splits(programs: Sequence[Program], origins: pa.Table, params: Params) -> dict[str, Split]:
    names, sharing = origins["origin"].to_pylist(), sharing_of(origins, params)
    drawn: Counter[str] = Counter()
    splits = {}
    for program in programs:
        try:
            split = whole_places(program.quota, sharing)
        except MinimumTooLarge as error:
            raise Refused([_too_large(program, params.minimum * len(names))]) from error
        splits[program.name] = _finished(split, names, params, scope=program.name, drawn=drawn)
    if params.rounding_split == "two_way":
        pairs = zip(splits.items(), by_both(list(splits.values()), names), strict=True)
        return {name: with_more(split, more, because="two_way") for (name, split), more in pairs}
    return splits


def _too_large(program: Program, least: int) -> Issue:
    values: dict[str, Any] = {"value": program.name, "quota": program.quota, "least": least}
    return finding("MINIMUM_TOO_LARGE", "error", package=PACKAGE, **values)


def _finished(
    split: Split, names: Sequence[str], params: Params, *, scope: str, drawn: Counter[str]
) -> Split:
    """The split with what the rounding does to the places that are left over."""
    if params.rounding_split == "largest_remainder":
        return with_more(split, by_remainder(split, names), because="remainder")
    if params.rounding_split == "floor_and_draw":
        chosen = by_draw(split, names, seed=params.seed, scope=scope, drawn=drawn)
        drawn.update(names[i] for i in chosen)
        return with_more(split, chosen, because="draw")
    return split


def _split_tables(splits: Mapping[str, Split], origins: pa.Table) -> dict[str, pa.Table]:
    names, sizes = origins["origin"].to_pylist(), origins["size"].to_pylist()
    rows = [
        (program, name, split.seats[i], float(split.exact[i]), split.because[i])
        for program, split in splits.items()
        for i, name in enumerate(names)
    ]
    totals = [sum(split.seats[i] for split in splits.values()) for i in range(len(names))]
    held = zip(names, sizes, totals, strict=True)
    return {
        "quotas": rows_of(METHOD.table("quotas"), rows),
        "origins": rows_of(METHOD.table("origins"), held),
    }
