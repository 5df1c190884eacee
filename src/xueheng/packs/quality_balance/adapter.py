"""均衡结果的投影: for everybody coefficients and schools by code, for each school its own page."""

from __future__ import annotations

from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.packs.quality_balance.level import Level, words
from xueheng.reports.blocks import Block, Number, Numbers, Report, Section
from xueheng.reports.runs.provenance import checking
from xueheng.reports.runs.provenance import words as report_words
from xueheng.reports.runs.school_pages import compose_schools
from xueheng.standards.balance import balance_standard
from xueheng.standards.words import Words


def school_pages(run: Run, around: Around) -> Projection:
    """一校一页: each school's own indicators beside the threshold and the county's mean."""
    return Projection(pages=compose_schools(run))


def public_report(run: Run, around: Around) -> Projection:
    """均衡公布: what holds, each coefficient with its limit and the last one, each school's band."""
    levels = [Level(run, around, *key) for key in _levels(run)]
    standard = balance_standard(run.params.standard)
    tables = [(level, level.schools()) for level in levels]
    sections = [Section(report_words("conclusion"), (_overview(run, around, levels),))]
    for level, (schools, _) in tables:
        blocks: tuple[Block, ...] = (level.bars(), level.coefficients(), *([schools] if schools else []))
        sections.append(Section(level.name, blocks))
    sections.append(checking(run))
    subtitle = report_words("balance.subtitle", standard=standard.label, doc=standard.source.doc)
    report = Report(words("title"), subtitle, (), tuple(sections))
    return Projection(report, withheld={f"{lv.county}{lv.level}": n for lv, (_, n) in tables})


def _levels(run: Run) -> list[tuple[str, str]]:
    found = {(r.get("county") or "", r["level"]) for r in run.outcome.tables["coefficients"].to_pylist()}
    return sorted(found, key=lambda key: (key[0], key[1] != "primary"))


def _overview(run: Run, around: Around, levels: list[Level]) -> Numbers:
    """达标概况 with the last run's figures; the count of schools only where it betrays none of them."""
    now, before = run.outcome.figures, around.former.outcome.figures if around.former else {}
    shown = [("coefficients_met", "coefficients_judged", "within", "item")]
    if "schools_judged" in now and not any(level.hidden_verdicts.any() for level in levels):
        shown.insert(0, ("schools_passing", "schools_judged", "met_schools", "school"))
    numbers = []
    for figure, of, label, unit in shown:
        context = words("of" if unit == "school" else "of_items", n=now[of])
        if figure in before:
            last = words("last", value=before[figure])
            context = Words(context.zh + last.zh, context.en + last.en)
        numbers.append(Number(words(label), now[figure], 0, words(f"units.{unit}"), context=context))
    return Numbers(tuple(numbers))
