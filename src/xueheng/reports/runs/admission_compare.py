"""录取办法比较报告: what a change of the rule does and to whom, without a name, before the rule is fixed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xueheng.methods.admission_compare.settings import ALL, ORIGIN, PACKAGE, SEATS, Setting
from xueheng.methods.declare import param_label, param_words
from xueheng.methods.params import params_json
from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.runs.provenance import checking, facts, in_order, name_key, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, catalogue, plain

Row = dict[str, Any]
MOST_BARS = 30  # origins that a chart still shows


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the report on rules compared."""
    return catalogue(PACKAGE)[f"page.{code}"].fill(**values)


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a comparison."""
    figures = run.outcome.figures
    sections = (
        Section(said("conclusion"), tuple(_conclusion(run))),
        Section(said("what"), tuple(_totals(run))),
        Section(said("who"), tuple(_who(run))),
        Section(said("schools"), (_schools(run),)),
        checking(run),
    )
    subtitle = said("subtitle", n=figures["students"], settings=figures["settings"])
    known = tuple(fact for fact in facts(run) if fact.value.zh)
    return Report(run.method.label, subtitle, known, sections, said("stamp"), files)


def _conclusion(run: Run) -> Iterator[Block]:
    figures, base = run.outcome.figures, run.params.sets[0]
    yield Numbers(
        (
            Number(said("applicants"), figures["students"], 0),
            Number(said("rules"), figures["settings"], 0),
            Number(said("changed"), figures["changed"], 0),
        )
    )
    items = tuple(_told(run, setting) for setting in run.params.sets[1:])
    yield Note(said("said_title", base=base.label), items=items)
    yield Note(catalogue(PACKAGE)["WHAT_IF"], "bad", title=said("warning_title"))


def _told(run: Run, setting: Setting) -> Words:
    """What one rule does, as it is said to a county's leader."""
    rows = [r for r in run.outcome.tables["groups"].to_pylist() if r["setting"] == setting.name]
    (whole,) = (r for r in rows if r["by"] == ALL)
    moved = _by_name(run, "settings")[setting.name]["moved"]
    if not moved:
        return said("same", name=setting.label)
    counts = {n: whole[n] for n in ("gained", "lost", "entered", "dropped")}
    line = said("said", name=setting.label, same=whole["n"] - moved, **counts)
    net = [r["gained"] - r["lost"] for r in rows if r["by"] == ORIGIN and r["group"]]
    if not net:
        return line
    more = said("origins", up=sum(n > 0 for n in net), down=sum(n < 0 for n in net), even=net.count(0))
    return Words(line.zh + more.zh, f"{line.en} {more.en}")


def _by_name(run: Run, table: str) -> dict[str, Row]:
    return {r["setting"]: r for r in run.outcome.tables[table].to_pylist()}


def _totals(run: Run) -> Iterator[Block]:
    """Every rule by what it changes and what comes of it, and the picture of gains and losses."""
    held, sets = _by_name(run, "settings"), run.params.sets
    names = ("admitted", "unmatched", "first_choice", "gained", "lost")
    labels = {c.name: c.label for c in run.method.table("settings").columns}
    heads = (Column(labels["setting"]), Column(said("policy")), *(Column(labels[n], 0) for n in names))
    rows = tuple((s.label, _policy(s, sets[0]), *(held[s.name][n] for n in names)) for s in sets)
    yield Table(said("totals"), heads, rows)
    counted = [Series(labels[n], tuple(held[s.name][n] for s in sets[1:])) for n in ("gained", "lost")]
    note = said("chart_note", n=run.outcome.figures["students"])
    categories, axes = tuple(s.label for s in sets[1:]), (labels["setting"], said("pupils"))
    yield Bar(said("chart"), *axes, 0, note=note, categories=categories, series=tuple(counted))


def _policy(setting: Setting, base: Setting) -> Words:
    """The parameters of the baseline, or in which another rule differs from it."""
    mine = params_json(setting.params) if setting is base else setting.differs(base)
    held = {n: v for n, v in mine.items() if setting is not base or v not in (None, [])}
    parts = [(param_label(type(setting.params), n), _value(setting.params, n, v)) for n, v in held.items()]
    return Words(
        "；".join(f"{_head(label.zh)}：{value.zh}" for label, value in parts),
        "; ".join(f"{_head(label.en)}: {value.en}" for label, value in parts),
    )


