"""A clerk's round: a file is inspected, comes back marked, reads as before, is put right and is accepted."""

import json
from pathlib import Path

import openpyxl
import pytest

from xueheng.tables.context import Context, read_context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.marking.marked import write_marked
from xueheng.tables.schema import schema

FOLDER = Path(__file__).parent / "bad_input"
CASES = {
    case["file"].partition("_")[0]: case
    for case in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
}
SAME = ["S02", "S03", "S05", "S06", "S09", "S11", "S15", "S17", "C01", "C02", "C03", "C04", "I01", "G01"]
SAME += ["P01", "A01"]
OF_TEXT = {"ENCODING"}  # true of the csv file, not of the workbook that it comes back as
RIGHT = {  # what the clerk writes into the marked workbook, by row and heading
    "S03": {
        (3, "身份证件号"): "430299201108030759",
        (4, "性别"): "女",
        (5, "出生日期"): "20110107",
        (6, "出生日期"): "20110206",
        (7, "身份证件号"): "430299201112142921",
    },
    "C02": {
        (2, "语文"): 120,
        (2, "总分"): 350,
        (3, "语文"): 93,
        (3, "总分"): 323,
        (4, "语文"): 89.5,
        (4, "总分"): 319.5,
        (5, "总分"): 338,
        (6, "英语"): 95.5,
    },
    "G01": {
        (4, "学生数"): 250,
        (5, "学生数"): 90,
        (5, "其中女"): 40,
        (5, "七年级"): 30,
        (5, "八年级"): 30,
        (5, "九年级"): 30,
        (6, "其中女"): 260,
        (6, "校舍建筑面积(㎡)"): 6000,
        (6, "教学仪器设备值(万元)"): 420,
    },
}


@pytest.fixture
def inspected(tmp_path):
    """A file inspected as the case says, with the context that it assumes."""

    def run(case, path):
        (tmp_path / "reference.json").write_bytes((FOLDER / "reference.json").read_bytes())
        (tmp_path / "context.json").write_text(json.dumps(case["context"]), encoding="utf-8")
        context = Context(**read_context(tmp_path / "context.json"))
        return inspect_file(path, schema(case["importer"]), context=context)

    return run


@pytest.fixture
def round_of(inspected, tmp_path):
    """The case inspected, and where it comes back marked."""

    def marked(case, lang="zh"):
        source, target = FOLDER / case["file"], tmp_path / "marked.xlsx"
        checked = inspected(case, source)
        write_marked(source, target, issues=checked.issues, laid=checked.laid, lang=lang)
        return checked, target

    return marked


def findings(checked):
    """What is said of every cell, whatever the sheet is called."""
    told = [(i.row or 0, i.column or "", i.code, i.severity, i.value, i.repair) for i in checked.issues]
    return sorted((t for t in told if t[2] not in OF_TEXT), key=str)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAME)
def test_a_marked_workbook_says_the_same_as_the_file_it_comes_from(inspected, round_of, name, lang):
    before, target = round_of(CASES[name], lang)
    after = inspected(CASES[name], target)
    assert after.table.to_pylist() == before.table.to_pylist()
    assert findings(after) == findings(before)
    assert (after.rows, after.good_rows, after.questions) == (before.rows, before.good_rows, before.questions)


@pytest.mark.parametrize("name", RIGHT)
def test_a_marked_workbook_put_right_is_accepted(inspected, round_of, name):
    before, target = round_of(CASES[name])
    book, (laid,) = openpyxl.load_workbook(target), before.laid
    for (row, heading), value in RIGHT[name].items():
        book.worksheets[0].cell(row, laid.columns[heading]).value = value
    book.save(target)
    after = inspected(CASES[name], target)
    assert after.verdict in ("accept", "accept_with_notices")
    assert (after.rows, after.good_rows) == (before.rows, before.rows)
