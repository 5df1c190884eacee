"""学段: the coefficients and the schools of one stage, as everybody may read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from xueheng.apps.publish.manner import counts
from xueheng.apps.publish.projection import Around
from xueheng.apps.publish.suppression import Cells, Line, Truths, withheld
from xueheng.methods.run import Run
from xueheng.packs.quality_balance.pupils import pupils_of
from xueheng.reports.blocks import Bar, Cell, Column, Mark, Meanings, Series, Table, Tone
from xueheng.reports.runs.provenance import words as report_words
from xueheng.standards.balance import BalanceStandard, balance_standard
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, catalogue

Row = dict[str, Any]


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


@dataclass(frozen=True)
class Level:
    """A stage of a county: its coefficients and schools."""

    run: Run
    around: Around
    county: str
    level: str

    @property
    def name(self) -> Words:
        """县区 and 学段."""
        level = report_words(f"level.{self.level}")
        return Words(f"{self.county}{level.zh}", f"{self.county} {level.en}".strip())

    @property
    def standard(self) -> BalanceStandard:
        """The standard of the run."""
        return balance_standard(self.run.params.standard)

    def rows(self, table: str, run: Run | None = None) -> list[Row]:
        """The rows of an outcome table that are of this stage."""
        held = (run or self.run).outcome.tables.get(table)
        rows = held.to_pylist() if held is not None else []
        return [r for r in rows if (r.get("county") or "", r["level"]) == (self.county, self.level)]

    @cached_property
    def last(self) -> dict[str, float]:
        """The coefficients of the last run, by indicator."""
        former = self.around.former
        return {r["indicator"]: r["cv"] for r in self.rows("coefficients", former)} if former else {}

    @cached_property
    def in_order(self) -> list[Row]:
        """The coefficients in the order of the standard."""
        place = {i.id: n for n, i in enumerate(self.standard.indicators)}
        return sorted(self.rows("coefficients"), key=lambda r: place[r["indicator"]])

    def bars(self) -> Bar:
        """The coefficients beside the limit and the last ones."""
        rows = self.in_order
        title = words("coefficients", part=self.name, within=sum(r["met"] is True for r in rows), n=len(rows))
        series = [Series(words("now"), tuple(r["cv"] for r in rows), tuple(_tone(r["met"]) for r in rows))]
        if self.last:
            series.insert(0, Series(words("before"), tuple(self.last.get(r["indicator"]) for r in rows)))
        limit = next((r["limit"] for r in rows if r["limit"] is not None), None)
        marks = () if limit is None else (Mark(words("limit"), limit),)
        names = tuple(self.standard.indicator(r["indicator"]).short for r in rows)
        return Bar(
            title,
            report_words("indicator"),
            words("cv"),
            3,
            categories=names,
            series=tuple(series),
            marks=marks,
            meanings=_meanings(),
        )

    def coefficients(self) -> Table:
        """差异系数 with limit, last value and the number of schools."""
        heads = [Column(report_words("indicator")), Column(words("cv"), 3), Column(words("limit"), 2)]
        heads += [Column(words("before"), 3)] if self.last else []
        heads.append(Column(words("n"), 0))
        rows, tones = [], []
        for r in self.in_order:
            last = [self.last.get(r["indicator"])] if self.last else []
            label = self.standard.indicator(r["indicator"]).label
            rows.append((label, r["cv"], r["limit"], *last, r["n"]))
            tones.append(tuple(_tone(r["met"]) if i == 1 else "plain" for i in range(len(heads))))
        title = words("coefficients_table", part=self.name)
        return Table(title, tuple(heads), tuple(rows), tuple(tones), meanings=_meanings())

    @cached_property
    def verdicts(self) -> list[tuple[str, Row]]:
        """The schools' verdicts by code; a school that the roster lacks by its name, after the others."""
        known = [(self.around.school(r["school"]), r) for r in self.rows("verdicts") if r.get("school")]
        coded = [(school.code if school else "", r) for school, r in known]
        return sorted(coded, key=lambda pair: (not pair[0], pair[0], pair[1]["school"]))

    @cached_property
    def pupils(self) -> list[int]:
        """学生数 of the schools in their order."""
        found = pupils_of(self.run)
        return [found.get((self.county, r["school"], self.level), 0) for _, r in self.verdicts]

    @cached_property
    def hidden_verdicts(self) -> Truths:
        """The schools whose reading is withheld: of few pupils, and who would give those away."""
        n = np.array([*self.pupils, sum(self.pupils)], dtype=float)
        passes = [float(r["passes"] is True) for _, r in self.verdicts]
        figures, one = np.array([*passes, sum(passes)]), np.ones(len(n))
        line = Line(len(passes), tuple(range(len(passes))))
        upper = np.array([*[1.0] * len(passes), float(len(passes))])
        cells = Cells(n, figures, 0 * one, upper, one, True, (line,) if passes else ())
        return withheld(cells, least=least("publication"))

    def schools(self) -> tuple[Table | None, int]:
        """各校 by code: pupils, reading, what falls short; and how many cells are withheld."""
        if not self.verdicts:
            return None, 0
        line = Line(len(self.pupils), tuple(range(len(self.pupils))))
        sizes = counts([*self.pupils, sum(self.pupils)], lines=(line,))
        hidden = self.hidden_verdicts
        short: dict[str, list[str]] = {}
        for r in self.rows("schools"):
            if r["met"] is False:
                short.setdefault(r["school"], []).append(r["indicator"])
        rows: list[tuple[Cell, ...]] = []
        for at, (code, r) in enumerate(self.verdicts):
            known = self.around.school(r["school"])
            place = known.town if known else ""
            reading = self._reading(r, short.get(r["school"], []), is_hidden=bool(hidden[at]))
            rows.append((r["school"], code, place, sizes[at], *reading))
        rows.append((words("all"), "", "", sizes[-1], "", ""))
        heads = [Column(words(c)) for c in ("school", "code", "town")]
        heads += [Column(words("pupils"), 0), Column(words("state")), Column(words("lacking"))]
        floor = least("published_count")
        note = words("schools_note", few=floor - 1, least=floor)
        n_hidden = int(hidden.sum()) + sum(isinstance(size, Words) for size in sizes)
        title = words("schools_table", part=self.name)
        return Table(title, tuple(heads), tuple(rows), note=note, fold=len(rows)), n_hidden

    def _reading(self, row: Row, short: list[str], *, is_hidden: bool) -> tuple[Words, Words | str | None]:
        if is_hidden:
            return words("state.hidden"), ""
        named = [self.standard.indicator(i).short for i in short]
        listed = Words("、".join(w.zh for w in named), ", ".join(w.en for w in named))
        if row["passes"] is None:
            return words("state.unknown"), listed if named else None
        state = words("state.met") if row["passes"] else words("state.short", n=len(named))
        return state, listed if named else words("none")


def _tone(met: bool | None) -> Tone:
    return "plain" if met is None else "good" if met else "near"


def _meanings() -> Meanings:
    return (("good", words("is_within")), ("near", words("is_over")))
