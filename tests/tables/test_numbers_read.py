from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.cells.values import NUMBER, read_decimal, written


@pytest.fixture
def mark(write, read):
    """Read one mark as text."""
    return lambda text, **context: read(write("s.csv", f'考号,语文\n1,"{text}"\n2,60\n'), **context)


@pytest.mark.parametrize("text", ["95", "95.5", "0", "0.0", "007", ".5", "5.", "-0", "9.5e1"])
def test_plain_numbers_are_read_in_silence(mark, text):
    checked = mark(text)
    assert (checked.table["语文"][0].as_py(), checked.issues) == (Decimal(text), ())


@pytest.mark.parametrize(
    ("text", "value"),
    [("９５．５", "95.5"), ("1,234", "1234"), ("12,345.5", "12345.5"), ("95分", "95"), ("９５ 分", "95")],
)
def test_numbers_read_out_of_text_are_noticed_with_their_value(mark, text, value):
    checked = mark(text)
    assert checked.table["语文"][0].as_py() == Decimal(value)
    assert [(i.code, i.severity, i.row, i.repair) for i in checked.issues] == [
        ("NUM_TEXT", "notice", 2, value)
    ]


@pytest.mark.parametrize(
    "text", ["95,5", "1,23", "12,34,567", "95.5.1", "九十", "1_000", "٩٥", "1e20", "95 5"]
)
def test_what_is_not_surely_a_number_is_an_error(mark, text):
    checked = mark(text)
    assert [(i.code, i.row, i.value) for i in checked.issues] == [("NOT_NUMBER", 2, text)]
    assert (checked.verdict, checked.good_rows) == ("row_errors", 1)


def test_more_than_four_decimals_are_an_error_with_the_rounding_offered(mark):
    checked = mark("89.55545")
    assert [(i.code, i.repair) for i in checked.issues] == [("TOO_PRECISE", "89.5555")]
    assert "4" in checked.issues[0].words.en


def test_one_cell_has_one_finding_the_worst(mark):
    checked = mark("\uff11\uff15\uff11", full={"语文": Decimal(150)})
    assert [(i.code, i.row) for i in checked.issues] == [("OVER_FULL", 2)]


@given(full=st.decimals(min_value=1, max_value=1000, places=2))
def test_the_full_mark_itself_is_not_over_it_and_the_next_mark_is(write, read, full):
    path = write("s.csv", f"考号,语文\n1,{full}\n2,{full + Decimal('0.0001')}\n")
    checked = read(path, full={"语文": full})
    assert [(i.code, i.row) for i in checked.issues] == [("OVER_FULL", 3)]


@pytest.mark.parametrize("name", ["总分", "total", "总成绩"])
def test_the_full_mark_of_the_total_goes_by_any_of_its_names(write, read, name):
    checked = read(write("s.csv", "考号,语文,总分\n1,90,760\n"), full={name: Decimal(750)})
    assert [(i.code, i.column) for i in checked.issues] == [("OVER_FULL", "总分")]


@pytest.mark.parametrize("text", ["-0.5", "-2", "-1.5"])
def test_a_negative_mark_is_an_error(mark, text):
    assert [(i.code, i.row) for i in mark(text).issues] == [("NEGATIVE", 2)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("3", []), ("3.0", []), ("1,200", ["NUM_TEXT"]), ("3.5", ["NOT_INTEGER"]), ("三", ["NOT_INTEGER"]),
     ("", ["BLANK"]), ("-3", ["TOO_SMALL"]), ("0", ["ZERO"]), ("3.0000000000001", ["NOT_INTEGER"])],
)  # fmt: skip
def test_counts_are_whole_numbers(write, read, text, codes):
    checked = read(write("s.csv", f'学校,学段,学生数\n甲,小学,"{text}"\n乙,小学,5\n'), "school_resources")
    assert [i.code for i in checked.issues] == codes


@pytest.mark.parametrize(
    ("code", "level"), [("小学", "primary"), ("初中部", "junior"), ("PRIMARY", "primary")]
)
def test_codes_go_by_any_word_of_their_list(write, read, code, level):
    checked = read(write("s.csv", f"学校,学段,学生数\n甲,{code},5\n"), "school_resources")
    assert (checked.table["level"].to_pylist(), checked.issues) == ([level], ())


@pytest.mark.parametrize(("code", "issue"), [("高中", "CODE_UNKNOWN"), ("", "BLANK"), ("1", "CODE_UNKNOWN")])
def test_a_code_outside_the_list_or_blank_is_one_error(write, read, code, issue):
    checked = read(write("s.csv", f"学校,学段,学生数\n甲,{code},5\n"), "school_resources")
    assert [(i.code, i.row, i.column) for i in checked.issues] == [(issue, 2, "学段")]


@given(st.text(max_size=12))
def test_any_text_at_all_is_read_without_a_crash(text):
    cell = read_decimal(text, {"缺考": "absent"})
    assert (cell.value is None) == (cell.problem == "NOT_NUMBER" or cell.status is not None)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_is_written_as_it_is_read(number):
    text = written(number)
    assert (read_decimal(text, {}, places=4).value, bool(NUMBER.fullmatch(text))) == (number, True)
