"""The tables by which each indicator is tested, its sources and its SQL, as part of its page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import ibis

from xueheng.indicators.registry import indicator
from xueheng.standards.indicators import indicator_entry

SPECS = Path(__file__).parents[1] / "tests" / "spec"


@dataclass(frozen=True)
class Example:
    """One test: the law that its name states, and what it gives to `check`."""

    indicator: str
    title: str
    law: str
    given: str
    expect: str
    by: tuple[str, ...]
    params: dict[str, Any]


def spec_pages() -> dict[str, str]:
    """Markdown from the second heading on, by indicator id."""
    examples = [example for path in sorted(SPECS.glob("test_*.py")) for example in _examples(path)]
    names = sorted({example.indicator for example in examples})
    return {name: _page(name, [e for e in examples if e.indicator == name]) for name in names}


def _examples(path: Path) -> Iterator[Example]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    title = next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    for test in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        call = next(node for node in ast.walk(test) if isinstance(node, ast.Call))
        params = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
        given, expect, by = params.pop("given"), params.pop("expect"), params.pop("by", ())
        yield Example(
            indicator=ast.literal_eval(call.args[0]),
            title=title,
            law=test.name.removeprefix("test_").replace("_", " ").capitalize(),
            given=given,
            expect=expect,
            by=(by,) if isinstance(by, str) else by,
            params=params,
        )


def _page(name: str, examples: list[Example]) -> str:
    shown = [part for example in examples for part in _shown(example)]
    return "\n\n".join([f"## {examples[0].title}", _sources(name), *shown, _sql(examples[0])]) + "\n"


def _sources(name: str) -> str:
    sources = indicator_entry(name).sources
    return "\n".join(f"- {s.doc}: {s.clause} ({s.status}{f'; {s.note}' if s.note else ''})" for s in sources)


def _shown(example: Example) -> tuple[str, ...]:
    settings = {"by": ", ".join(example.by)} if example.by else {}
    listed = ", ".join(f"`{key}={value!r}`" for key, value in (settings | example.params).items())
    given = f"给定 Given ({listed})" if listed else "给定 Given"
    return f"### {example.law}", given, _table(example.given), "应得 Expected", _table(example.expect)


def _table(text: str) -> str:
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _sql(example: Example) -> str:
    declared = indicator(example.indicator)
    rows = ibis.table(dict.fromkeys(example.by, "string") | declared.takes, name="rows")
    sql = ibis.to_sql(declared(rows, example.by, **example.params), dialect="duckdb")
    code = f"<pre><code>{escape(sql, quote=False)}</code></pre>"
    return f"<details><summary>SQL (DuckDB)</summary>\n{code}\n</details>"
