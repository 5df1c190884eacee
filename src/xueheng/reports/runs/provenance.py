"""What every report of a run carries: its facts, its restriction, and how to check it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from xueheng.methods.declare import param_label, param_words
from xueheng.methods.outcome import cell_text
from xueheng.methods.params import params_json
from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Fact, Note, Section, Table
from xueheng.reports.runs.exam_cells import subject_words
from xueheng.standards.balance import balance_standard, known
from xueheng.standards.clauses import Audience, Detail, Purpose
from xueheng.standards.exam_use import declared_exam
from xueheng.standards.lawful import refusals
from xueheng.standards.words import Words, catalogue, plain

PACKAGE = "xueheng.reports.runs"
# What else a report might be used for: the clauses are asked of each.
FURTHER_USES: tuple[tuple[Purpose, Detail, Audience], ...] = (
    ("public_page", "school", "public"),
    ("target", "school", "bureau"),
    ("criterion", "school", "bureau"),
    ("fund_weight", "school", "bureau"),
    ("honour", "school", "bureau"),
    ("personal_reward", "teacher", "bureau"),
    ("ranking", "school", "upper"),
    ("ranking", "pupil", "family"),
    ("raw_marks", "pupil", "family"),
    ("label", "pupil", "school"),
    ("class_placement", "pupil", "school"),
)
EXAM, OURS = "exam", ".parquet"  # the declaration stands in the title and the stamp
LISTED = 12  # issues shown in full; the rest are counted


def words(code: str, /, **values: Any) -> Words:
    """A sentence of the reports' catalogue with its values."""
    return catalogue(PACKAGE)[code].fill(**values)


def facts(run: Run) -> tuple[Fact, ...]:
    """Which files, which rules, and the digest that stands for this run."""
    given = [(_called(f.path), f"{f.good_rows}/{f.rows}") for name, f in run.inputs.items() if name != EXAM]
    files = Words(
        "、".join(f"{called}（{rows}）" for called, rows in given),
        ", ".join(f"{called} ({rows})" for called, rows in given),
    )
    documents = dict.fromkeys(rule.doc for rule in run.outcome.rules)
    digests = " ".join(f.sha256[:12] for f in run.inputs.values())
    found = (
        Fact(
            words("fact.method"), Words(*(f"{said} · {run.method.name}" for said in _both(run.method.label)))
        ),
        Fact(words("fact.files"), files),
        Fact(words("fact.documents"), Words("；".join(documents), "; ".join(documents))),
        Fact(words("fact.digest"), plain(digests)),
    )
    return tuple(fact for fact in found if fact.value.zh)


def _called(path: Path) -> str:
    """A file by its name; one of ours, which is named in words, without its suffix."""
    return path.stem if path.suffix == OURS else path.name


def _both(said: Words) -> tuple[str, str]:
    return said.zh, said.en


def stamp(run: Run) -> Words | None:
    """The restriction of a report on an exam: not declared, or for whom it is."""
    if not any(i.name == "exam" for i in run.method.inputs):
        return None
    if run.exam is None:
        return words("stamp.undeclared")
    kind = run.exam["kind"]
    return words("stamp.diagnosis" if kind in ("gaokao", "zhongkao") else "stamp.internal")


def checking(run: Run) -> Section:
    """怎样核对: what was read and found, the 口径, the parameters, the rules, and the command."""
    blocks: list[Block] = [Note(run.method.note, title=words("check.definition")), *_restrictions(run)]
    if run.issues:
        blocks.append(_issues(run))
    blocks.append(_parameters(run))
    if run.outcome.rules:
        blocks.append(_rules(run))
    how = words(f"check.{run.method.reproduces}", tolerance=f"{run.method.tolerance:g}")
    blocks.append(Note(how, title=words("check.again")))
    return Section(words("check.title"), tuple(blocks))


def _restrictions(run: Run) -> list[Block]:
    """What the clauses in force forbid to do with figures of this exam, each with its document."""
    if run.exam is None:
        return []
    exam = declared_exam(
        run.exam["kind"], run.exam["stage"], grade=run.exam.get("grade"), scope=run.exam.get("scope")
    )
    uses = (replace(exam, purpose=p, detail=d, audience=a, unit="school") for p, d, a in FURTHER_USES)
    found = {r.clause.id: r for use in uses for r in refusals(use) if not r.undeclared}
    if not found:
        return []
    title = words("check.uses_table")
    said = words("check.uses", n=len(found), table=title)
    heads = tuple(Column(words(code)) for code in ("check.use", "document", "status"))
    clauses = [r.clause for r in found.values()]
    rows = tuple(
        (
            c.words,
            Words(*(f"{c.source.doc}，{c.source.clause}", f"{c.source.doc}, {c.source.clause}")),
            words(f"status.{c.source.status}"),
        )
        for c in clauses
    )
    return [Note(said, "near", title=words("check.uses_title")), Table(title, heads, rows)]


def _issues(run: Run) -> Note:
    said = [i.words for i in run.issues]
    items = tuple(said[:LISTED])
    if len(said) > LISTED:
        items += (words("check.more", n=len(said) - LISTED),)
    return Note(words("check.issues", n=len(said)), items=items, title=words("check.issues_title"))


def _parameters(run: Run) -> Table:
    kind = run.method.params
    rows = tuple(
        (_named(param_label(kind, name)), param_words(kind, f"choice.{name}.{value}") or _shown(value))
        for name, value in params_json(run.params).items()
        if value not in ([], {}, "", None)
    )
    columns = (Column(words("parameter")), Column(words("value")))
    return Table(words("check.parameters"), columns, rows)


def _named(label: Words) -> Words:
    """A parameter's words without the values that it may take."""
    return Words(label.zh.split("：")[0], label.en.split(": ")[0])


def _shown(value: Any) -> str | Words:
    code = f"value.{'yes' if value is True else 'no' if value is False else value}"
    if code in catalogue(PACKAGE):
        return words(code)
    if value in known():
        return balance_standard(str(value)).label
    if isinstance(value, dict):
        pairs = [_pair(k, v) for k, v in value.items()]
        return Words("，".join(p.zh for p in pairs), ", ".join(p.en for p in pairs))
    if not isinstance(value, list):
        return str(value)
    return ", ".join(" ".join(map("=".join, _texts(v))) if isinstance(v, dict) else str(v) for v in value)


def _texts(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The names and values of a set of parameters inside another."""
    held = {n: v if isinstance(v, list) else [v] for n, v in document.items()}
    return [(name, ",".join(map(cell_text, values))) for name, values in held.items()]


def _pair(key: str, value: Any) -> Words:
    """A name and its value; a value that stands without a name is written once."""
    code = f"value.{key}"
    named = words(code) if code in catalogue(PACKAGE) else subject_words(key)
    return plain(key) if key == str(value) else Words(f"{named.zh} {value}", f"{named.en} {value}")


def _rules(run: Run) -> Table:
    rows = tuple((r.id, r.doc, r.clause, words(f"status.{r.status}")) for r in run.outcome.rules)
    heads = ("rule", "document", "clause", "status")
    return Table(words("check.rules"), tuple(Column(words(h)) for h in heads), rows)


def in_order(names: Iterable[str]) -> list[str]:
    """Names by their text, numbers inside them as numbers: 2 before 10. Never by value."""
    return sorted(set(names), key=name_key)


def name_key(name: str) -> list[tuple[int, int, str]]:
    """The key by which names stand in a report."""
    parts = re.split(r"(\d+)", name)
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts if p]
