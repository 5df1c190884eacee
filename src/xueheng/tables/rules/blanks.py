"""空缺: what people write into a cell when there is nothing to write."""

from __future__ import annotations

NOTHING = frozenset(
    {"无", "没有", "暂无", "暂缺", "空", "缺", "待补", "待定", "未知", "不详", "不清楚"}
    | {"未办", "未办理", "待办", "待办理", "正在办理", "办理中"}
    | {"无身份证", "无身份证号", "没有身份证", "无证件", "NA", "N/A", "NONE", "NULL"}
)
SIGNS = "-—–/\\_*?.0 "


def is_nothing(value: object) -> bool:
    """True for a blank cell and for words and signs that stand for one; a number is never nothing."""
    if not isinstance(value, str):
        return value is None
    text = value.strip()
    return not text.strip(SIGNS) or text.upper() in NOTHING
