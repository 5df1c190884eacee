"""志愿流向: from the first choice of a batch to where its applicants were admitted in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.run import Run
from xueheng.reports.blocks import Flow
from xueheng.reports.runs.admission.keys import said
from xueheng.reports.runs.provenance import in_order
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

MOST = 8  # schools that have an end of their own; the others are one

TEXTS = pa.schema([(name, pa.string()) for name in ("student", "program", "code")])

Pair = tuple[str, str | None]


def flows(run: Run) -> Iterator[Flow]:
    """One chart for each batch; ways that few went are not drawn."""
    batches = batch_names(run)
    for name in batches:
        counted = _counted(run, name)
        if counted:
            yield _chart(counted, name if len(batches) > 1 else None)


def batch_names(run: Run) -> tuple[str, ...]:
    """The batches of a run, in the order in which they were run."""
    return run.params.batches or tuple(pc.unique(run.outcome.tables["programs"]["batch"]).to_pylist())


def _counted(run: Run, batch: str) -> Counter[Pair]:
    """How many went from which first choice to which school; those admitted before take no part."""
    tables = run.outcome.tables
    reasons, matches = tables["reasons"], tables["matches"]
    first = pc.and_(pc.equal(reasons["rank"], 1), pc.equal(reasons["batch"], batch))
    chosen = reasons.filter(first).select(["student", "program", "code"]).cast(TEXTS)
    here = matches.filter(pc.equal(matches["batch"], batch)).select(["student", "program"])
    named = here.rename_columns(["student", "place"])
    joined = chosen.join(named, "student")
    is_before = pc.and_(pc.is_null(joined["place"]), pc.equal(joined["code"], "HIGHER_CHOICE_ADMITTED"))
    ways = joined.filter(pc.invert(is_before)).group_by(["program", "place"]).aggregate([([], "count_all")])
    return Counter({(r["program"], r["place"]): r["count_all"] for r in ways.to_pylist()})


def _chart(counted: Counter[Pair], batch: str | None) -> Flow:
    wanted = Counter[str]()
    for ends, n in counted.items():
        wanted.update({end: n for end in ends if end is not None})
    names = in_order(name for name, _ in sorted(wanted.items(), key=lambda p: (-p[1], p[0]))[:MOST])
    place = {name: at for at, name in enumerate(names)}
    ways = Counter[tuple[int, int]]()
    for (chosen, given), n in counted.items():
        to = len(names) + 1 if given is None else place.get(given, len(names))
        ways[place.get(chosen, len(names)), to] += n
    few = least("published_count")
    drawn = tuple((a, b, n) for (a, b), n in sorted(ways.items()) if n >= few)
    left = (*map(plain, names), said("flow.others"))
    title = said("flow.title", n=sum(counted.values()), batch=_of_batch(batch))
    note = said("flow.note", most=MOST, few=few, hidden=sum(n for n in ways.values() if n < few))
    right = (*left, said("flow.nowhere"))
    return Flow(title, said("flow.first"), said("flow.to"), 0, note=note, left=left, right=right, flows=drawn)


def _of_batch(batch: str | None) -> Words:
    return Words("", "") if batch is None else said("of_batch", batch=batch)


def counts(table: pa.Table, column: str) -> dict[str | int | None, int]:
    """How many rows have each value of a column."""
    found = pc.value_counts(table[column].combine_chunks())
    return {one["values"].as_py(): one["counts"].as_py() for one in found}
