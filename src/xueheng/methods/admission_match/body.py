"""招生录取: batch after batch, what each leaves over going into the next, and all outcome tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match import METHOD, Params
from xueheng.methods.admission_match.batch import Batch, carried, remarks
from xueheng.methods.admission_match.entry import entry_of
from xueheng.methods.admission_match.found import Findings, column, named
from xueheng.methods.admission_match.ladders import world_of
from xueheng.methods.admission_match.lists import check_choices, lists_of
from xueheng.methods.admission_match.named import check_named
from xueheng.methods.admission_match.outcomes import (
    MOST_TEXTS,
    given_of,
    group_rows,
    match_table,
    program_rows,
    reason_table,
    text_rows,
    waiting_table,
)
from xueheng.methods.admission_match.people import People, people_of
from xueheng.methods.admission_match.plan import FIRST_BATCH, batches_of, plan_of
from xueheng.methods.outcome import Outcome, rows_of
from xueheng.tables.issues import Issue


@dataclass(frozen=True)
class Admission:
    """An admission that was carried out."""

    people: People
    batches: list[Batch]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every applicant's place, and why every choice ended as it did."""
    held = admitted(inputs, params)
    run_, people = held.batches, held.people
    issues: list[Issue] = [issue for batch in run_ for issue in remarks(batch)]
    many = inputs["choices"].num_rows
    reasons = [reason_table(batch, is_worded=many < MOST_TEXTS, is_coded=len(run_) == 1) for batch in run_]
    rows = {"programs": program_rows(run_), "groups": group_rows(run_), "texts": text_rows()}
    tables = {name: rows_of(METHOD.table(name), held) for name, held in rows.items()}
    matches = match_table(run_, people)
    large = {
        "matches": matches,
        "reasons": pa.concat_tables(reasons),
        "waiting": pa.concat_tables([waiting_table(batch) for batch in run_]),
    }
    return Outcome(tables | large, _figures(matches, inputs["programs"], people), tuple(issues))


def admitted(inputs: Mapping[str, pa.Table], params: Params) -> Admission:
    """The applicants and all batches carried out, without a word on anybody."""
    found, inputs = Findings(), named(inputs)
    people = people_of(inputs["students"], inputs.get("tickets"), params, found)
    batches = batches_of(inputs["programs"], params, found)
    plans = {b: plan_of(b, inputs, params, left={}, found=found).table for b in batches}
    check_named(inputs, found)
    check_choices(inputs["choices"], plans, people, found)
    found.refuse()
    return Admission(people, _all(batches, inputs, people, found))


def _all(
    batches: tuple[str, ...], inputs: Mapping[str, pa.Table], people: People, found: Findings
) -> list[Batch]:
    """All batches in their order; whoever is admitted takes no part in the next."""
    done = np.zeros(len(people.ids), bool)
    left: dict[str, int] = {}
    run_ = []
    for name in batches:
        plan = plan_of(name, inputs, people.params, left=left, found=found)
        choices = _of_batch(inputs["choices"], name, is_only=len(batches) == 1)
        lists = lists_of(choices, plan, people, done=done.copy(), found=found)
        entry = entry_of(plan, people, inputs.get("restrictions"), found)
        batch = carried(world_of(lists, entry, inputs, found), found)
        done |= given_of(batch) >= 0
        program = batch.world.market.groups.program
        free = np.bincount(program, weights=batch.course.seats, minlength=len(plan.ids))
        left |= dict(zip(plan.ids.to_pylist(), free.astype(int).tolist(), strict=True))
        run_.append(batch)
    return run_


def _of_batch(choices: pa.Table, batch: str, *, is_only: bool) -> pa.Table:
    """The choices of a batch."""
    if is_only:
        return choices
    return choices.filter(pc.equal(pc.fill_null(column(choices, "batch"), FIRST_BATCH), batch))


def _figures(matches: pa.Table, programs: pa.Table, people: People) -> dict[str, Any]:
    """Counts of applicants, and 职普比 where the programs say their kind."""
    placed = len(people.ids) - matches["program"].null_count
    figures: dict[str, Any] = {
        "students": len(people.ids), "admitted": placed, "unmatched": len(people.ids) - placed
    }  # fmt: skip
    kinds = column(programs, "kind")
    if kinds.null_count < len(kinds):
        kind = dict(zip(programs["id"].to_pylist(), kinds.to_pylist(), strict=True))
        counted = Counter(kind.get(p) or "" for p in matches["program"].to_pylist() if p is not None)
        shares = {k: {"admitted": n, "share": round(n / placed, 4)} for k, n in sorted(counted.items())}
        figures["kinds"] = shares
    return figures
