"""A run as its page shows it: how far it is, what went in, what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs.forms import text_of
from xueheng.apps.runs.queries import form_fields
from xueheng.methods.declare import OutcomeTable
from xueheng.methods.registry import method
from xueheng.standards.words import Words
from xueheng.web.context import spoken
from xueheng.web.results import codes
from xueheng.web.results.forms import dataset_text

TONES = {"error": "bad", "warning": "warn", "notice": "plain"}
MOVING = ("waiting", "running")
WITH_RESULT = ("computed", "sealed")


@dataclass(frozen=True)
class Step:
    """一步: its words, and whether it is done, here or to come."""

    words: str
    mark: str


@dataclass(frozen=True)
class Used:
    """用了的数据: which Dataset was which input, and whether the actor may open it."""

    label: Words
    dataset: Any
    words: str
    may_open: bool


@dataclass(frozen=True)
class Chosen:
    """参数: its words and its value; whether it is what the standard or the method says."""

    label: Words
    text: str
    is_default: bool


@dataclass(frozen=True)
class Remark:
    """要知道的: an issue of the run in words."""

    words: dict[str, str]
    tone: str
    level: str
    place: str


def steps(run: Any) -> list[Step]:
    """等待、运算、待复核、已封存; a rehearsal ends when it is computed, and some methods need no approval."""
    words = {"waiting": _("等待"), "running": _("运算")}
    if run.is_rehearsal:
        words["computed"] = _("试算完成")
    else:
        words |= {"computed": _("待复核")} if method(run.method).approvals else {}
        words["sealed"] = _("已封存")
    if run.state not in words:
        return []
    at = list(words).index(run.state)
    ended = run.state == list(words)[-1]
    return [Step(said, _mark(n, at, ended=ended)) for n, said in enumerate(words.values())]


def used(run: Any, actor: Actor) -> list[Used]:
    """The Datasets of a run by input."""
    declared = method(run.method)
    return [
        Used(declared.input(i.name).label, i.dataset, dataset_text(i.dataset), may_open(actor, i.dataset))
        for i in run.inputs.all()
    ]


def may_open(actor: Actor, dataset: Any) -> bool:
    """True when the actor may read the rows of a Dataset."""
    return actor.may("data.see", dataset.org)


def chosen(run: Any) -> Iterator[Chosen]:
    """The parameters that say something, in declared order."""
    for field in form_fields(run.method):
        text = text_of(run.params.get(field.name))
        if text:
            said = next(
                (c.label.say(spoken()) for c in field.choices if c.value == text),
                codes.chosen(text, spoken()),
            )
            yield Chosen(field.label, said, text == field.default)


def tables(run: Any) -> list[OutcomeTable]:
    """The outcome tables that the run made, in declared order."""
    return [t for t in method(run.method).tables if f"outcome/{t.name}.parquet" in run.files]


def remarks(run: Any) -> list[Remark]:
    """What the run says of its data, the gravest first."""
    found = [_remark(issue) for issue in run.issues]
    return sorted(found, key=lambda one: list(TONES.values()).index(one.tone))


def _remark(issue: dict[str, Any]) -> Remark:
    severity = issue.get("severity") or "error"
    levels = {"error": _("要改"), "warning": _("要看"), "notice": _("提示")}
    place = " · ".join(str(issue[key]) for key in ("sheet", "column") if issue.get(key))
    row = _("第 %(n)s 行") % {"n": issue["row"]} if issue.get("row") else ""
    return Remark(issue["words"], TONES[severity], levels[severity], " · ".join(filter(None, (place, row))))


def _mark(n: int, at: int, *, ended: bool) -> str:
    if n < at or (n == at and ended):
        return "done"
    return "here" if n == at else ""
