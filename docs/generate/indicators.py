"""Reference of the indicators: the tables by which each is tested, and what it needs."""

from __future__ import annotations

from collections.abc import Mapping

from generate.markdown import YES, code, page, table, title
from xueheng.indicators.declare import Indicator
from xueheng.indicators.registry import indicator, indicator_names
from xueheng.standards.indicators import IndicatorValue, indicator_entry

LEAD = (
    "一个指标是一个 Ibis 表达式：进一张表，出一张表，在 DuckDB 和 SQLite（不取分位数时）上写法相同。"
    "每页的例表就是它的测试。",
    "An indicator is one Ibis expression, a table in and a table out. The tables on its page are its tests.",
)


def indicators_pages(specs: Mapping[str, str]) -> dict[str, str]:
    """The list of indicators and the page of each, by file name."""
    pages = {
        f"indicators/{name}.md": _page(indicator(name), specs.get(name, "")) for name in indicator_names()
    }
    rows = [_listed(indicator(name)) for name in indicator_names()]
    heads = ("指标 Indicator", "中文", "English", "口径 Meaning", "分位数 Quantiles")
    return {"indicators/index.md": page("# 指标 Indicators", *LEAD, table(heads, rows)), **pages}


def _listed(found: Indicator) -> tuple[str, ...]:
    label = indicator_entry(found.id).label
    quantiles = YES if found.quantiles else ""
    return f"[{code(found.id)}]({found.id}.md)", label.zh, label.en, found.meaning, quantiles


def _page(found: Indicator, spec: str) -> str:
    needs = [(code(c), kind, True) for c, kind in found.needs.items()]
    needs += [(code(c), kind, None) for c, kind in found.may_use.items()]
    entry = indicator_entry(found.id)
    gives = [_given(name, entry.values.get(name)) for name in found.gives]
    return page(
        f"# {code(found.id)} {title(entry.label)}",
        found.meaning,
        table(("给出的列 Gives", "中文", "English", "单位 Unit", "较好 Better", "小数 Digits"), gives),
        table(("读取的列 Column", "类型 Type", "必需 Required"), needs),
        spec,
    )


def _given(name: str, value: IndicatorValue | None) -> tuple[object, ...]:
    """A column that the indicator gives; one that names the rows has no words of its own."""
    if value is None:
        return code(name), None, None, None, None, None
    digits = f"{value.digits} %" if value.percent else value.digits
    return code(name), value.label.zh, value.label.en, title(value.unit), value.better, digits
