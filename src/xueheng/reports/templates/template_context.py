"""模板内容: what a template may name: title, facts, numbers, sections, tables, figures.

- `title`, `subtitle`, `stamp`: text; `stamp` is empty where nothing restricts the report.
- `facts['依据']`, `numbers.考生`: by label, Chinese or English; a number prints as in the report, and has
  `value` (raw), `text`, `unit` and `context`. Where a label occurs twice, the first one counts.
- `sections[0].blocks[1]`: `kind`, `title`, `text`, `note`, `items`, `columns`, `rows`, `numbers`; a chart's
  columns and rows are those of its table twin. Counted from 0.
- `tables.groups`: the outcome's tables, a row `r` has `r.school`, `r.mean` ... as raw values; figures of
  fewer pupils than may be shown are missing.
- `figures.n`: the outcome's figures.
- Filters: `digits(2)`, `percent(1)`, `dash`, `label` (总分 for total, 全体 for all).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2.runtime import Undefined

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Chart, Note, Number, Numbers, Report, Table
from xueheng.reports.charts.twins import twin
from xueheng.reports.display import MISSING, cell, headline, is_number, said
from xueheng.reports.office.office import clean
from xueheng.reports.runs.provenance import name_key
from xueheng.standards.small_groups import least
from xueheng.standards.words import Lang, Words
from xueheng.tables.scores import TOTAL

Row = dict[str, Any]


class Figure(dict[str, Any]):
    """A headline figure: printed as its text, read by `value`, `unit` and `context`."""


def context_of(report: Report, run: Run, *, lang: Lang) -> dict[str, Any]:
    """Everything a template may name, in one language."""
    numbers: dict[str, Figure] = {}
    for block in (b for s in report.sections for b in s.blocks if isinstance(b, Numbers)):
        for figure in block.numbers:
            _both(numbers, figure.label, _figure(figure, lang))
    facts: dict[str, str] = {}
    for fact in report.facts:
        _both(facts, fact.label, fact.value.say(lang))
    sections = [
        {"title": s.title.say(lang), "blocks": [block_of(b, lang) for b in s.blocks]} for s in report.sections
    ]
    return {
        "title": report.title.say(lang),
        "subtitle": report.subtitle.say(lang),
        "stamp": report.stamp.say(lang) if report.stamp else "",
        "facts": facts,
        "numbers": numbers,
        "sections": sections,
        "tables": tables_of(run),
        "figures": dict(run.outcome.figures),
    }


def charts_of(report: Report) -> tuple[Chart, ...]:
    """The charts of a report in the order in which they are numbered."""
    return tuple(b for s in report.sections for b in s.blocks if isinstance(b, Chart))


def _both(held: dict[str, Any], label: Words, value: Any) -> None:
    """The value under its label in each language; the first one of a label stays."""
    held.setdefault(label.zh, value)
    held.setdefault(label.en, value)


def _figure(figure: Number, lang: Lang) -> Figure:
    text = headline(figure, lang)
    unit = figure.unit.say(lang) if figure.unit else ""
    context = figure.context.say(lang) if figure.context else ""
    value = figure.value.say(lang) if isinstance(figure.value, Words) else figure.value
    return Figure(label=figure.label.say(lang), value=value, text=text, unit=unit, context=context)


def block_of(block: Block, lang: Lang) -> dict[str, Any]:
    """A block as a template reads it."""
    kind = "chart" if isinstance(block, Chart) else type(block).__name__.lower()
    title = getattr(block, "title", None)
    held: dict[str, Any] = {"kind": kind, "title": title.say(lang) if title else ""}
    if isinstance(block, Note):
        return held | {"text": block.text.say(lang), "items": [item.say(lang) for item in block.items]}
    if isinstance(block, Numbers):
        return held | {"numbers": [_figure(figure, lang) for figure in block.numbers]}
    note = block.note.say(lang) if block.note else ""
    return held | {"note": note} | _grid(twin(block) if isinstance(block, Chart) else block, lang)


def _grid(table: Table, lang: Lang) -> dict[str, Any]:
    shown = [(column.digits, column.percent) for column in table.columns]
    rows = [
        [cell(value, lang, digits=d, percent=p) for value, (d, p) in zip(row, shown, strict=True)]
        for row in table.rows
    ]
    return {"columns": [column.label.say(lang) for column in table.columns], "rows": rows}


def tables_of(run: Run) -> dict[str, list[Row]]:
    """The outcome's tables as rows; what too few pupils make up is hidden, as in every report."""
    tables = {name: _ordered(table.to_pylist(), run) for name, table in run.outcome.tables.items()}
    if not any(i.name == "exam" for i in run.method.inputs):
        return tables
    sizes = {
        (r["level"], r["group"]): r["n"]
        for r in tables.get("groups", [])
        if r["subject"] == TOTAL or len(run.outcome.figures["subjects"]) < 2
    }
    return {name: [_suppressed(row, sizes) for row in rows] for name, rows in tables.items()}


def _ordered(rows: list[Row], run: Run) -> list[Row]:
    """Rows with names in the order of reports, subjects in that of the table, the total last."""
    subjects = {s: n for n, s in enumerate(run.outcome.figures.get("subjects", ()))}
    if not rows or not {"group", "school", "subject"} & rows[0].keys():
        return rows
    first = {row.get("level"): n for n, row in reversed(list(enumerate(rows)))}

    def key(row: Row) -> tuple[Any, ...]:
        name = str(row.get("school") or row.get("group") or "")
        place = subjects.get(row.get("subject", ""), len(subjects))
        return str(row.get("line", "")), first[row.get("level")], name_key(name), place

    return sorted(rows, key=key)


def _suppressed(row: Row, sizes: Mapping[tuple[str, str], int]) -> Row:
    """A group's row without its figures where it has too few pupils; its number stays."""
    n = row.get("n", sizes.get((row.get("level", ""), row.get("group", "")), 0))
    is_group = {"group", "school"} & row.keys()
    if not is_group or n >= least("publication"):
        return row
    return {k: None if is_number(v) and k not in ("n", "n_former") else v for k, v in row.items()}


def shown(value: Any, lang: Lang) -> Any:
    """A value as text: a dash for what is missing, two digits for what is measured; pictures stay."""
    if isinstance(value, Figure):
        return clean(str(value["text"]))
    if isinstance(value, dict | list | tuple):
        raise TypeError(said("template.whole", lang))
    if isinstance(value, str):
        return type(value)(clean(value))
    if value is None or isinstance(value, Words | int | float) or is_number(value):
        return cell(value, lang, digits=2 if isinstance(value, float) else None)
    return value


def filters_of(lang: Lang) -> dict[str, Any]:
    """The filters that show values as reports do."""

    def digits(value: Any, n: int = 2) -> str:
        return cell(_raw(value), lang, digits=min(int(n), 12))

    def percent(value: Any, n: int = 1) -> str:
        return cell(_raw(value), lang, digits=min(int(n), 12), percent=True)

    def dash(value: Any) -> Any:
        return MISSING if _raw(value) in (None, "") else value

    def label(value: Any) -> Any:
        known = {TOTAL: "template.total", "all": "template.all"}
        return said(known[value], lang) if isinstance(value, str) and value in known else value

    return {"digits": digits, "percent": percent, "dash": dash, "label": label}


def _raw(value: Any) -> Any:
    """The value itself; a name that nobody offers is an error here as anywhere."""
    if isinstance(value, Figure):
        return value["value"]
    if isinstance(value, Undefined):
        str(value)
    return value
