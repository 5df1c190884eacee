"""均衡报告: which schools and coefficients hold, which do not, and what it takes."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Mark,
    Meanings,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from xueheng.reports.runs.balance import before_after, items, raises, route, slide
from xueheng.reports.runs.balance_schools import Part, Row, met_tone, school_blocks
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.balance import BalanceStandard, balance_standard
from xueheng.standards.words import Words

FEW = 2  # coefficients that are shown as headline figures
NAMED = 8  # schools named in the conclusion; more of them only in the table


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a balance run."""
    standard = balance_standard(run.params.standard)
    parts = _parts(run, standard)
    sections = [_conclusion(run, parts, standard)]
    for part in parts:
        sections.append(
            Section(
                part.name, (*_part(part, standard), *raises.of_part(run, part), *slide.of_part(run, part))
            )
        )
    for further in (before_after, route, items):
        sections += further.sections(run)
    sections.append(checking(run))
    subtitle = words("balance.subtitle", standard=standard.label, doc=standard.source.doc)
    return Report(words("balance.title"), subtitle, facts(run), tuple(sections), files=files)


def _parts(run: Run, standard: BalanceStandard) -> list[Part]:
    place = {i.id: n for n, i in enumerate(standard.indicators)}
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    keys = {(r.get("county") or "", r["level"]) for r in tables["coefficients"]}
    order = sorted(keys, key=lambda k: (name_key(k[0]), k[1] != "primary"))

    def rows(name: str, key: tuple[str, str]) -> list[Row]:
        found = [r for r in tables.get(name, []) if (r.get("county") or "", r["level"]) == key]
        return sorted(
            found, key=lambda r: (name_key(r.get("school") or ""), place.get(r.get("indicator"), 0))
        )

    names = ("coefficients", "schools", "verdicts", "composite")
    return [Part(key[0] or None, key[1], *(rows(n, key) for n in names)) for key in order]


def _conclusion(run: Run, parts: list[Part], standard: BalanceStandard) -> Section:
    figures = run.outcome.figures
    numbers = [_verdict(figures["passes"])]
    if "schools_judged" in figures:
        context = words("balance.of_schools", n=figures["schools_judged"])
        numbers.append(
            Number(
                words("balance.schools_passing"),
                figures["schools_passing"],
                0,
                words("balance.units.school"),
                context=context,
            )
        )
    if figures["coefficients_judged"]:
        over = figures["coefficients_judged"] - figures["coefficients_met"]
        context = words("balance.of_coefficients", n=figures["coefficients_judged"])
        tone: Tone = "bad" if over else "good"
        numbers.append(
            Number(
                words("balance.over_limit"), over, 0, words("balance.units.item"), context=context, tone=tone
            )
        )
    numbers += _few_coefficients(parts, standard)
    blocks: list[Block] = [Numbers(tuple(numbers))]
    holds, fails = _sentences(parts, standard, met=True), _sentences(parts, standard, met=False)
    if holds:
        blocks.append(Note(words("balance.holds"), "good", holds))
    failing = tuple(_failing(part) for part in parts if any(v["passes"] is False for v in part.verdicts))
    fails += tuple(f for f in failing if f is not None)
    if fails:
        blocks.append(Note(words("balance.fails"), "bad", fails))
    return Section(words("conclusion"), tuple(blocks))


def _few_coefficients(parts: list[Part], standard: BalanceStandard) -> list[Number]:
    """The coefficients themselves, where there are so few that they are the headline."""
    rows = [(part, row) for part in parts for row in part.coefficients]
    if len(rows) > FEW:
        return []
    return [
        Number(
            words("balance.cv_of", part=part.name, label=standard.indicator(row["indicator"]).short),
            row["cv"],
            3,
            context=words("balance.n_of_schools", n=row["n"]) if row["n"] else None,
            tone=met_tone(row["met"]),
        )
        for part, row in rows
    ]


def _failing(part: Part) -> Words | None:
    """Which schools of a level do not pass, by name; None when only the county is judged."""
    names = part.failing
    if not names:
        return None
    values = {"part": part.name, "n": len(names), "of": len(part.verdicts)}
    if len(names) > NAMED:
        return words("balance.failing_many", table=part.failing_table, **values)
    return words("balance.failing_sentence", names=Words("、".join(names), ", ".join(names)), **values)


