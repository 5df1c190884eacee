"""不整齐的成绩册: the workbook that waits to be repaired, with what clerks meet every day."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from xueheng.sample.workbooks import NOTE, Cells, book, grid

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Untidy:
    """成绩册 as it came, and what must be done to it."""

    content: bytes
    above_full: str  # heading of the subject with a mark above the full mark
    ambiguous: str  # number of the pupil whose name is written otherwise than in the roll


def untidy(scores: pa.Table, *, title: str, full: int) -> Untidy:
    """成绩册 under titles: a mark too high, full-width digits, a blank amid a name, a pupil's name wrong."""
    cells = grid(scores, "scores")
    heads, rows = cells[0], cells[1:]
    first = len(heads) - 3
    rows[4][first + 1] = float(full + 8)  # a slip of the key: no paper has so many marks
    rows[7][first] = _wide(rows[7][first])
    rows[8][first + 2] = _wide(rows[8][first + 2])
    rows[9][1] = "　".join(rows[9][1])
    rows[11][1] = rows[12][1] if rows[11][1] != rows[12][1] else rows[13][1]
    signed: Cells = [["制表人：示例", "", "", "审核人：示例"]]
    content = book([[title], ["满分各150分；缺考写“缺考”"], [NOTE], heads, *rows, [], *signed], sheet="高三")
    return Untidy(content, str(heads[first + 1]), str(rows[11][0]))


def _wide(mark: object) -> object:
    return f"{mark:g}".translate(FULL_WIDTH) if isinstance(mark, float) else mark
