"""The 25 files of bad_input: verdict, rows, columns and good rows, as their authors expect them."""

import json
from pathlib import Path

import pytest

from xueheng.tables.context import Context, read_context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.schema import schema

FOLDER = Path(__file__).parent / "bad_input"
CASES = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def inspected(tmp_path):
    """The case inspected, with the context that it assumes."""

    def run(case):
        (tmp_path / "reference.json").write_bytes((FOLDER / "reference.json").read_bytes())
        (tmp_path / "context.json").write_text(json.dumps(case["context"]), encoding="utf-8")
        context = Context(**read_context(tmp_path / "context.json"))
        return inspect_file(FOLDER / case["file"], schema(case["importer"]), context=context)

    return run


def wanted(case):
    """Every place that must be named: code, row, column."""
    for problem in case["problems"]:
        columns = problem["column"].split(",") if problem["column"] else [None]
        yield from (
            (problem["code"], problem["severity"], row, column)
            for row in problem["rows"] or [None]
            for column in columns
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_the_verdict_and_the_good_rows_are_right(inspected, case):
    checked = inspected(case)
    assert (checked.verdict, checked.good_rows) == (case["verdict"], case["good_rows"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_every_expected_finding_is_there_with_its_place(inspected, case):
    found = {
        (i.code, i.severity, i.row, i.column and i.column.split("/")[-1]) for i in inspected(case).issues
    }
    assert set(wanted(case)) <= found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_no_other_row_has_an_error(inspected, case):
    errors = {(i.row, i.column) for i in inspected(case).issues if i.severity == "error"}
    assert {row for row, _ in errors} <= {row for _, _, row, _ in wanted(case)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_each_message_names_its_row_and_its_column(inspected, case):
    said = [i for i in inspected(case).issues if i.row is not None]
    assert all(str(i.row) in i.words.zh for i in said)
    assert all(i.column is None or i.column in i.words.zh for i in said)
