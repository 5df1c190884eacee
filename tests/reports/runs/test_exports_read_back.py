"""What is exported is read back equal: outcome tables as CSV, and every table of a report's workbook."""

import io
import math

import pyarrow.csv
import pytest
from python_calamine import CalamineWorkbook

from xueheng.methods.outcome import csv_bytes
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Chart, Table
from xueheng.reports.charts.twins import twin
from xueheng.reports.display import MISSING, cell, is_number
from xueheng.reports.of_run import compose
from xueheng.reports.office import workbook
from xueheng.reports.office.workbook_tables import HEAD_ROW

SCHOOLS = ("第一中学", "𠮷田初级中学", "阿依·古丽学校")
SCORES = ["考号,姓名,学校,班级,语文,数学"] + [
    f"{n:04d},王㐂,{SCHOOLS[n % 3]},{n % 4 + 1}班,{n * 37 % 241 / 2:g},{n * 53 % 121 if n % 17 else '缺考'}"
    for n in range(90)
]
RESOURCES = [
    "县区,学校,学段,学生数,专任教师数,高于规定学历教师数,骨干教师数,体音美教师数,教学及辅助用房面积,"
    "体育运动场馆面积,教学仪器设备值,网络多媒体教室数",
    *(
        f"东县,{name},{level},{n * 331},{n * 20},{n * 17}.5,{n * 3},{n * 2},{n * 1500}.25,"
        f"{n * 2500},{n * 700001},{n * 6}"
        for n, name in enumerate(SCHOOLS, start=1)
        for level in ("小学", "初中")
    ),
]
RUNS = {
    "exam.quality": ("scores", SCORES, {"full": "语文:120,数学:120", "lines": "高:180,中:120"}),
    "balance.standard": ("schools", RESOURCES, {"standard": "yzjh-2017"}),
}


@pytest.fixture(params=RUNS)
def run(request, tmp_path):
    """A run of each method on a small file."""
    name, lines, given = RUNS[request.param]
    declared, file = method(request.param), tmp_path / "in.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return run_method(
        declared, {name: file}, params=parse_params(declared.params, given.items(), document={}), answers={}
    )


def known(value):
    """A value, None where a number is not known."""
    return None if isinstance(value, float) and math.isnan(value) else value


def test_every_outcome_table_is_read_back_from_its_csv(run):
    for table in run.outcome.tables.values():
        types = {field.name: field.type for field in table.schema}
        options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
        read = pyarrow.csv.read_csv(io.BytesIO(csv_bytes(table)), convert_options=options)
        expected = [{name: known(value) for name, value in row.items()} for row in table.to_pylist()]
        assert read.to_pylist() == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_and_chart_is_read_back_from_the_workbook(run, tmp_path, lang):
    report = compose(run)
    workbook.write(report, tmp_path / "report.xlsx", lang=lang)
    book = CalamineWorkbook.from_path(tmp_path / "report.xlsx")
    blocks = [b for s in report.sections for b in s.blocks if isinstance(b, Table | Chart)]
    for at, block in enumerate(blocks, start=1):
        table = block if isinstance(block, Table) else twin(block)
        rows = book.get_sheet_by_index(at).to_python(skip_empty_area=False)[HEAD_ROW + 1 :]
        assert [row[: len(table.columns)] for row in rows[: len(table.rows)]] == [
            [held(value, lang) for value in row] for row in table.rows
        ]


def held(value, lang):
    """What the cell of a workbook holds of a value."""
    if is_number(value):
        return value if math.isfinite(value) else MISSING
    return cell(value, lang)
