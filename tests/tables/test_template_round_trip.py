"""Every template, filled in as a clerk's program does, is accepted and says what was written into it."""

from random import Random

import openpyxl
import pytest
from template_rows import TODAY, cell_of, valid_rows

from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.filling.template import write_template
from xueheng.tables.filling.template_columns import offered_columns
from xueheng.tables.schema import schema, schema_names

TABLES = [name for name in schema_names() if schema(name).kind == "rows"]
ROWS = 15


@pytest.fixture
def filled(tmp_path):
    """The template of a table filled with rows of typed values, and read."""

    def inspected(table, lang, seed):
        rng, offered, path = (
            Random(f"{table.name} {lang} {seed}"),
            offered_columns(table, lang),
            tmp_path / "t.xlsx",
        )
        rows = valid_rows(table, offered, rng, ROWS)
        write_template(table, path, lang=lang)
        book = openpyxl.load_workbook(path)
        for at, row in enumerate(rows, start=2):
            for column, o in enumerate(offered, start=1):
                book.worksheets[0].cell(at, column, cell_of(o.column, row[o.column.name], rng))
        book.save(path)
        return rows, read_table(path, table, context=Context(today=TODAY))

    return inspected


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_a_filled_template_is_accepted_and_reads_back_equal(filled, name, lang, seed):
    rows, checked = filled(schema(name), lang, seed)
    assert [(i.code, i.row, i.column, i.value) for i in checked.issues] == []
    assert (checked.verdict, checked.rows, checked.good_rows) == ("accept", ROWS, ROWS)
    names = list(rows[0])
    assert checked.table.select(names).to_pylist() == rows
