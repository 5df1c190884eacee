"""How far a job is: exams with their stage, and tables that the schools have filed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words
from xueheng.tables.schema import schema
from xueheng.web.desk.sight import Sight

SCORES = "scores"
STAGES = (
    Words("成绩入库", "Scores in"),
    Words("生成报告", "Report made"),
    Words("结果成立", "Result stands"),
)
REPORTED = ("computed", "sealed")
MAKE, READ = Words("生成分析报告", "Make the report"), Words("看报告", "Read the report")
SHOWN = 5


@dataclass(frozen=True)
class Exam:
    """考试: its scores, how far the report is, and what comes next."""

    name: str
    stages: tuple[tuple[Words, str], ...]  # done, here or nothing
    address: str
    next: Words


@dataclass(frozen=True)
class Filed:
    """报送: the schools whose table of a period is here."""

    table: Words
    period: str
    schools: tuple[str, ...]


def exams(sight: Sight) -> list[Exam]:
    """考试 whose scores are here, the latest first."""
    scores = [dataset for dataset in sight.datasets if dataset.table == SCORES][:SHOWN]
    return [_exam(dataset, sight) for dataset in scores]


def filed(sight: Sight) -> list[Filed]:
    """报送 of the tables that schools file themselves, each of its latest period."""
    latest: dict[str, str] = {}
    held: dict[str, set[str]] = defaultdict(set)
    for dataset in (one for one in sight.datasets if one.org.kind in kinds_of("school")):
        if latest.setdefault(dataset.table, dataset.period) == dataset.period:
            held[dataset.table].add(dataset.org.name)
    return [Filed(schema(t).label, latest[t], tuple(sorted(orgs))) for t, orgs in held.items()]


def _exam(dataset: Any, sight: Sight) -> Exam:
    on_it = set(dataset.runs.values_list("run_id", flat=True))
    states = {run.pk: run.state for run in sight.runs if run.pk in on_it and run.state in REPORTED}
    reached = 1 + bool(states) + ("sealed" in states.values())
    marks = ["done" if i < reached else "here" if i == reached else "" for i in range(len(STAGES))]
    name = dataset.label or f"{schema(SCORES).label.zh} {dataset.period}"
    if states:
        address = reverse("results:report", args=[next(iter(states))])
        return Exam(name, tuple(zip(STAGES, marks, strict=True)), address, READ)
    address = f"{reverse('results:new')}?method=exam.quality&scores={dataset.pk}"
    return Exam(name, tuple(zip(STAGES, marks, strict=True)), address, MAKE)
