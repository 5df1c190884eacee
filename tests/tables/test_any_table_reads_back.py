"""Whatever is written in a format that is known is read back: no row lost, none invented."""

import csv
import io
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_dbf_grids import dbf, record

from xueheng.tables.cells.names import is_formula_like
from xueheng.tables.cells.values import half_width
from xueheng.tables.files.lines import EXAMPLE, NOTE, TOTAL


def says_no_data(text):
    """True for the words by which a row says that it is an example, a note or a total."""
    return any(rule.match(half_width(text)) for rule in (EXAMPLE, NOTE, TOTAL))


HEADINGS = ["id", "name", "school", "语文", "数学"]
text = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="'\"_=+-@#"), min_size=1, max_size=6
).filter(lambda t: not t.isdigit() and not is_formula_like(t) and not says_no_data(t))
mark = st.decimals(min_value=0, max_value=150, places=2).map(lambda d: d.normalize())
pupils = st.lists(st.tuples(text, text, mark, mark), min_size=1, max_size=8).map(
    lambda rows: [(f"s{i}", *row) for i, row in enumerate(rows)]
)


def as_csv(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return "t.csv", out.getvalue().encode()


def as_json(rows):
    records = [dict(zip(rows[0], map(str, row), strict=True)) for row in rows[1:]]
    return "t.json", json.dumps(records).encode()


def as_parquet(rows):
    out = io.BytesIO()
    columns = [pa.array(column) for column in zip(*rows[1:], strict=True)]
    pq.write_table(pa.table(columns, names=list(rows[0])), out)
    return "t.parquet", out.getvalue()


def as_dbf(rows):
    fields = [(h, "N", 8, 2) if h in ("语文", "数学") else (h, "C", 24, 0) for h in rows[0]]
    records = [record(fields, *(str(v).encode("gb18030") for v in row)) for row in rows[1:]]
    return "t.dbf", dbf(fields, records)


@pytest.fixture(scope="session")
def as_xlsx(workbook):
    def written(rows):
        path = workbook({"表": rows})
        return "t.xlsx", path.read_bytes()

    return written


def values(checked):
    return [tuple(row[h] for h in HEADINGS) for row in checked.table.to_pylist()]


@pytest.mark.parametrize("form", [as_csv, as_json, as_parquet, as_dbf])
@given(rows=pupils)
def test_any_table_is_read_back_equal(write, read, form, rows):
    checked = read(write(*form([HEADINGS, *rows])))
    assert values(checked) == rows
    assert (checked.rows, checked.good_rows, checked.issues) == (len(rows), len(rows), ())


@given(rows=pupils)
def test_any_workbook_is_read_back_equal(write, read, as_xlsx, rows):
    checked = read(write(*as_xlsx([HEADINGS, *rows])))
    assert values(checked) == rows
    assert (checked.rows, checked.good_rows) == (len(rows), len(rows))


@given(rows=pupils, order=st.permutations(range(len(HEADINGS))))
def test_the_order_of_the_columns_does_not_matter(write, read, rows, order):
    moved = [[row[i] for i in order] for row in [HEADINGS, *rows]]
    assert values(read(write(*as_csv(moved)))) == rows


@given(rows=pupils, gaps=st.lists(st.integers(0, 8), max_size=4))
def test_blank_rows_do_not_matter(write, read, rows, gaps):
    spread = [HEADINGS, *rows]
    for at in gaps:
        spread.insert(at, ["", " ", "", "", ""])
    checked = read(write(*as_csv(spread)))
    assert (values(checked), checked.rows) == (rows, len(rows))


@given(rows=pupils, upper=st.lists(st.booleans(), min_size=5, max_size=5))
def test_the_case_of_the_headings_does_not_matter(write, read, rows, upper):
    heads = [h.upper() if big else h for h, big in zip(HEADINGS, upper, strict=True)]
    assert values(read(write(*as_csv([heads, *rows])))) == rows


@example(data=b"\x01\r\x02", suffix="csv")
@given(data=st.binary(max_size=300), suffix=st.sampled_from(["csv", "json", "parquet", "xlsx"]))
def test_bytes_of_any_kind_are_read_or_refused_and_never_crash(write, read, data, suffix):
    checked = read(write(f"t.{suffix}", data))
    assert checked.table.num_rows <= checked.rows


any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)


@given(cells=st.lists(st.lists(any_text, min_size=3, max_size=3), max_size=5))
def test_cells_of_any_text_are_read_or_named_and_never_crash(write, read, cells):
    checked = read(write(*as_csv([["考号", "语文", "姓名"], *cells])))
    skipped = sum(i.code.startswith("SKIPPED_") for i in checked.issues)
    assert checked.good_rows <= checked.rows
    assert checked.rows + skipped == sum(any(c.strip() for c in row) for row in cells)


@given(marks=st.lists(mark, min_size=1, max_size=6))
def test_marks_are_exact_decimals_and_none_becomes_zero(write, read, marks):
    checked = read(write(*as_csv([["考号", "语文"], *enumerate(marks)])))
    assert sum(checked.table["语文"].to_pylist(), Decimal(0)) == sum(marks)
