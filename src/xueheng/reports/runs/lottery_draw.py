"""派位报告: what was drawn from what, in the words of a parent, and how to check it with one command."""

from __future__ import annotations

from shlex import quote
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.runs.provenance import checking, facts, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
MOST = 3_000  # rows of the order that the report shows; all of them stand in order.csv
COMMAND = {"sha256": "sha256sum", "sm3": "openssl dgst -sm3"}


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a draw, or of its rehearsal."""
    rows = run.outcome.tables["order"].slice(0, MOST).to_pylist()
    sections = (
        Section(words("conclusion"), _conclusion(run)),
        Section(words("lottery.how"), (_steps(run), *_check(run, rows))),
        Section(words("lottery.order"), (_order(run, rows),)),
        checking(run),
    )
    stamp = words("lottery.rehearsal") if run.outcome.figures["rehearsal"] else None
    subtitle = plain(run.params.event) if run.params.event else words("lottery.by_number")
    return Report(words("lottery.title"), subtitle, facts(run), sections, stamp, files=files)


def _conclusion(run: Run) -> tuple[Block, ...]:
    figures, params = run.outcome.figures, run.params
    numbers = [
        Number(words("lottery.n"), figures["n"], 0, context=words("lottery.units", n=figures["units"]))
    ]
    if params.seats is not None or params.select is not None:
        seats = None if params.seats is None else words("lottery.seats", n=params.seats)
        numbers.append(Number(words("lottery.admitted"), figures["admitted"], 0, context=seats))
    said = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    warned = (Note(words("lottery.mind"), "bad", said),) if said else ()
    return Numbers(tuple(numbers)), *warned


def _steps(run: Run) -> Table:
    """每一步: what was fixed when, so that nobody could know or choose the outcome."""
    figures, params = run.outcome.figures, run.params
    rows: list[tuple[Words, Cell]] = [(words("lottery.freeze"), figures["roll_hash"])]
    rows.append((words("lottery.listing"), figures["listing_hash"]))
    if params.procedure == "xhl1":
        rows += [(words("lottery.commit", name=n), value) for n, value in figures["commitments"].items()]
        rows += [
            (words("lottery.reveal", name=n), text)
            for n, _, text in (s.partition(":") for s in params.secret)
        ]
        rows.append((words("lottery.public"), params.public or words("lottery.no_public")))
        rows.append((words("lottery.seed"), figures["seed"]))
    elif params.procedure == "rfc3797":
        rows.append((words("lottery.key"), figures["key"]))
    else:
        rows.append((words("lottery.circle"), f"{params.start}, {params.interval}"))
    rows.append((words(f"lottery.ticket.{params.procedure}"), words("lottery.see_order")))
    numbered = tuple(
        (Words(f"{i}. {step.zh}", f"{i}. {step.en}"), value) for i, (step, value) in enumerate(rows, 1)
    )
    return Table(words("lottery.steps"), (Column(words("lottery.step")), Column(words("value"))), numbered)


def _check(run: Run, rows: list[Row]) -> tuple[Note, ...]:
    """自己核对: the fingerprint of the roll and one ticket, each by one command; or all, by a verifier."""
    params, command = run.params, COMMAND[run.params.hash_]
    items = [words("lottery.check_page"), words("lottery.check_file")]
    items.append(words("lottery.check_roll", command=f"LC_ALL=C sort roll.txt | {command}"))
    if params.procedure == "xhl1":
        first = rows[0]
        parts = (run.outcome.figures["seed"], params.scope, first["together"] or first["id"])
        line = f"printf '%s\\n' XHL-1/ticket {' '.join(map(quote, parts))} | {command}"
        items.append(words("lottery.check_ticket", id=first["id"], command=line))
    return (Note(words("lottery.check"), items=tuple(items), title=words("lottery.check_title")),)


def _order(run: Run, rows: list[Row]) -> Table:
    """次序: who was drawn in which place; the order of the draw is what is published."""
    params = run.params
    shown = ["position", "id", "together", "ticket", "admitted", "class"]
    left_out = {
        "together": all(row["together"] is None for row in rows),
        "admitted": params.seats is None and params.select is None,
        "class": params.classes is None,
    }
    held = [name for name in shown if not left_out.get(name)]
    labels = {column.name: column.label for column in run.method.table("order").columns}
    said = {True: words("value.yes"), False: words("value.no")}
    cells = tuple(
        tuple(said.get(row[n], row[n]) if n == "admitted" else row[n] for n in held) for row in rows
    )
    note = words("lottery.first_rows", n=MOST) if run.outcome.figures["n"] > MOST else None
    columns = tuple(Column(labels[name]) for name in held)
    return Table(words("lottery.order"), columns, cells, note=note)
