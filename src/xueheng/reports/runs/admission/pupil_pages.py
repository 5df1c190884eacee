"""一人一页: for one applicant where the place is, and why not at each choice before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyarrow.compute as pc

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Note, Report, Section
from xueheng.reports.runs.admission.flows import batch_names
from xueheng.reports.runs.admission.keys import parts, said, value
from xueheng.reports.runs.admission.reasons import Row, why
from xueheng.reports.runs.provenance import facts, name_key, words
from xueheng.standards.words import Words

MOST = 20_000  # applicants of a run that writes a page for each; beyond, only schools have pages
TABLES = ("matches", "reasons", "waiting")
AFTER = "HIGHER_CHOICE_ADMITTED"
AS_ONE = ("expand", "skip")  # those kept together are compared as one
NOTHING = Words("", "")

Rows = dict[str, list[Row]]


def pages(run: Run, *, only: str | None = None) -> Iterator[tuple[str, Report]]:
    """The page of each applicant by number, or of one; none where there are too many to write."""
    if only is None and run.outcome.figures["students"] > MOST:
        return
    texts = {r["code"]: Words(r["text_zh"], r["text_en"]) for r in run.outcome.tables["texts"].to_pylist()}
    held = {name: _by_student(run, name, only=only) for name in TABLES}
    for student in held["matches"]:
        rows = {name: found.get(student, []) for name, found in held.items()}
        yield student, _page(run, student, rows=rows, texts=texts)


def _by_student(run: Run, name: str, *, only: str | None) -> Rows:
    table, found = run.outcome.tables[name], defaultdict(list)
    for row in (table if only is None else table.filter(pc.equal(table["student"], only))).to_pylist():
        found[row["student"]].append(row)
    return found


def _page(run: Run, student: str, *, rows: Rows, texts: dict[str, Words]) -> Report:
    batches = batch_names(run)
    reasons = sorted(rows["reasons"], key=lambda r: (batches.index(r["batch"]), r["rank"]))
    sections = (
        Section(said("pupil.result"), (_result(run, rows["matches"][0]),)),
        Section(said("pupil.choices"), tuple(_choices(run, reasons, texts))),
        Section(said("pupil.how"), tuple(_how(run, reasons, rows["waiting"]))),
    )
    digest = tuple(fact for fact in facts(run) if fact.label == words("fact.digest"))
    title = said("pupil.title", student=student)
    return Report(title, run.method.label, digest, sections, said("pupil.stamp"), is_one_page=True)


def _result(run: Run, match: Row) -> Note:
    if match["program"] is None:
        return Note(said("pupil.none"), "near")
    place = {"program": match["program"], "group": match["group"], "choice": _choice(run, match)}
    return Note(said("pupil.admitted", **place), "good")


def _choice(run: Run, row: Row) -> Words:
    """第几志愿, with its batch where there are several."""
    batch = said("of_batch", batch=row["batch"]) if len(batch_names(run)) > 1 else NOTHING
    return said("choice_of", rank=row["rank"], batch=batch)


def _choices(run: Run, reasons: list[Row], texts: dict[str, Words]) -> Iterator[Block]:
    """Every choice that was looked at with its reason; the others in one line."""
    for row in reasons:
        if row["code"] != AFTER:
            title = said("pupil.choice", choice=_choice(run, row), program=row["program"])
            yield Note(why(row, texts), "good" if row["code"] == "ADMITTED" else "plain", title=title)
    left = [_choice(run, row) for row in reasons if row["code"] == AFTER]
    if left:
        listed = Words("、".join(w.zh for w in left), ", ".join(w.en for w in left))
        yield Note(said("pupil.after", choices=listed), "quiet")
    if not reasons:
        yield Note(said("pupil.no_choice"), "quiet")


def _how(run: Run, reasons: list[Row], waiting: list[Row]) -> Iterator[Block]:
    """The rule in a sentence, the ticket, the waiting lists, and how to check; never a place in an order."""
    yield Note(said(f"how.{run.params.procedure}"))
    if run.params.together_fit in AS_ONE:
        yield Note(said("pupil.together"))
    tickets = [found for row in reasons if (found := parts(row["own_key"]).get("ticket"))]
    if tickets:
        yield Note(said("pupil.ticket", ticket=value("ticket", tickets[0])))
    if waiting:
        names = sorted({row["program"] for row in waiting}, key=name_key)
        yield Note(said("pupil.waiting", programs=Words("、".join(names), ", ".join(names))))
    yield Note(said("pupil.check"))
