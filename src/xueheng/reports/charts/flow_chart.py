"""流向图: who goes from the left to the right, as ECharts options."""

from __future__ import annotations

from collections import Counter

from xueheng.reports.blocks import Flow
from xueheng.reports.charts.chart_parts import PALETTE, QUIET, Option, axis_words, texts
from xueheng.reports.display import number
from xueheng.standards.words import Lang, Words


def flow(chart: Flow, lang: Lang) -> Option:
    """Bands in the colour of where they begin; each end says its name and how many."""
    sides = ((chart.left, Counter[int]()), (chart.right, Counter[int]()))
    for *ends, n in chart.flows:
        for (_, counted), end in zip(sides, ends, strict=True):
            counted[end] += n
    nodes = [_nodes(names, counted, lang, depth=at) for at, (names, counted) in enumerate(sides)]
    links = [{"source": f"0:{a}", "target": f"1:{b}", "value": n} for a, b, n in chart.flows]
    drawn = {"type": "sankey", "data": [*nodes[0], *nodes[1]], "links": links}
    return {"words": axis_words(chart, lang), "option": {"series": [drawn]}}


def _nodes(names: tuple[str | Words, ...], counted: Counter[int], lang: Lang, *, depth: int) -> list[Option]:
    shown = enumerate(texts(names, lang))
    return [
        {
            "name": f"{depth}:{at}",
            "depth": depth,
            "words": f"{name} {number(counted[at], digits=0)}",
            "itemStyle": {"color": QUIET if depth else PALETTE[at % 6]},
        }
        for at, name in shown
        if counted[at]
    ]
