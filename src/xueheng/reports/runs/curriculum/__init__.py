"""课程开齐开足报告: its words, and how classes, subjects and verdicts are called."""

from __future__ import annotations

from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Tone
from xueheng.reports.display import number
from xueheng.standards.class_hours import ClassHours, class_hours
from xueheng.standards.curriculum import curriculum
from xueheng.standards.stages import grade_entry
from xueheng.standards.subjects import subject, subjects
from xueheng.standards.words import Words, catalogue, plain

Row = dict[str, Any]
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "plain"}


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the report on lessons."""
    return catalogue(__package__)[code].fill(**values)


def table_of_hours(run: Run) -> ClassHours:
    """The table that the run was held against."""
    return class_hours(run.params.standard)


def subject_label(run: Run, name: str) -> Words:
    """A line of the table, a subject or the weekly total in words; what is unknown as it was written."""
    if name == "total":
        return said("total")
    found = next((line.label for line in table_of_hours(run).lines if line.id == name), None)
    if found is None and name in {s.id for s in subjects()}:
        return subject(name).label
    return found or plain(name)


def short_label(run: Run, name: str) -> Words:
    """A line without what stands in brackets, for the head of a narrow column."""
    label = subject_label(run, name)
    return Words(label.zh.split("（")[0], label.en.split(" (")[0])


def group_label(run: Run, name: str) -> Words:
    """A group of the plan whose shares are asked."""
    return curriculum(table_of_hours(run).shares).group(name).label


def grade_label(grade: int) -> Words:
    """年级 in words."""
    return grade_entry(grade).label


def class_label(row: Row) -> Words:
    """A class with its grade: 三年级1班; a name that says its grade itself stands alone."""
    label = grade_label(row["grade"])
    if label.zh in row["class"]:
        return plain(row["class"])
    return Words(f"{label.zh} {row['class']}", f"{label.en}, {row['class']}")


def asked(row: Row) -> Words:
    """What is asked: 不少于 3, or exactly 9."""
    low, high = row["minimum"], row["maximum"]
    if low is None and high is None:
        return plain("")
    if low == high:
        return plain(number(low, digits=_places(low)))
    if high is None:
        return said("at_least", n=number(low, digits=_places(low)))
    return said("at_most", n=number(high, digits=_places(high)))


def verdict(row: Row) -> Words:
    """The verdict of a row in words, with how many lessons it is off."""
    off = difference(row)
    return said(f"reason.{row['reason']}", n=number(abs(off or 0), digits=_places(off or 0)))


def difference(row: Row) -> float | None:
    """Lessons below the least (negative) or above the most; None where nothing is asked."""
    if row["met"] is None:
        return None
    if row["minimum"] is not None and row["hours"] < row["minimum"]:
        return float(row["hours"] - row["minimum"])
    is_over = row["maximum"] is not None and row["hours"] > row["maximum"]
    return float(row["hours"] - row["maximum"]) if is_over else 0.0


def _places(value: Any) -> int:
    return 0 if value == int(value) else 1
