"""增值报告: intervals by school, never ranks; the learning base beside the effect; the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Caterpillar,
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
from xueheng.reports.runs.provenance import checking, facts, name_key, stamp, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
FINE = 5.0  # a spread of pupils below which effects are shown with three digits
TONES: dict[str, Tone] = {"above": "good", "below": "bad", "small": "quiet", "": "quiet"}


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a value-added run."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    effects = sorted(tables["effects"], key=lambda r: name_key(r["school"]))
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run, effects, tables["variance"]))),
        Section(words("va.effects"), tuple(_effects(run, effects))),
        Section(words("va.model"), tuple(_model(tables))),
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
    between, within = (r["value"] for r in variance)
    used = words(
        "va.pupils_used", n=number(figures["n"], digits=0), left=number(figures["n_left_out"], digits=0)
    )
    yield Numbers(
        (
            Number(words("va.schools"), figures["n_schools"], 0, context=used),
            Number(words("va.above"), above, 0, tone="good"),
            Number(words("va.below"), below, 0, tone="bad"),
            Number(words("va.not_judged"), rest, 0, context=words("va.crossing"), tone="quiet"),
            Number(
                words("va.share"), between / (between + within), 1, percent=True, context=words("va.share_of")
            ),
        )
    )
    yield Note(words("va.meaning"))


def _effects(run: Run, effects: list[Row]) -> Iterable[Block]:
    judged = [r for r in effects if r["flag"] != "small"]
    if judged:
        yield _caterpillar(effects, judged)
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


def _caterpillar(effects: list[Row], judged: list[Row]) -> Caterpillar:
    above, below, rest = _counts(effects)
    return Caterpillar(
        words("va.caterpillar", n=len(effects), above=above, below=below, rest=rest),
        words("school"),
        words("va.effect"),
        2,
        note=words("va.interval_note"),
        names=tuple(r["school"] for r in judged),
        estimates=tuple(r["effect"] for r in judged),
        low=tuple(r["low"] for r in judged),
        high=tuple(r["high"] for r in judged),
        tones=tuple(TONES[r["flag"]] for r in judged),
    )


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


def _model(tables: dict[str, list[Row]]) -> Iterable[Block]:
    heads = (Column(words("va.term")), Column(words("va.estimate"), 4), Column(words("va.se"), 4))
    rows = tuple((_term(r["term"]), r["estimate"], r["se"]) for r in tables["fixed"])
    yield Table(words("va.fixed"), heads, rows)
    levels = (words("va.school_level"), words("va.pupil_level"))
    values = tuple((level, r["value"]) for level, r in zip(levels, tables["variance"], strict=True))
    yield Table(
        words("va.variance"), (Column(words("va.group")), Column(words("va.variance_value"), 4)), values
    )


def _term(term: str) -> Words:
    if term == "(Intercept)":
        return words("va.constant")
    mean = re.fullmatch(r"school_mean\((.+)\)", term)
    return words("va.school_mean", term=mean[1]) if mean else plain(term)
