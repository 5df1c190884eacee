"""A chart block as an ECharts option; report.js lays it out by the width it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from xueheng.reports.blocks import Bar, Box, Caterpillar, Chart, Flow, Heat, Line, Quadrant
from xueheng.reports.charts.category_charts import bar, box, caterpillar
from xueheng.reports.charts.chart_parts import Option
from xueheng.reports.charts.flow_chart import flow
from xueheng.reports.charts.plane_charts import heat, line, quadrant
from xueheng.standards.words import Lang

BUILDERS: Mapping[type[Chart], Callable[[Any, Lang], Option]] = MappingProxyType(
    {
        Bar: bar,
        Line: line,
        Box: box,
        Heat: heat,
        Caterpillar: caterpillar,
        Quadrant: quadrant,
        Flow: flow,
    }
)


def spec(chart: Chart, lang: Lang) -> Option:
    """What the page draws: the kind, how ticks read, the names and words, and the option itself."""
    return {"kind": type(chart).__name__.lower(), **BUILDERS[type(chart)](chart, lang)}
