"""一校一页: what the pages of all methods share: strengths, gaps, next steps, hidden figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Fact, Note, Report, Section
from xueheng.reports.runs.provenance import facts, stamp, words
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

EMPTY = Words("", "")


@dataclass(frozen=True)
class Standing:
    """One subject or indicator of a school: its sentence and how far it lies from the county's mean."""

    what: Words
    said: Words
    away: float
    is_strength: bool
    is_gap: bool


def strengths(standings: Sequence[Standing]) -> list[Standing]:
    """The largest strengths, at most as many as a page holds; ties in the given order."""
    held = sorted((s for s in standings if s.is_strength), key=lambda s: -s.away)
    return held[: int(limit("page_items"))]


def gaps(standings: Sequence[Standing]) -> list[Standing]:
    """The largest gaps, at most as many as a page holds; ties in the given order."""
    held = sorted((s for s in standings if s.is_gap), key=lambda s: s.away)
    return held[: int(limit("page_items"))]


def judged(standings: Sequence[Standing], *, rule: Words, step: Words) -> tuple[Block, ...]:
    """长处、短处与下一步, and the rule by which they were found."""
    good, weak = strengths(standings), gaps(standings)
    next_step = words("page.todo_line", step=step) if weak else words("page.todo_blank")
    return (
        _listed("strengths", good),
        _listed("gaps", weak),
        Note(next_step),
        Note(words("page.rule", rule=rule), "quiet"),
    )


def _listed(code: str, held: list[Standing]) -> Note:
    text = EMPTY if held else words(f"page.no_{code}")
    tone = "plain" if not held else "good" if code == "strengths" else "near"
    return Note(text, tone, tuple(s.said for s in held), words(f"page.{code}"))  # type: ignore[arg-type]


def hidden(n: int) -> Section:
    """The section that stands in place of figures where pupils are too few."""
    text = words("page.hidden", n=n, least=least("publication"))
    return Section(words("page.hidden_title"), (Note(text, "quiet"),))


def page(run: Run, school: str, *, kind: str, subtitle: Words, sections: Iterable[Section]) -> Report:
    """The page of one school; no other school and no file name stands on it."""
    title = words("page.title", school=plain(school), report=words(f"page.report.{kind}"))
    return Report(title, subtitle, _facts(run), tuple(sections), stamp(run), is_one_page=True)


def _facts(run: Run) -> tuple[Fact, ...]:
    """The digest that stands for the run; file names may say whose data they are."""
    return tuple(fact for fact in facts(run) if fact.label == words("fact.digest"))
