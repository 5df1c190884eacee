"""增值报告: intervals by school, never ranks; the learning base beside the effect; the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Column,
    Meanings,
    Note,
    Number,
    Numbers,
    Quadrant,
    Report,
    Section,
    Table,
    Tone,
)
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, stamp, words
from xueheng.reports.runs.value_added_levels import CONSTANT, TONES, caterpillar, levels, of_schools
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
FINE = 5.0  # a spread of pupils below which effects are shown with three digits


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a value-added run."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    effects = of_schools(run)
    further = tuple(levels(run))
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run, effects, tables["variance"]))),
        Section(words("va.effects"), tuple(_effects(run, effects))),
        *((Section(words("va.levels"), further),) if further else ()),
        Section(words("va.model"), tuple(_model(run, tables))),
        checking(run),
    )
    return Report(words("va.title"), subtitle(run), facts(run), sections, stamp(run), files)


def subtitle(run: Run) -> Words:
    """What is explained, and by which learning base."""
    code = "va.subtitle" if run.params.prior else "va.subtitle_no_prior"
    prior = Words("、".join(run.params.prior), ", ".join(run.params.prior))
    return words(code, outcome=run.params.outcome, prior=prior)


def _counts(effects: list[Row]) -> tuple[int, int, int]:
    above, below = (sum(r["flag"] == flag for r in effects) for flag in ("above", "below"))
    return above, below, len(effects) - above - below


def _conclusion(run: Run, effects: list[Row], variance: list[Row]) -> Iterable[Block]:
    figures = run.outcome.figures
    above, below, rest = _counts(effects)
    constants = [r for r in variance if r["term"] in (CONSTANT, None)]
    constants = [r for r in constants if r["other"] is None]
    share = constants[_at(constants, run.params.school)]["value"] / sum(r["value"] for r in constants)
    used = words(
        "va.pupils_used", n=number(figures["n"], digits=0), left=number(figures["n_left_out"], digits=0)
    )
    yield Numbers(
        (
            Number(words("va.schools"), figures["n_schools"], 0, context=used),
            Number(words("va.above"), above, 0, tone="good"),
            Number(words("va.below"), below, 0, tone="bad"),
            Number(words("va.not_judged"), rest, 0, context=words("va.crossing"), tone="quiet"),
            Number(words("va.share"), share, 1, percent=True, context=words("va.share_of")),
        )
    )
    yield Note(words("va.meaning"))
    if run.params.county:
        yield Note(words("va.within", level=run.params.county))


def _at(rows: list[Row], group: str) -> int:
    return next(k for k, r in enumerate(rows) if r["group"] == group)


def _effects(run: Run, effects: list[Row]) -> Iterable[Block]:
    judged = [r for r in effects if r["flag"] != "small"]
    if judged:
        above, below, rest = _counts(effects)
        said = words("va.caterpillar", n=len(effects), above=above, below=below, rest=rest)
        yield caterpillar(said, words("school"), judged, note=words("va.interval_note"))
    if len(judged) > 2:
        yield _attainment(run, judged)
    if run.params.prior and len(judged) > 2:
        yield _quadrant(run, judged)
    digits = 3 if run.outcome.figures["sigma"] < FINE else 1
    heads = (
        Column(words("school")),
        Column(words("va.pupils"), 0),
        *(Column(words(f"va.{c}"), digits) for c in ("effect", "low", "high")),
        Column(words("va.reading")),
    )
    rows, tones = [], []
    for r in effects:
        shown = [None] * 3 if r["flag"] == "small" else [r["effect"], r["low"], r["high"]]
        rows.append((r["school"], r["n"], *shown, words(f"va.flag.{r['flag'] or 'none'}")))
        tone: Tone = TONES[r["flag"]]
        tones.append(("plain", "plain", "plain", "plain", "plain", tone))
    note = words("va.interval_note")
    yield Table(words("va.table"), heads, tuple(rows), tuple(tones), note, meanings=_meanings())  # type: ignore[arg-type]


def _quadrant(run: Run, judged: list[Row]) -> Quadrant:
    base = [r["mean_prior"] for r in judged]
    middle = sum(b * r["n"] for b, r in zip(base, judged, strict=True)) / sum(r["n"] for r in judged)
    weak = sum(r["flag"] == "above" and r["mean_prior"] < middle for r in judged)
    strong = sum(r["flag"] == "below" and r["mean_prior"] >= middle for r in judged)
    return Quadrant(
        words("va.quadrant", weak=weak, strong=strong),
        words("va.base", prior=run.params.prior[0]),
        words("va.effect"),
        2,
        note=words("va.quadrant_note"),
        names=tuple(r["school"] for r in judged),
        xs=tuple(base),
        ys=tuple(r["effect"] for r in judged),
        cut_x=middle,
        cut_y=0.0,
        quarters=(words("va.q1"), words("va.q2"), words("va.q3"), words("va.q4")),
        tones=tuple(TONES[r["flag"]] for r in judged),
        meanings=_meanings(),
    )


def _meanings() -> Meanings:
    words_of = {"good": "va.above", "bad": "va.below", "quiet": "va.not_judged"}
    return tuple((tone, words(code)) for tone, code in words_of.items())  # type: ignore[misc]


def _attainment(run: Run, judged: list[Row]) -> Quadrant:
    mean = [r["mean_outcome"] for r in judged]
    middle = sum(m * r["n"] for m, r in zip(mean, judged, strict=True)) / sum(r["n"] for r in judged)
    return Quadrant(
        words("va.attainment"),
        words("va.mean_outcome", outcome=run.params.outcome),
        words("va.effect"),
        2,
        note=words("va.quadrant_note"),
        names=tuple(r["school"] for r in judged),
        xs=tuple(mean),
        ys=tuple(r["effect"] for r in judged),
        cut_x=middle,
        cut_y=0.0,
        quarters=tuple(words(f"va.a{k}") for k in (1, 2, 3, 4)),  # type: ignore[arg-type]
        tones=tuple(TONES[r["flag"]] for r in judged),
        meanings=_meanings(),
    )


def _model(run: Run, tables: dict[str, list[Row]]) -> Iterable[Block]:
    heads = (Column(words("va.term")), Column(words("va.estimate"), 4), Column(words("va.se"), 4))
    rows = tuple((_term(r["term"]), r["estimate"], r["se"]) for r in tables["fixed"])
    yield Table(words("va.fixed"), heads, rows)
    named = {run.params.school: words("va.school_level"), "Residual": words("va.pupil_level")}
    values = tuple(
        (
            named.get(r["group"], plain(r["group"])),
            _term(r["term"] or CONSTANT) if r["group"] != "Residual" else None,
            _term(r["other"]) if r["other"] else None,
            r["value"],
        )
        for r in tables["variance"]
    )
    parts = (Column(words(f"va.{c}")) for c in ("group", "term", "other"))
    yield Table(words("va.variance"), (*parts, Column(words("va.variance_value"), 4)), values)


def _term(term: str) -> Words:
    if term == CONSTANT:
        return words("va.constant")
    mean = re.fullmatch(r"school_mean\((.+)\)", term)
    return words("va.school_mean", term=mean[1]) if mean else plain(term)
