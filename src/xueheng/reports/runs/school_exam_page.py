"""一校一页（质量分析）: a school's subjects beside all pupils and schools of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Cell,
    Column,
    Mark,
    Meanings,
    Note,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import Row, subject_words
from xueheng.reports.runs.exam_figures import Distance, Figures, distance
from xueheng.reports.runs.exam_mastery import own_points
from xueheng.reports.runs.exam_scope import exam_words
from xueheng.reports.runs.page_parts import Standing, hidden, judged, page
from xueheng.reports.runs.provenance import words
from xueheng.reports.runs.similar_schools import similar_groups
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain
from xueheng.tables.scores import TOTAL


def pages(run: Run) -> dict[str, Report]:
    """The page of each school, by name."""
    figures = Figures(run, {name: table.to_pylist() for name, table in run.outcome.tables.items()})
    rows = {(r["level"], r["group"], r["subject"]): r for r in figures.tables["groups"]}
    kinds = similar_groups(run, figures.tables["groups"])
    names = figures.names("school")
    return {name: _School(figures, rows, name, kinds.get(name)).report() for name in names}


@dataclass(frozen=True)
class _School:
    """One school's rows beside those of all pupils and of schools like it."""

    figures: Figures
    rows: dict[tuple[str, str, str], Row]
    name: str
    kind: tuple[str, str] | None

    @cached_property
    def subjects(self) -> list[str]:
        """The subjects, the total last."""
        found = self.figures.subjects
        return [*found, TOTAL] if TOTAL in self.figures.whole and TOTAL not in found else found

    def own(self, subject: str) -> Row | None:
        """The school's row of a subject."""
        return self.rows.get(("school", self.name, subject))

    def like(self, subject: str) -> Row | None:
        """The row of schools like it."""
        return self.rows.get((*self.kind, subject)) if self.kind else None

    def away(self, subject: str) -> Distance | None:
        """How far the school lies from all pupils; None where it is not judged."""
        row = self.own(subject)
        return distance(row, self.figures.whole[subject]) if row else None

    @property
    def most(self) -> int:
        """Pupils of the school in the subject that most of them sat."""
        return max((row["n"] for s in self.subjects if (row := self.own(s))), default=0)

    def report(self) -> Report:
        """The page; where pupils are too few, why it holds no figures."""
        subtitle = words("page.subtitle", about=exam_words(self.figures.run))
        if self.most < least("publication"):
            sections: tuple[Section, ...] = (hidden(self.most),)
        else:
            blocks = (self._table(), self._chart())
            standings = [s for subject in self.figures.subjects if (s := self._standing(subject))]
            rule = words("page.exam_rule", most=int(limit("page_items")))
            step = words("page.exam_step")
            points = own_points(self.figures.tables.get("mastery", []), self.name)
            said = _points(points, most=int(limit("page_items")))
            sections = (
                Section(words("page.glance"), (*blocks, *judged(standings, rule=rule, step=step), *said)),
            )
        return page(self.figures.run, self.name, kind="exam", subtitle=subtitle, sections=sections)

    def _table(self) -> Table:
        heads = [Column(words("exam.marks_subject")), Column(words("page.n_own"), 0)]
        heads += [Column(words("page.own"), 1), Column(words("page.joint"), 1)]
        heads += [Column(self._kind_words(), 1)] if self.kind else []
        heads += [Column(words("page.away"), 2, unit=words("page.sd_unit")), Column(words("page.interval"))]
        heads += [Column(words(f"page.{c}_pass"), 1, percent=True) for c in ("own", "joint")]
        lines = [self._line(subject) for subject in self.subjects]
        note = words("page.exam_table_note", least=least("publication"))
        rows, tones = tuple(row for row, _ in lines), tuple(tone for _, tone in lines)
        meanings: Meanings = (("good", words("page.strengths")), ("near", words("page.gaps")))
        return Table(words("page.exam_table"), tuple(heads), rows, tones, note, meanings=meanings)

    def _line(self, subject: str) -> tuple[tuple[Cell, ...], tuple[Tone, ...]]:
        row, joint, found = self.own(subject), self.figures.whole[subject], self.away(subject)
        shown = row if row and row["n"] >= least("publication") else None
        like = self.like(subject)
        cells: list[Cell] = [subject_words(subject), row["n"] if row else None]
        cells += [shown["mean"] if shown else None, joint["mean"]]
        cells += [like["mean"] if like else None] if self.kind else []
        at = len(cells)
        cells += [found.value, _between(found)] if found else [None, None]
        cells += [shown["pass_rate"] if shown else None, joint["pass_rate"]]
        tone: Tone = (
            "plain" if found is None else "good" if found.low > 0 else "near" if found.high < 0 else "plain"
        )
        return tuple(cells), tuple(tone if i == at else "plain" for i in range(len(cells)))

    def _kind_words(self) -> Words:
        return words("page.similar", kind=plain(self.kind[1] if self.kind else ""))

    def _chart(self) -> Bar:
        held = [s for s in self.subjects if self.away(s)]
        full = self.figures.run.outcome.figures["full"]
        x, labels = words("exam.marks_subject"), tuple(subject_words(s) for s in held)
        if any(s not in full for s in held):
            away = tuple(found.value for s in held if (found := self.away(s)))
            title, y = words("page.exam_chart_away"), words("page.away")
            series: tuple[Series, ...] = (Series(words("page.own"), away),)
            return Bar(
                title, x, y, 2, categories=labels, series=series, marks=(Mark(words("page.joint"), 0.0),)
            )
        runs: list[tuple[Words, Callable[[str], Row | None]]] = [(words("page.own"), self.own)]
        runs.append((words("page.joint"), self.figures.whole.get))
        runs += [(self._kind_words(), self.like)] if self.kind else []
        series = tuple(Series(said, tuple(_share(of(s), full[s]) for s in held)) for said, of in runs)
        title, y = words("page.exam_chart"), words("exam.share")
        return Bar(title, x, y, 1, True, categories=labels, series=series)

    def _standing(self, subject: str) -> Standing | None:
        row, found = self.own(subject), self.away(subject)
        if row is None or found is None:
            return None
        values = {
            k: number(v, digits=2)
            for k, v in (("away", abs(found.value)), ("low", found.low), ("high", found.high))
        }
        way = words("page.higher" if found.value > 0 else "page.lower")
        what = subject_words(subject)
        said = words("page.exam_item", what=what, way=way, n=number(row["n"], digits=0), **values)
        return Standing(what, said, found.value, found.low > 0, found.high < 0)


def _points(found: list[tuple[Row, Row]], *, most: int) -> tuple[Note, ...]:
    """The knowledge points that surely lie below and above all pupils, at most so many of each."""
    below = [pair for pair in found if pair[0]["rate"] < pair[1]["rate"]][:most]
    above = [pair for pair in found if pair[0]["rate"] > pair[1]["rate"]][::-1][:most]
    items = tuple(_point(own, joint) for own, joint in (*below, *above))
    return (Note(words("page.points"), items=items),) if items else ()


def _point(own: Row, joint: Row) -> Words:
    rates = {k: number(100 * r["rate"], digits=1) for k, r in (("own", own), ("joint", joint))}
    return words("page.point", subject=plain(own["subject"]), point=plain(own["point"]), **rates)


def _between(found: Distance) -> Words:
    low, high = (number(v, digits=2) for v in (found.low, found.high))
    return words("page.between", low=low, high=high)


def _share(row: Row | None, full: object) -> float | None:
    return float(row["mean"]) / float(str(full)) if row else None
