"""自带内容: what our own workbooks hold beside the data, which a reader passes over without a word."""

from __future__ import annotations

import re

SHEETS = re.compile(
    r"(填[表写]?)?说明|填写(说明|须知)|代码表?|数据字典|字典|问题清单([（(]学衡[）)])?"
    r"|how to fill in|codes|issues( \(xueheng\))?",
    re.IGNORECASE,
)
COLUMNS = ("错误说明", "Issues")


def is_own_sheet(name: str | None) -> bool:
    """True for sheets of instructions, codes and findings, by their names."""
    return name is not None and SHEETS.fullmatch(name.strip()) is not None


def is_own_column(heading: str | None) -> bool:
    """True for the column in which a marked workbook says what is wrong."""
    return heading in COLUMNS
