"""自带内容: what our own workbooks hold beside the data, which a reader passes over without a word."""

from __future__ import annotations

import re

from xueheng.standards.words import catalogue, comparable


def _words(*codes: str) -> frozenset[str]:
    said = (catalogue("xueheng.tables")[code] for code in codes)
    return frozenset(word for words in said for word in (words.zh, words.en))


PERSON, STATUS = "person", ":status"  # columns of a Dataset beside those of its table
OWN_COLUMNS = _words("marked.column")
LIST_TITLES = _words("marked.list_title")
LIST_NAMES = _words("marked.list") | LIST_TITLES
OWN_SHEETS = _words("template.guide", "template.codes") | LIST_NAMES
SHEETS = {comparable(name) for name in OWN_SHEETS}
OF_OTHERS = re.compile(
    r"(填[表写]?)?说明|填写须知|代码|(数据)?字典"
)  # sheets with which others explain theirs


def is_own_sheet(name: str | None) -> bool:
    """True for sheets of instructions, codes and findings, by their names."""
    return name is not None and (
        comparable(name) in SHEETS or OF_OTHERS.fullmatch(comparable(name)) is not None
    )


def is_own_column(heading: str | None) -> bool:
    """True for the column in which a marked workbook says what is wrong."""
    return heading in OWN_COLUMNS


def is_beside(heading: str) -> bool:
    """True for what a Dataset keeps beside its columns: who a row is, and why a mark is missing."""
    return heading == PERSON or heading.endswith(STATUS)
