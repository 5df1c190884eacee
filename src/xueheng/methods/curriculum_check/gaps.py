"""开齐开足: every line of every class against the table of hours, and the weekly total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xueheng.methods.curriculum_check.lessons import Key, SchoolClass
from xueheng.standards.class_hours import ClassHours, HoursLine
from xueheng.standards.yaml_source import Source

TOTAL = "total"
OFF = ("ABSENT", "SHORT", "OVER")


@dataclass(frozen=True)
class Gap:
    """核对一行: the lessons of a line in a class, what is asked, and the verdict with its clause."""

    key: Key
    line: str
    hours: Decimal
    least: Decimal | None
    most: Decimal | None
    reason: str
    source: Source

    @property
    def met(self) -> bool | None:
        """None where nothing is asked of a class."""
        return {"MET": True, "FREE": None, "UNNAMED": None}.get(self.reason, False)

    def row(self, called: Mapping[str, str]) -> tuple[Any, ...]:
        """The row of the outcome table."""
        said = f"{self.source.doc}：{self.source.clause}"
        name = called.get(self.line, self.line)
        return (*self.key, name, self.hours, self.least, self.most, self.met, self.reason, said, self.line)


def gaps_of(classes: Iterable[SchoolClass], standard: ClassHours) -> Iterator[Gap]:
    """The lines of each class, the subjects that no line counts, and the total."""
    for one in classes:
        grade = one.key[1]
        for line in standard.lines:
            hours = one.of_line.get(line.id, Decimal(0))
            if hours or grade in line.at_least or grade in line.at_most:
                yield _of_line(one, line, hours, standard)
        for name, hours in sorted(one.of_others.items()):
            yield Gap(one.key, name, hours, None, None, "UNNAMED", standard.source)
        weekly = Decimal(standard.weekly[grade])
        reason = _reason(one.total, weekly, weekly)
        yield Gap(one.key, TOTAL, one.total, weekly, weekly, reason, standard.source)


def _of_line(one: SchoolClass, line: HoursLine, hours: Decimal, standard: ClassHours) -> Gap:
    least, most = line.at_least.get(one.key[1]), line.at_most.get(one.key[1])
    return Gap(
        one.key, line.id, hours, least, most, _reason(hours, least, most), line.source or standard.source
    )


def _reason(hours: Decimal, least: Decimal | None, most: Decimal | None) -> str:
    if least is None and most is None:
        return "FREE"
    if least is not None and hours < least:
        return "SHORT" if hours else "ABSENT"
    return "OVER" if most is not None and hours > most else "MET"


def by_subject(gaps: Iterable[Gap], called: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """学校、年级、学科: how many classes keep the table, and the mean of their lessons."""
    held: dict[tuple[str, int, str], list[Gap]] = {}
    for gap in gaps:
        if gap.met is not None:
            held.setdefault((*gap.key[:2], gap.line), []).append(gap)
    for key, of in held.items():
        reasons = [gap.reason for gap in of]
        mean = float(sum(gap.hours for gap in of) / len(of))
        counts = (len(of), reasons.count("MET"), *map(reasons.count, OFF))
        yield (*key[:2], called.get(key[2], key[2]), *counts, mean, key[2])
