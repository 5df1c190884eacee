"""行: which rows under a header are data, and which are totals, notes, examples or headings again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from xueheng.tables.cells.values import half_width
from xueheng.tables.files.grid import Area, Cell

LineKind = Literal["data", "total", "note", "example", "index", "header"]
CODES = {
    "total": "SKIPPED_TOTAL",
    "note": "SKIPPED_NOTE",
    "example": "SKIPPED_EXAMPLE",
    "index": "SKIPPED_INDEX",
    "header": "SKIPPED_HEADER",
}
FIRST_CELLS = 3  # a row says in its first cells what it is
TOTAL = re.compile(r".{0,12}(合计|总计|小计|共计|总和|平均|平均分|平均值|均值|均分)[数]?")
STATED = re.compile(
    r"(及格|合格|优秀|优良|低分|达标|参考|出勤)率|(最高|最低)分?|极差|中位数|标准差|方差|[实应参]考人数|总?人数"
    r"|total|sum|average|mean|subtotal|max|min|sd",
    re.IGNORECASE,
)
OF_TOTAL = re.compile(r"(共|计|合计)?[\d.,%()/\s-]*(人|名|条|行|所|个|元|万元|分|%)?|[-—/·]*")
NOTE = re.compile(
    r"[(【\[]?(填[表报写]|审核|审批|制表|统计|复核|经办|负责|联系|单位|校长|盖章|公章|签[字章名]|说明|备注|附注?|注|注意|提示|以上|以下"
    r"|打印|录入)[^\d]{0,8}[:;,.、)】\]]|[※★*].{2,}|注\d|(note|remarks?|prepared|checked|filled|printed)\b.*:|\d{4}年\d{1,2}月(\d{1,2}日)?$",
    re.IGNORECASE,
)
EXAMPLE = re.compile(
    r"[(【\[]?(填写)?(示例|样例|范例|举例|例如|例子|模板行|example|sample)|例[\d一二三]*[:)】\]、]?$|\(例\)",
    re.IGNORECASE,
)
LONG = 8  # a lone text of so many letters is a remark, not a value
WIDE = 3  # a cell merged over so many columns is no cell of a table
MANY = 5  # so many numbers in order number the columns
ORDINALS = "甲乙丙丁戊己庚辛壬癸"


def kind_of(cells: Sequence[Cell], wide: Area | None, headings: Sequence[str], *, is_first: bool) -> LineKind:
    """What a row is; `wide` is the merged range that its first filled cell spans, if it spans columns."""
    filled = [c if isinstance(c, str) else str(c) for c in cells if c != ""]
    first = [half_width(t) for t in filled[:FIRST_CELLS]]
    if any(map(EXAMPLE.match, first)):
        return "example"
    if _is_total(first, filled):
        return "total"
    if _is_note(first[0], len(filled), wide, len(headings)):
        return "note"
    if _bare(first[-1]) in headings and [_bare(t) for t in filled] == [_bare(h) for h in headings if h]:
        return "header"
    return "index" if is_first and _is_index([half_width(t) for t in filled], len(headings)) else "data"


def _is_total(first: Sequence[str], filled: Sequence[str]) -> bool:
    """True when one of the first cells says so and the others hold only figures."""
    for place, text in enumerate(first):
        word = _bare(text).rstrip(":")
        if (place == 0 and TOTAL.fullmatch(word)) or _is_total_word(word):
            return all(OF_TOTAL.fullmatch(half_width(t)) for i, t in enumerate(filled) if i != place)
    return False


def _is_total_word(word: str) -> bool:
    """True for a word that stands for a total by itself, wherever it stands."""
    return bool(
        re.fullmatch(r"[全本]?[县市区镇乡校级班页]?(合计|总计|小计|共计|平均分?|均分)", word)
        or STATED.fullmatch(word)
    )


def _is_note(first: str, filled: int, wide: Area | None, width: int) -> bool:
    """True for 填表人, 说明 and their like, and for a lone remark across the table."""
    if NOTE.match(first) and filled <= max(2, width // 2):
        return True
    if filled > 1 or width < WIDE:
        return False
    is_wide = wide is not None and wide.right - wide.left + 1 >= min(WIDE, width)
    is_words = bool(re.search(r"[^\W\d]", first))
    return is_words and (is_wide or len(first) >= LONG or ":" in first)


def _is_index(filled: Sequence[str], width: int) -> bool:
    """True when the row numbers the columns: 甲 乙 1 2 3, or 1 2 3 4 5 under every head."""
    if len(filled) < max(WIDE, width - 1):
        return False
    letters = [t for t in filled if t in ORDINALS]
    numbers = [re.sub(r"[()]", "", t) for t in filled[len(letters) :]]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    return in_order and filled[: len(letters)] == letters and (bool(letters) or len(numbers) >= MANY)


def _bare(text: str) -> str:
    return "".join(half_width(text).split())