def _head(label: str) -> str:
    """A parameter's words without the values that it may take."""
    return re.split("[（：(:]", label, maxsplit=1)[0].strip()


def _value(params: Any, name: str, value: Any) -> Words:
    """A parameter's value as the form of an admission calls it."""
    if value is None or isinstance(value, bool):
        return said("unsaid") if value is None else words("value.yes" if value else "value.no")
    known = param_words(type(params), f"choice.{name}.{value}")
    return known or plain("、".join(map(str, value)) if isinstance(value, list) else str(value))


def _who(run: Run) -> Iterator[Block]:
    """Gains and losses by school of origin, by every other column, and by seats held."""
    rows = run.outcome.tables["groups"].to_pylist()
    kinds = dict.fromkeys(r["by"] for r in rows if r["by"] != ALL)
    for by in sorted(kinds, key=lambda kind: (kind == SEATS, kind != ORIGIN)):
        cells = {(r["group"], r["setting"]): r for r in rows if r["by"] == by}
        sizes = {group: row["n"] for (group, _), row in cells.items()}
        order = [*in_order(g for g in sizes if g), *([None] if None in sizes else [])]
        shown = [g for g in order if g not in withheld(sizes)]
        if by == ORIGIN and 1 < len(shown) <= MOST_BARS:
            yield _net(run, cells, shown)
        yield _groups(run, by, cells, order)


def withheld(sizes: Mapping[str | None, int]) -> set[str | None]:
    """The groups too small to be told of, and the next smallest where there is but one."""
    few = {group for group, n in sizes.items() if n < least("publication")}
    rest = sorted((group for group in sizes if group not in few), key=lambda g: (sizes[g], g or ""))
    return few | set(rest[:1]) if len(few) == 1 else few


def _groups(run: Run, by: str, cells: Mapping[Any, Row], order: list[str | None]) -> Table:
    others, floor = run.params.sets[1:], least("publication")
    sizes = {group: row["n"] for (group, _), row in cells.items()}
    hidden, labels = withheld(sizes), {c.name: c.label for c in run.method.table("groups").columns}
    heads = [Column(_kind(by)), Column(said("pupils"), 0)]
    for what in [(s, n) for s in others for n in ("gained", "lost")]:
        heads.append(Column(said("of", name=what[0].label, what=labels[what[1]]), 0))
    rows: list[tuple[Cell, ...]] = []
    for group in order:
        n: Cell = sizes[group] if sizes[group] >= floor else said("few", least=floor)
        counts = (cells[group, s.name][what] for s in others for what in ("gained", "lost"))
        rows.append((group or said("none"), n, *(None if group in hidden else c for c in counts)))
    note = said("by_note", least=floor) if hidden else None
    return Table(said("by_table", by=_kind(by)), tuple(heads), tuple(rows), note=note)


def _kind(by: str) -> Words:
    return catalogue(PACKAGE).get(f"page.by.{by}") or plain(by)


def _net(run: Run, cells: Mapping[Any, Row], shown: list[str | None]) -> Bar:
    """By origin, how many more gain than lose of a hundred."""
    series = [
        Series(s.label, tuple(_per_hundred(cells[group, s.name]) for group in shown))
        for s in run.params.sets[1:]
    ]
    names = tuple(group or said("none") for group in shown)
    axes = (_kind(ORIGIN), said("net"))
    return Bar(said("net_chart"), *axes, 1, categories=names, series=tuple(series))


def _per_hundred(row: Row) -> float:
    return float(100 * (row["gained"] - row["lost"]) / row["n"])


def _schools(run: Run) -> Block:
    """The programs whose lists change, by name."""
    rows = run.outcome.tables["programs"].to_pylist()
    held = {(r["program"], r["batch"], r["setting"]): r for r in rows}
    touched = {(r["program"], r["batch"]) for r in rows if r["came"] or r["went"]}
    if not touched:
        return Note(said("schools_none"))
    labels = {c.name: c.label for c in run.method.table("programs").columns}
    base, *others = run.params.sets
    counts = [(base, "filled"), *((s, n) for s in others for n in ("came", "went"))]
    heads = [Column(said("program")), Column(labels["batch"])]
    heads += [Column(said("of", name=s.label, what=labels[n]), 0) for s, n in counts]
    order = sorted(touched, key=lambda one: (name_key(one[0]), one[1]))
    body = tuple((*one, *(held[(*one, s.name)][n] for s, n in counts)) for one in order)
    return Table(said("schools_table"), tuple(heads), body, note=said("schools_note"))
