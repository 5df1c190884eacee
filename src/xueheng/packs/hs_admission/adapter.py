"""录取结果的投影: lines for all families, lists for schools, the reason of every choice for the child."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xueheng.apps.publish.own import Own, Row, Told
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.reports.blocks import Cell, Column, Number, Numbers, Report, Section, Table
from xueheng.reports.runs import admission_quota
from xueheng.reports.runs.admission import school_page
from xueheng.reports.runs.admission.keys import parts, said
from xueheng.reports.runs.admission.reasons import why
from xueheng.reports.runs.admission_match import cutoff, ordered
from xueheng.reports.runs.provenance import checking
from xueheng.standards.words import Words, catalogue, plain

COLUMNS = ("school", "line", "filled", "seats")


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def family_report(run: Run, around: Around) -> Projection:
    """录取线: how many each school took, and the first part of the key of the last of them; no applicant."""
    rows, figures = ordered(run, "programs"), run.outcome.figures
    has_batches = len({row["batch"] for row in rows}) > 1
    shown = tuple(_line(around, row, with_batch=has_batches) for row in rows)
    numbers = tuple(Number(words(name), figures[name], 0) for name in ("students", "admitted", "unmatched"))
    heads = tuple(Column(words(name)) for name in COLUMNS)
    table = Table(words("schools"), heads, shown, note=words("line_note"))
    sections = (Section(words("conclusion"), (Numbers(numbers), table)), checking(run))
    return Projection(Report(words("title"), words("own_reason"), (), sections))


def school_pages(run: Run, around: Around) -> Projection:
    """本校录取名单: by number, with the group and the rank of the choice; no marks, no other school."""
    pages = school_page.pages(run).items()
    return Projection(
        pages={
            name: replace(page, title=said("school.title", school=_name(around, name)))
            for name, page in pages
        }
    )


def quota_report(run: Run, around: Around) -> Projection:
    """指标名额: the seats of every junior school at every senior school."""
    return Projection(admission_quota.compose(run))


def child_page(own: Own) -> Told | None:
    """录取与理由: where the child goes or that there is no place, then the reason of each choice in turn."""
    matches, reasons = own.rows("matches", "student"), own.rows("reasons", "student")
    if not matches:
        return None
    match, has_batches = matches[0], len({row["batch"] for row in reasons}) > 1
    conclusion = words("unplaced")
    if match["program"]:
        place = {"school": own.called(match["program"]), "rank": match["rank"], "group": _group(match)}
        conclusion = words("placed", **place)
    found = own.find("texts", "code", {row["code"] for row in reasons}) if reasons else []
    texts = {row["code"]: Words(row["text_zh"], row["text_en"]) for row in found}
    told = (_choice(own, row, why(row, texts), with_batch=has_batches) for row in reasons)
    return Told(conclusion, tuple(told), _check(reasons))


def _choice(own: Own, row: Row, reason: Words, *, with_batch: bool) -> Words:
    head = words("choice", rank=row["rank"], school=own.called(row["program"]), reason=reason)
    return words("in_batch", batch=row["batch"], what=head) if with_batch else head


def _check(reasons: list[Row]) -> tuple[Words, ...]:
    """随机号 of the child and how it can be checked, then what to do in doubt."""
    tickets = dict.fromkeys(t for r in reasons if (t := parts(r["own_key"]).get("ticket")))
    return (*(words("ticket", ticket=t) for t in tickets), words("objection"))


def _line(around: Around, row: Row, *, with_batch: bool) -> tuple[Cell, ...]:
    """A school of a batch; of the key of the last admitted what is compared first."""
    name: Words = plain(_name(around, row["program"]))
    name = words("in_batch", batch=row["batch"], what=name) if with_batch else name
    first = (row["cutoff_key"] or "").partition("; ")[0]
    return name, cutoff({**row, "cutoff_key": first}), row["filled"], row["capacity"]


def _name(around: Around, program: str) -> str:
    school = around.school(program)
    return school.name if school else program


def _group(row: Row) -> Words:
    return words("in_group", group=row["group"]) if row["group"] else plain("")
