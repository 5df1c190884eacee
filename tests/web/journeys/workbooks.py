"""The workbook of school resources as a clerk has it, and as it is once corrected."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import openpyxl

NAME = "2027年办学条件.xlsx"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GROUPS = ["学校情况", "", "", "", "", "教师", "", "", "校舍", "", "设备", ""]
HEADS = ["县区", "学校", "学段", "办学类型", "学生数", "高于规定学历教师数", "县级以上骨干教师数"]
HEADS += [
    "体育、艺术专任教师数",
    "教学及辅助用房面积",
    "体育运动场馆面积",
    "教学仪器设备值",
    "网络多媒体教室数",
]
SCHOOLS = (
    ("青山县城关镇第一小学", "小学", "普通", 90, 8, 2, 1, 492, 678, 232255, 3),
    ("青山县鹿鸣镇上坪教学点", "小学", "教学点", 38, 3, 1, 1, 256, 484, 129200, 1),
    ("青山县鹿鸣镇九年一贯制学校", "小学", "普通", 48, 2, 1, 1, 439, 1081, 236945, 2),
    ("青山县鹿鸣镇九年一贯制学校", "初中", "普通", 31, 3, 1, 1, 420, 700, 150300, 1),
    ("青山县城关镇初级中学", "初中", "普通", 52, 6, 1, 1, 560, 980, 280100, 2),
    ("青山县第二中学", "初中", "普通", 25, 3, 1, 1, 330, 520, 120400, 1),
)
PUPILS, KIND = 4, 3
HIDDEN = 5  # row of the sheet


@cache
def untidy() -> dict[str, object]:
    """Titles and merged headings, a hidden row, full-width digits, a kind misspelt, pupils below nothing."""
    rows = _rows()
    rows[0][PUPILS], rows[1][KIND], rows[2][PUPILS] = "９０", "教学点校", -48
    return _file(rows, hidden=HIDDEN)


def tidy(*, pupils: int = 52) -> dict[str, object]:
    """The same county without a slip, and with so many pupils in its largest junior school."""
    rows = _rows()
    rows[4][PUPILS] = pupils
    return _file(rows)


def _rows() -> list[list[object]]:
    return [["青山县（生成）", *school] for school in SCHOOLS]


def _file(rows: list[list[object]], *, hidden: int = 0) -> dict[str, object]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["青山县2027年学校办学条件统计表"])
    sheet.append(GROUPS)
    for row in (HEADS, *rows):
        sheet.append(row)
    for merged in ("A1:L1", "A2:E2", "F2:H2", "I2:J2", "K2:L2"):
        sheet.merge_cells(merged)
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
    out = BytesIO()
    book.save(out)
    return {"name": NAME, "mimeType": TYPE, "buffer": out.getvalue()}
