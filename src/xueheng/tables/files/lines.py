"""行: which rows under a header are data, and which are totals, notes, examples or headings again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_uppercase
from typing import Literal

from xueheng.tables.cells.values import half_width
from xueheng.tables.files.grid import Area, Cell, cell_text

LineKind = Literal["data", "total", "note", "example", "index", "header"]
CODES = {
    "total": "SKIPPED_TOTAL",
    "note": "SKIPPED_NOTE",
    "example": "SKIPPED_EXAMPLE",
    "index": "SKIPPED_INDEX",
    "header": "SKIPPED_HEADER",
}
FIRST_CELLS = 3  # a row says in its first cells what it is
TOTAL = re.compile(
    r".{0,12}(合计|总计|小计|共计|累计|总和|平均|平均分|平均值|均值|均分)[数]?|全[县市区镇乡校级]"
    r"|(其中:?)?[男女]生?(人数)?"
)
COUNTED = re.compile(r"(?<![A-Za-z])[:]?共?\d+([人名条行所个台件]|名?(学生|教师|教职工))?$")  # 合计3人
STATED = re.compile(
    r"(及格|合格|优秀|优良|良好|低分|达标|参考|出勤|得分|上线|超均|通过)率(\(%\))?"
    r"|([实应参]考|参评|缺考|及格|合格|优秀|优良|良好|低分|达标|上线|总)?人数"
    r"|(最高|最低)分?|满分值?|分值|极差|众数|中位数|标准差|方差|难度(系数)?|区分度|信度"
    r"|total|sum|average|mean|subtotal|max|min|sd",
    re.IGNORECASE,
)
OF_TOTAL = re.compile(r"(合?计|其中|[男女]生?|[共人名条行所个台件本册元分]|万元|[\d.,:;、%()/\s—·-])*")
# Who filled a form in, when and with what seal: however many cells it takes, it is no data.
SIGNED = re.compile(
    r"[(【\[]?(单位|学校|部门)?(填[表报写制]|制表|审[核批定]|复[核查]|统计|经办|报送|上报|录入|打印|负责|联系|监考|主考"
    r"|班主任|校长|园长|局长)(([人员]|单位|日期|时间|部门|电话)?([(]?(签[字章名]|[公盖]章)[)]?:?|:.*)|[人员]|日期)"
    r"|.{0,6}[(]?(签[字章名]|[公盖]章)[)]?:?"
)
# What only one cell says, at the foot or the head of a page.
LONE = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]{1,2})[.、)].+|[(]\d{1,2}[)].+|[—-]*(第?\d+页|以[上下]).*|.{3,}制"
)
HINT = re.compile(
    r"[(【\[].*[)】\]]|[★☆*※√]+|(必|选|非必|可不)填项?|可空|[ymd/.-]{6,}|(下拉|请)选择?|(\d+位)?(文本|数[值字]|日期|整数)(格?型?式?)"
)  # how a column is to be filled in
NOTE = re.compile(
    r"[(【\[]?(填[表报写]|审核|审批|制表|统计|复核|经办|负责|联系|单位|校长|盖章|公章|签[字章名]|说明|备注|附注?|注|注意|提示|以上|以下"
    r"|打印|录入)[^\d]{0,8}[:;,.、)】\]]|[※★*].{2,}|注\d|(note|remarks?|prepared|checked|filled|printed)\b.*:|\d{4}年\d{1,2}月(\d{1,2}日)?$",
    re.IGNORECASE,
)
EXAMPLE = re.compile(
    r"[(【\[]?(填[写表])?(示例|样例|样表|范例|举例|例如|例子|模板行|example|sample)|例[\d一二三]*[:)】\]、].*|\(例\)"
    r"|.*[(](示例|样例|范例|例)[)]$",
    re.IGNORECASE,
)
EXAMPLE_FIRST = re.compile(r"例[\d一二三]*")
EXAMPLE_LATER = re.compile(r"[(【\[]?(此行|本行)?(填[写表])?(示例|样例|范例)(行|数据)?([^\w].*)?")
CODE = re.compile(r"[A-Za-z0-9._/-]*\d")  # alone in its row it is a number, not a remark: SQ-20260001
INDEX = ("栏次", "栏目", "行次", "列号")
LONG = 8  # a lone text of so many letters is a remark, not a value
WIDE = 3  # a cell merged over so many columns is no cell of a table
MANY = 5  # so many numbers in order number the columns
ORDINALS = "甲乙丙丁戊己庚辛壬癸"


def kind_of(cells: Sequence[Cell], wide: Area | None, headings: Sequence[str], *, is_first: bool) -> LineKind:
    """What a row is; `wide` is the merged range that its first filled cell spans, if it spans columns."""
    filled = [cell_text(c) for c in cells if c != ""]
    first = [half_width(t) for t in filled[:FIRST_CELLS]]
    if _is_example(first, filled[FIRST_CELLS:]):
        return "example"
    if _is_total(first, filled):
        return "total"
    if is_first and _is_index([half_width(t) for t in filled], len(headings)):
        return "index"
    if _is_note(first[0], len(filled), wide, len(headings)) or (is_first and _are_hints(filled)):
        return "note"
    if _bare(first[-1]) in headings and [_bare(t) for t in filled] == [_bare(h) for h in headings if h]:
        return "header"
    return "data"


def is_plain(cells: Sequence[Cell], headings: Sequence[str]) -> bool:
    """True at a glance for what most rows are: one cell is a number, and none says what its row is."""
    held = [c for c in cells if c != ""]
    first, has_number = held[:FIRST_CELLS], False
    for cell in first:
        if cell.__class__ is not str or (cell.isascii() and (cell[0].isdigit() or _is_code(cell))):
            has_number = True
        elif _tells(cell):
            return False
    if not has_number or 1 == len(held) < len(headings) or _bare(cell_text(first[-1])) in headings:
        return False
    return "例" not in "".join([c for c in held[FIRST_CELLS:] if c.__class__ is str])


def _is_code(text: str) -> bool:
    """True for letters that end in digits and are no numbered example: SQ20260001."""
    return text[-1].isdigit() and text.isalnum() and text[:2].lower() not in ("ex", "sa")


@lru_cache(maxsize=10_000)
def _tells(text: str) -> bool:
    """True when a text may say that its row is no data."""
    plain, word = half_width(text), _total_word(text)
    is_total = TOTAL.fullmatch(word) or _is_total_word(word)
    return bool(is_total or EXAMPLE.match(plain) or NOTE.match(plain) or SIGNED.fullmatch(_bare(text)))


def _total_word(text: str) -> str:
    return COUNTED.sub("", _bare(text)).rstrip(":")


def _is_example(first: Sequence[str], later: Sequence[str]) -> bool:
    """True when one of the first cells says so, or a later one says nothing else."""
    if EXAMPLE_FIRST.fullmatch(first[0]) or any(map(EXAMPLE.match, first)):
        return True
    return any("例" in t and EXAMPLE_LATER.fullmatch(half_width(t)) for t in later)


def _is_total(first: Sequence[str], filled: Sequence[str]) -> bool:
    """True when one of the first cells says so and the others hold only figures."""
    for place, text in enumerate(first):
        word = _total_word(text)
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
    if SIGNED.fullmatch(_bare(first)) or (NOTE.match(first) and filled <= max(2, width // 2)):
        return True
    if filled > 1 or width < WIDE or CODE.fullmatch(first):
        return False
    if LONE.fullmatch(first):
        return True
    is_wide = wide is not None and wide.right - wide.left + 1 >= min(WIDE, width)
    is_words = bool(re.search(r"[^\W\d]", first))
    return is_words and (is_wide or len(first) >= LONG or ":" in first)


def _are_hints(filled: Sequence[str]) -> bool:
    """True when every cell under a head says how to fill the column in."""
    return len(filled) > 1 and all(HINT.fullmatch(half_width(t)) for t in filled)


def _is_index(filled: Sequence[str], width: int) -> bool:
    """True when the row numbers the columns: 甲 乙 1 2 3, 1 2 3 4 5 or A B C D E under every head."""
    if len(filled) < max(WIDE, width - 1):
        return False
    if list(filled) == list(ascii_uppercase[: len(filled)]):
        return len(filled) >= MANY
    is_named = filled[0] in INDEX
    filled = filled[1:] if is_named else filled
    letters = [t for t in filled if t in ORDINALS]
    numbers = [re.sub(r"[()]", "", t) for t in filled[len(letters) :]]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    return (
        in_order and filled[: len(letters)] == letters and (is_named or bool(letters) or len(numbers) >= MANY)
    )


def _bare(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    return "".join(half_width(text).split())
