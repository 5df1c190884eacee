"""抽样报告: what is drawn where, how well each stratum is covered, and every step to draw it again."""

from __future__ import annotations

from collections.abc import Iterable
from shlex import quote
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Bar, Block, Column, Note, Number, Numbers, Report, Section, Series, Table
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.reports.runs.survey import said
from xueheng.standards.words import Words, plain

Row = dict[str, Any]


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a draw of schools."""
    tables = {name: run.outcome.tables[name].to_pylist() for name in ("selected", "strata")}
    for rows in tables.values():
        rows.sort(key=lambda r: (name_key(r["stratum"]), name_key(r.get("school", ""))))
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run))),
        Section(said("sample.strata"), tuple(_strata(tables))),
        Section(said("sample.selected"), (_selected(run, tables["selected"]),)),
        Section(said("sample.how"), tuple(_steps(run, tables["strata"]))),
        checking(run),
    )
    return Report(said("sample.title"), said("sample.subtitle"), facts(run), sections, None, files)


def _conclusion(run: Run) -> Iterable[Block]:
    yield Numbers(tuple(_numbers(run)))
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("sample.mind"), "bad", warned)
    yield Note(said("sample.meaning"))


def _numbers(run: Run) -> Iterable[Number]:
    held = run.outcome.figures
    of = said("sample.of", n=held["n_frame"], strata=held["n_strata"])
    yield Number(said("sample.schools"), held["n_schools"], 0, context=of)
    stand_for = said("sample.stand_for", n=number(held["weight_sum"], digits=0))
    yield Number(said("sample.pupils"), held["n_pupils"], 0, context=stand_for)
    effect, assumed = held["deff"] * held["deff_weights"], said("sample.rho", rho=run.params.rho)
    yield Number(said("sample.deff"), effect, 1, context=assumed)
    yield Number(said("sample.effective"), held["effective_n"], 0, context=said("sample.effective_is"))
    yield Number(said("sample.se"), held["expected_se"], 3, context=said("sample.se_unit"))
    if "schools_needed" in held:
        wanted = said("sample.wanted", se=run.params.target_se)
        yield Number(said("sample.needed"), held["schools_needed"], 0, context=wanted)


def _name(stratum: str) -> str | Words:
    return stratum or said("sample.one_stratum")


def _strata(tables: dict[str, list[Row]]) -> Iterable[Block]:
    strata = tables["strata"]
    pupils, schools = (sum(r[c] for r in strata) for c in ("frame_pupils", "schools"))
    if len(strata) > 1:
        yield Bar(
            said("sample.coverage"),
            said("sample.stratum"),
            said("sample.part"),
            1,
            True,
            said("sample.coverage_note"),
            categories=tuple(r["stratum"] for r in strata),
            series=(
                Series(said("sample.part_pupils"), tuple(r["frame_pupils"] / pupils for r in strata)),
                Series(said("sample.part_schools"), tuple(r["schools"] / schools for r in strata)),
            ),
        )
    names = ("frame_schools", "frame_pupils", "schools", "certain_schools")
    heads = (Column(said("sample.stratum")), *(Column(said(f"sample.{n}"), 0) for n in names))
    rows = tuple((_name(r["stratum"]), *(r[n] for n in names)) for r in strata)
    yield Table(said("sample.strata_table"), heads, rows)


def _selected(run: Run, rows: list[Row]) -> Table:
    shown = {"stratum": None, "school": None, "size": 0, "probability": 4, "pupils": 0, "drawn_classes": None}
    shown |= {"weight": 2, "substitute_1": None, "substitute_2": None}
    held = [n for n in shown if any(r[n] not in (None, "") for r in rows)]
    labels = {c.name: c.label for c in run.method.table("selected").columns}
    columns = tuple(Column(labels[n], shown[n]) for n in held)
    return Table(
        said("sample.selected_table", n=len(rows)),
        columns,
        tuple(tuple(r[n] for n in held) for r in rows),
        note=said("sample.selected_note"),
    )


def _steps(run: Run, strata: list[Row]) -> Iterable[Block]:
    codes = ["order", "certain", "start", "points", "chance"]
    codes += (
        ["classes"] if run.params.classes is not None else ["drawn"] if run.params.number is not None else []
    )
    items = tuple(said(f"sample.step.{code}") for code in codes)
    yield Note(said("sample.steps"), items=(*items, said("sample.step.substitutes")))
    names = ("ticket", "points", "interval", "start")
    heads = (Column(said("sample.stratum")), *(Column(said(f"sample.{n}")) for n in names))
    rows = tuple((_name(r["stratum"]), *(r[n] for n in names)) for r in strata)
    yield Table(said("sample.starts"), heads, rows, note=said("sample.starts_note"))
    parts = " ".join(map(quote, ("XHL-1/ticket", run.params.seed, "sample/start", strata[0]["stratum"])))
    command = plain(f"printf '%s\\n' {parts} | sha256sum")
    yield Note(said("sample.check"), items=(command,), title=said("sample.check_title"))