def _verdict(passes: bool | None) -> Number:
    said = {True: "balance.passes", False: "balance.passes_not", None: "balance.unknown"}[passes]
    tone: Tone = "quiet" if passes is None else "good" if passes else "bad"
    context = words("balance.unknown_why") if passes is None else None
    return Number(words("balance.verdict"), words(said), context=context, tone=tone)


def _sentences(parts: list[Part], standard: BalanceStandard, *, met: bool) -> tuple[Words, ...]:
    """One sentence a part and limit: the coefficients, or the composite, that are (not) within it."""
    return tuple(said for part in parts for said in _of_part(part, standard, met=met))


def _of_part(part: Part, standard: BalanceStandard, *, met: bool) -> Iterator[Words]:
    by_limit: dict[float, list[Words]] = {}
    for row in part.coefficients:
        if row["met"] is met:
            label = standard.indicator(row["indicator"]).short
            by_limit.setdefault(row["limit"], []).append(
                words("balance.value", label=label, cv=f"{row['cv']:.3f}")
            )
    for limit, held in by_limit.items():
        values = Words("、".join(v.zh for v in held), ", ".join(v.en for v in held))
        yield words("balance.sentence", part=part.name, limit=f"{limit:.2f}", values=values)
    for row in part.composite:
        if row["met"] is met:
            given = {"cv": f"{row['value']:.3f}", "limit": f"{row['limit']:.2f}"}
            yield words("balance.sentence_composite", part=part.name, **given)


def _part(part: Part, standard: BalanceStandard) -> list[Block]:
    blocks: list[Block] = [_coefficients(part, standard)]
    if len(part.coefficients) > 1:
        blocks.insert(0, _bars(part, standard))
    if part.schools:
        blocks += school_blocks(part, standard)
    return blocks


def _bars(part: Part, standard: BalanceStandard) -> Bar:
    limits = [r["limit"] for r in part.coefficients if r["limit"] is not None]
    over = sum(r["met"] is False for r in part.coefficients)
    code = "balance.bars" if over else "balance.bars_none"
    title = words(code, part=part.name, n=len(part.coefficients), over=over)
    if not limits:
        title = words("balance.bars_no_limit", part=part.name)
    marks = (Mark(words("balance.limit"), limits[0]),) if limits else ()
    tones = tuple(met_tone(r["met"]) for r in part.coefficients)
    return Bar(
        title,
        words("indicator"),
        words("balance.cv"),
        3,
        categories=tuple(standard.indicator(r["indicator"]).short for r in part.coefficients),
        series=(Series(words("balance.cv"), tuple(r["cv"] for r in part.coefficients), tones),),
        marks=marks,
        meanings=_limit_meanings(),
    )


def _limit_meanings() -> Meanings:
    return (("bad", words("balance.over")), ("good", words("balance.within")))


def _coefficients(part: Part, standard: BalanceStandard) -> Table:
    has_schools = any(r["mean"] is not None for r in part.coefficients)
    heads = [Column(words("indicator")), Column(words("balance.cv"), 3), Column(words("balance.limit"), 2)]
    if has_schools:
        heads += [Column(words("balance.mean"), 2), Column(words("balance.n_schools"), 0)]
        heads.append(Column(words("balance.if_met"), 3))
    rows: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for r in part.coefficients:
        cells = [standard.indicator(r["indicator"]).label, r["cv"], r["limit"]]
        cells += [r["mean"], r["n"], r["cv_if_met"]] if has_schools else []
        rows.append(tuple(cells))
        tones.append(_second(met_tone(r["met"]), len(cells)))
    for r in part.composite:
        rows.append((words("balance.composite"), r["value"], r["limit"], *[None] * (len(heads) - 3)))
        tones.append(_second(met_tone(r["met"]), len(heads)))
    note = words("balance.if_met_note") if has_schools and standard.school_rule else None
    return Table(
        words("balance.table", part=part.name),
        tuple(heads),
        tuple(rows),
        tuple(tones),
        note,
        meanings=_limit_meanings(),
    )


def _second(tone: Tone, width: int) -> tuple[Tone, ...]:
    """A row of plain cells whose second one has a tone."""
    return tuple(tone if i == 1 else "plain" for i in range(width))
