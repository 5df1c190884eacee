"""交流轮岗报告: moves and what they change, quotas with what blocks them, reasons; or pairs of schools."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, words
from xueheng.reports.runs.rotation import plan, said
from xueheng.standards.words import Words


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a year's rotation, or of the pairs of schools."""
    is_pairing = "pairs" in run.outcome.tables
    sections = tuple(_pairing(run) if is_pairing else _rotation(run))
    title = said("title.pair" if is_pairing else "title")
    return Report(title, said("subtitle"), facts(run), (*sections, checking(run)), None, files)


def _rotation(run: Run) -> Iterator[Section]:
    yield Section(words("conclusion"), (Numbers(tuple(_numbers(run))), *_minds(run), Note(said("meaning"))))
    yield Section(said("quotas"), tuple(plan.quotas(run)))
    yield Section(said("flows"), tuple(plan.flows(run)))
    yield Section(said("schools"), tuple(plan.schools(run)))
    if moved := run.outcome.figures["moved"]:
        yield Section(said("moves.table", n=moved), tuple(plan.moves_table(run)))
    yield Section(said("teachers"), (plan.stays(run), plan.goals(run)))


def _numbers(run: Run) -> Iterator[Number]:
    held = run.outcome.figures
    of = said("moved.of", n=held["eligible"], all=held["teachers"])
    yield Number(said("moved"), held["moved"], 0, context=of)
    yield Number(said("backbone"), held["backbone_moved"], 0)
    for code, name in (("short", "shortage"), ("gap", "backbone_gap")):
        was = said("before", value=held[f"{name}_before"])
        yield Number(said(code), held[f"{name}_after"], 0, context=was)
    if held["cv_after"] is not None and held["cv_before"] is not None:
        was = said("before", value=number(held["cv_before"], digits=3))
        yield Number(said("cv"), held["cv_after"], 3, context=was)
    if held["mean_km"] is not None:
        yield Number(said("km"), held["mean_km"], 1, unit=said("unit.km"))
    yield _proof(run)


def _proof(run: Run) -> Number:
    held, code = run.outcome.figures, f"proof.{_kind(run)}"
    said_of = said(code, value=number(held["objective"], digits=0), bound=number(held["bound"], digits=0))
    is_proven = held["proven"]
    answer = said("proof.yes" if is_proven else "proof.no")
    return Number(said("proof"), answer, context=said_of, tone="good" if is_proven else "near")


def _kind(run: Run) -> str:
    return "weighted" if run.params.objective == "weighted" and run.params.procedure == "rotate" else "levels"


def _minds(run: Run) -> Iterator[Block]:
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("mind"), "bad", warned)


def _pairing(run: Run) -> Iterator[Section]:
    held = run.outcome.figures
    numbers = [Number(said("paired"), held["paired"], 0, context=said("paired.of", n=held["weak"]))]
    if held["mean_km"] is not None:
        numbers.append(Number(said("km"), held["mean_km"], 1, unit=said("unit.km")))
    yield Section(words("conclusion"), (Numbers((*numbers, _proof(run))), *_minds(run)))
    yield Section(said("pairs"), (_pairs(run), plan.goals(run)))


def _pairs(run: Run) -> Block:
    found = plan.rows(run, "pairs", "weak")
    if not found:
        return Note(said("pairs.none"), "near")
    labels = {c.name: c.label for c in run.method.table("pairs").columns}
    digits = {"weak": None, "strong": None, "km": 1, "complement": 0, "reason": None}
    columns = tuple(Column(labels[n], shown) for n, shown in digits.items())
    return Table(said("pairs"), columns, tuple(tuple(r[n] for n in digits) for r in found))
