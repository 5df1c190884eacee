"""先后对比: coefficients at two times, or before and after a change that is tried out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Bar, Block, Cell, Column, Mark, Note, Section, Series, Table, Tone
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.balance_schools import met_tone
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.balance import BalanceStandard, balance_standard
from xueheng.standards.words import Words

Row = dict[str, Any]
KINDS = (("changes", "verdict_changes", "former"), ("what_if", "what_if_verdicts", "what_if"))


def sections(run: Run) -> Iterator[Section]:
    """Year on year, then what is tried out; nothing where neither was asked."""
    for table, verdicts, code in KINDS:
        rows = _rows(run, table)
        if rows:
            blocks = (*_parts(run, rows, code), *_verdicts(_rows(run, verdicts), code))
            yield Section(said(f"{code}.title"), blocks)


def _rows(run: Run, name: str) -> list[Row]:
    table = run.outcome.tables.get(name)
    return table.to_pylist() if table is not None else []


def _parts(run: Run, rows: list[Row], code: str) -> Iterator[Block]:
    standard = balance_standard(run.params.standard)
    place = {i.id: n for n, i in enumerate(standard.indicators)}
    keys = {(r.get("county") or "", r["level"]) for r in rows}
    for county, level in sorted(keys, key=lambda k: (name_key(k[0]), k[1] != "primary")):
        own = [r for r in rows if (r.get("county") or "", r["level"]) == (county, level)]
        own.sort(key=lambda r: place[r["indicator"]])
        if code == "what_if" and not any(r["cv_change"] or r["mean_change"] for r in own):
            continue
        part = words(f"level.{level}")
        name = Words(f"{county}{part.zh}", f"{county} {part.en}".strip())
        if len(own) > 1:
            yield _chart(own, name, code, standard)
        yield _table(own, name, code, standard)


def _chart(rows: list[Row], part: Words, code: str, standard: BalanceStandard) -> Bar:
    known = [r for r in rows if r["cv_change"] is not None]
    fell = sum(r["cv_change"] < 0 for r in known)
    limit = standard.coefficient.of(rows[0]["level"]) if standard.coefficient else None
    return Bar(
        said(f"{code}.chart", part=part, n=len(known), fell=fell),
        words("indicator"),
        words("balance.cv"),
        3,
        categories=tuple(standard.indicator(r["indicator"]).short for r in rows),
        series=(
            Series(said(f"{code}.before"), tuple(r["cv_before"] for r in rows)),
            Series(said(f"{code}.after"), tuple(r["cv"] for r in rows)),
        ),
        marks=(Mark(words("balance.limit"), float(limit)),) if limit is not None else (),
    )


def _table(rows: list[Row], part: Words, code: str, standard: BalanceStandard) -> Table:
    heads = (
        Column(words("indicator")),
        Column(said(f"{code}.cv_before"), 3),
        Column(said(f"{code}.cv"), 3),
        Column(said("change"), 3),
        Column(said(f"{code}.mean_before"), 2),
        Column(said(f"{code}.mean"), 2),
    )
    names = ("cv_before", "cv", "cv_change", "mean_before", "mean")
    shown = tuple((standard.indicator(r["indicator"]).label, *(r[n] for n in names)) for r in rows)
    tones = tuple(_tones(r) for r in rows)
    return Table(said(f"{code}.table", part=part), heads, shown, tones, said("change_note"))


def _tones(row: Row) -> tuple[Tone, ...]:
    return ("plain", met_tone(row["met_before"]), met_tone(row["met"]), "plain", "plain", "plain")


def _verdicts(rows: list[Row], code: str) -> Iterator[Block]:
    if not rows:
        yield Note(said(f"{code}.no_verdicts"), "quiet")
        return
    heads = (Column(words("school")), Column(said("level")), Column(said("what_changed")))
    rows = sorted(rows, key=lambda r: (name_key(r.get("county") or ""), name_key(r["school"]), r["level"]))
    shown: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{r.get('county') or ''}{r['school']}",
            words(f"level.{r['level']}"),
            said(f"verdict.{r['reason']}"),
        )
        for r in rows
    )
    yield Table(said(f"{code}.verdicts", n=len(rows)), heads, shown)
