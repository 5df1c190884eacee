"""标题分行: a title in lines of like length that do not tear words apart."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from xueheng.reports.office.office import breadth

BEFORE_NOT = "，。、；：？！）》〉”’』」〕】%％·的了和与及"
AFTER_NOT = "（《〈“‘『「〔【"
BEFORE_WELL = ("关于", "的通", "的报", "的请", "的函", "的决", "的意", "情况")
AFTER_WELL = "于、的和与及局县市区校· "
TERMS = (
    *(
        "义务教育",
        "优质均衡",
        "基本均衡",
        "教学质量",
        "质量监测",
        "质量分析",
        "增值评价",
        "督导评估",
        "督导委员会",
    ),
    *(
        "普通高考",
        "普通高中",
        "中考",
        "学年度",
        "学期",
        "学校",
        "学生",
        "教师",
        "教育",
        "幼儿园",
        "办公室",
        "委员会",
    ),
    *(
        "工作",
        "情况",
        "方案",
        "办法",
        "意见",
        "通知",
        "通报",
        "请示",
        "报告",
        "问题",
        "建设",
        "发展",
        "评估",
        "监测",
    ),
)
TOGETHER = re.compile(
    rf"[A-Za-z0-9.,:%+-]+年?|《[^》]{{1,16}}》|（[^）]{{1,12}}）|〔\d+〕\d+号|{'|'.join(TERMS)}"
)
WELL = 6  # half-width letters of unevenness that a good place to break is worth
MOST_LINES = 4


def title_lines(title: str, *, letters: int) -> list[str]:
    """The title in as few lines as hold it, each at most so many Han letters wide where that can be."""
    least = -(-breadth(title) // (2 * letters))
    for n in range(least, min(MOST_LINES, len(title)) + 1):
        divided = [_divide(title, cuts) for cuts in combinations(_places(title), n - 1)]
        fitting = [lines for lines in divided if all(breadth(line) <= 2 * letters for line in lines)]
        if fitting:
            return min(fitting, key=_cost)
    return [title]


def _places(title: str) -> list[int]:
    """Where a line may end: not inside a word, a date or the name of a document."""
    inside = {at for m in TOGETHER.finditer(title) for at in range(m.start() + 1, m.end())}
    return [
        at
        for at in range(2, len(title) - 1)
        if at not in inside
        and title[at - 1] not in AFTER_NOT
        and (title[at] not in BEFORE_NOT or title.startswith(BEFORE_WELL, at))
    ]


def _divide(title: str, cuts: tuple[int, ...]) -> list[str]:
    ends = (0, *cuts, len(title))
    return [title[a:b].strip() for a, b in pairwise(ends)]


def _cost(lines: list[str]) -> float:
    """Uneven lines cost; a line that ends where one would draw breath costs less."""
    widths = [breadth(line) for line in lines]
    well = sum(
        line[-1:] in AFTER_WELL or following.startswith(BEFORE_WELL) for line, following in pairwise(lines)
    )
    return max(widths) - min(widths) - WELL * well
