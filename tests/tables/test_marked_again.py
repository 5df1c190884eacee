"""标红: a workbook that came back marked says the same when it is handed in again."""

import json
from pathlib import Path

import pytest

from xueheng.tables.context import Context, read_context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.marking.marked import write_marked
from xueheng.tables.schema import schema

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "untidy_workbook"
CASES = json.loads((HERE / "bad_input" / "expected.json").read_text(encoding="utf-8"))
READ = [(HERE / "bad_input" / c["file"], c["importer"], c["context"]) for c in CASES]
READ = [case for case in READ if case[0].suffix == ".xlsx" and case[0].name[0] != "X"]
READ.append((EXAMPLE / "scores.xlsx", "scores", json.loads((EXAMPLE / "context.json").read_text("utf-8"))))


def found(checked):
    """What is said, by place."""
    return {(i.code, i.row, i.column) for i in checked.issues}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("path", "table", "known"), READ, ids=lambda value: getattr(value, "name", ""))
def test_a_marked_workbook_is_found_to_be_what_its_source_is(tmp_path, path, table, known, lang):
    for beside in (HERE / "bad_input" / "reference.json", EXAMPLE / "roster.json"):
        (tmp_path / beside.name).write_bytes(beside.read_bytes())
    (tmp_path / "context.json").write_text(json.dumps(known), encoding="utf-8")
    context = Context(**read_context(tmp_path / "context.json"))
    source = inspect_file(path, schema(table), context=context)
    write_marked(path, tmp_path / "m.xlsx", issues=source.issues, laid=source.laid, lang=lang)
    marked = inspect_file(tmp_path / "m.xlsx", schema(table), context=context)
    assert (marked.verdict, marked.rows, marked.good_rows) == (source.verdict, source.rows, source.good_rows)
    assert found(marked) == found(source)
