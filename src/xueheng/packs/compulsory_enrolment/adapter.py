"""派位结果的投影: the whole draw for everybody, the own place with the way to check it for the family."""

from __future__ import annotations

from shlex import quote
from typing import Any

from xueheng.apps.publish.own import Own, Row, Told
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.reports.runs import lottery_draw
from xueheng.standards.words import Words, catalogue

READ = {True: "admitted", False: "not_admitted", None: "drawn"}


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def public_report(run: Run, around: Around) -> Projection:
    """派位公布: what was fixed when, the seed, the order of all numbers, and how anybody can check it."""
    return Projection(lottery_draw.compose(run))


def child_page(own: Own) -> Told | None:
    """派位结果: the child's place in the order, its ticket, and the one command that checks it."""
    rows = own.rows("order")
    if not rows:
        return None
    row = rows[0]
    has_seats = own.params.seats is not None or own.params.select is not None
    code = READ[row["admitted"] if has_seats else None]
    reasons = [words("position", position=row["position"], n=own.figures["n"])]
    if row["class"]:
        reasons.append(words("class", name=row["class"]))
    return Told(words(code), tuple(reasons), _check(own, row))


def _check(own: Own, row: Row) -> tuple[Words, ...]:
    listed = words("listed", id=row["id"], hash=own.figures["roll_hash"])
    if own.params.procedure != "xhl1":
        return (listed,)
    lines = ("XHL-1/ticket", own.figures["seed"], own.params.scope, row["together"] or row["id"])
    line = f"printf '%s\\n' {' '.join(map(quote, lines))} | {lottery_draw.COMMAND[own.params.hash_]}"
    return words("ticket", ticket=row["ticket"]), listed, words("verifier"), words("command", command=line)
