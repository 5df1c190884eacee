from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xueheng.tables.cells.values import MARK


@pytest.fixture
def read_parquet(write, read):
    def checked(name="scores", **columns):
        path = write("t.parquet", b"")
        pq.write_table(pa.table(columns), path)
        return read(path, name)

    return checked


@pytest.mark.parametrize(
    "marks",
    [
        pa.array([95, 80], pa.int64()),
        pa.array([95, 80], pa.uint8()),
        pa.array([95.0, 80.0], pa.float64()),
        pa.array([95.0, 80.0], pa.float32()),
        pa.array([Decimal(95), Decimal(80)], pa.decimal128(5, 1)),
        pa.array([Decimal(95), Decimal(80)], pa.decimal128(38, 18)),
        pa.array(["95", "80"]),
        pa.array(["95", "80"], pa.large_string()),
        pa.array(["95", "80"]).dictionary_encode(),
    ],
    ids=lambda a: str(a.type)[:20],
)
def test_marks_of_any_type_are_the_same_marks(read_parquet, marks):
    checked = read_parquet(id=["1", "2"], 语文=marks)
    assert [Decimal(m) for m in checked.table["语文"].to_pylist()] == [95, 80]
    assert checked.verdict == "accept"


@pytest.mark.parametrize("ids", [[1, 2], [1.0, 2.0], ["1", "2"], [" 1", "2 "]])
def test_ids_are_text_whatever_they_were(read_parquet, ids):
    assert read_parquet(id=ids, 语文=[95, 80]).table["id"].to_pylist() == ["1", "2"]


@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_null_and_nan_are_missing_and_never_zero(read_parquet, nothing):
    checked = read_parquet(id=["1", "2"], 语文=pa.array([nothing, 80.5]))
    assert checked.table["语文"].to_pylist() == [None, Decimal("80.5")]
    assert [(i.code, i.row) for i in checked.issues] == [("STATUS_UNKNOWN", 1)]


def test_a_column_of_nothing_but_nulls_is_no_subject(read_parquet):
    checked = read_parquet(id=["1", "2"], 语文=[95, 80], 数学=pa.nulls(2))
    assert checked.table.column_names == ["id", "语文", "语文:status"]


@pytest.mark.parametrize("number", [float("inf"), 1e30, -1e13])
def test_numbers_beyond_any_mark_are_errors(read_parquet, number):
    checked = read_parquet(id=["1", "2"], 语文=[number, 80.0])
    assert [(i.code, i.row, i.severity) for i in checked.issues] == [("NOT_NUMBER", 1, "error")]


def test_floats_are_held_to_four_decimals(read_parquet):
    checked = read_parquet(id=["1", "2"], 语文=[95.12345, 0.1 + 0.2])
    assert [(i.code, i.row, i.repair) for i in checked.issues] == [("TOO_PRECISE", 1, "95.1235")]
    assert checked.table["语文"][1].as_py() == Decimal("0.3")


def test_amounts_keep_twelve_decimals(read_parquet):
    cv = pa.array([Decimal("0.123456789012")])
    checked = read_parquet("coefficients", 学段=["小学"], 指标=["x"], cv=cv)
    assert checked.table["cv"].to_pylist() == [Decimal("0.123456789012")]


@pytest.mark.parametrize("column", [[[1]], [{"a": 1}], [b"\xff"]])
def test_columns_that_are_neither_number_nor_text_are_refused(read_parquet, column):
    checked = read_parquet(id=["1"], 语文=column)
    assert ([i.code for i in checked.issues], checked.verdict) == (["COLUMN_TYPE"], "reject_file")


def test_a_damaged_file_is_refused(write, read):
    checked = read(write("t.parquet", b"PAR1 half a file"))
    assert ([i.code for i in checked.issues], checked.verdict) == (["CORRUPT"], "reject_file")


def test_marks_are_exact_decimals(read_parquet):
    checked = read_parquet(id=["1"], 语文=[89.55])
    assert (checked.table["语文"].type, checked.table["语文"][0].as_py()) == (MARK, Decimal("89.55"))
