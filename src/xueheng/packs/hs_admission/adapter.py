"""录取结果的投影: lines for all families, lists for schools, the reason of every choice for the child."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from xueheng.apps.publish.own import Own, Row, Told
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.packs.hs_admission.keys import first_part, needed, part, parts
from xueheng.packs.hs_admission.keys import said as words
from xueheng.reports.blocks import Column, Number, Numbers, Report, Section, Table
from xueheng.reports.runs import admission_quota
from xueheng.reports.runs.provenance import checking
from xueheng.standards.words import Words, plain

COLUMNS = ("school", "line", "filled", "seats")


def family_report(run: Run, around: Around) -> Projection:
    """录取线: how many each school took, and the first part of the key of the last of them; no applicant."""
    rows = run.outcome.tables["programs"].to_pylist()
    figures = run.outcome.figures
    shown = tuple((_name(around, r["program"]), _line(r), r["filled"], r["capacity"]) for r in rows)
    numbers = tuple(Number(words(name), figures[name], 0) for name in ("students", "admitted", "unmatched"))
    heads = tuple(Column(words(name)) for name in COLUMNS)
    table = Table(words("schools"), heads, shown, note=words("line_note"))
    sections = (Section(words("conclusion"), (Numbers(numbers), table)), checking(run))
    return Projection(Report(words("title"), words("own_reason"), (), sections))


def school_pages(run: Run, around: Around) -> Projection:
    """本校录取名单: by number, with the group and the rank of the choice; no marks, no other school."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in run.outcome.tables["matches"].to_pylist():
        held[row["program"] or ""].append(row)
    held.pop("", None)
    return Projection(pages={program: _page(around, program, rows) for program, rows in held.items()})


def quota_report(run: Run, around: Around) -> Projection:
    """指标名额: the seats of every junior school at every senior school."""
    return Projection(admission_quota.compose(run))


def child_page(own: Own) -> Told | None:
    """录取与理由: where the child goes or that there is no place, then the reason of each choice in turn."""
    matches, reasons = own.rows("matches", "student"), own.rows("reasons", "student")
    if not matches:
        return None
    match = matches[0]
    if match["program"]:
        place = own.called(match["program"])
        conclusion = words("placed", school=place, rank=match["rank"], group=_group(match))
    else:
        conclusion = words("unplaced")
    batches = {r["batch"] for r in reasons}
    told = tuple(_choice(own, r, with_batch=len(batches) > 1) for r in reasons)
    return Told(conclusion, told, _check(reasons))


def _choice(own: Own, row: Row, *, with_batch: bool) -> Words:
    head = words("choice", rank=row["rank"], school=own.called(row["program"]), reason=_reason(row))
    return words("in_batch", batch=row["batch"], choice=head) if with_batch else head


def _reason(row: Row) -> Words:
    """The reason of one choice as one would tell it; own and last value of the part that decided."""
    code, differs = row["code"], row["differs"]
    own, last = parts(row["own_key"]).get(differs), parts(row["cutoff_key"]).get(differs)
    if differs and own and last:
        return words(f"{code}.compared", what=part(differs), own=_short(own), last=_short(last))
    if code in ("BELOW_FLOOR", "NOT_ELIGIBLE"):
        values: dict[str, Any] = {"own": first_part(row["own_key"]), "needs": needed(row["needs"])}
        return words(code, rule=part(row["rule_id"] or ""), **values)
    return words(code)


def _check(reasons: list[Row]) -> tuple[Words, ...]:
    """随机号 of the child and how it can be checked, then what to do in doubt."""
    tickets = dict.fromkeys(t for r in reasons if (t := parts(r["own_key"]).get("ticket")))
    return (*(words("ticket", ticket=t) for t in tickets), words("objection"))


def _short(value: str) -> str:
    """A ticket by its beginning; any other value whole."""
    return f"{value[:12]}…" if len(value) > 16 else value


def _line(row: Row) -> Words:
    return words("not_full") if row["left_over"] else first_part(row["cutoff_key"])


def _name(around: Around, program: str) -> str:
    school = around.school(program)
    return school.name if school else program


def _group(row: Row) -> Words:
    return words("in_group", group=row["group"]) if row["group"] else plain("")


def _page(around: Around, program: str, rows: list[Row]) -> Report:
    heads = tuple(Column(words(name)) for name in ("number", "group", "rank"))
    shown = tuple((r["student"], r["group"], r["rank"]) for r in sorted(rows, key=lambda r: r["student"]))
    table = Table(words("list", n=len(rows)), heads, shown, fold=len(shown))
    title = words("list_title", school=_name(around, program))
    return Report(title, words("list_subtitle"), (), (Section(words("list", n=len(rows)), (table,)),))
