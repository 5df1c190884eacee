import pytest

TEXT = "考号,姓名,语文\n1,𠮷野,95.5\n2,李明,80\n"
MARKS = [95.5, 80]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_makes_no_difference(write, read, encoding):
    checked = read(write("s.csv", TEXT.encode(encoding)))
    assert checked.table["name"].to_pylist() == ["𠮷野", "李明"]
    assert checked.table["语文"].to_pylist() == MARKS


def test_an_encoding_other_than_utf8_is_noticed(write, read, found):
    checked = read(write("s.csv", TEXT.encode("gb18030")))
    assert found(checked) == [("ENCODING", None, None)]
    assert checked.verdict == "accept_with_notices"


def test_what_excel_calls_unicode_text_is_read(write, read, found):
    checked = read(write("s.csv", TEXT.encode("utf-16")))
    assert (found(checked), checked.verdict) == ([("ENCODING", None, None)], "accept_with_notices")


@pytest.mark.parametrize("data", [b"\x81\xff,\xff\n", b"\xff\xfe\x00\xd8"])
def test_an_unknown_encoding_is_refused(write, read, found, data):
    checked = read(write("s.csv", data))
    assert found(checked) == [("ENCODING_UNKNOWN", None, None)]
    assert checked.verdict == "reject_file"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "\n", ' \n""\n'])
def test_the_delimiter_is_that_of_the_first_line_that_holds_anything(write, read, delimiter, before):
    checked = read(write("s.csv", before + TEXT.replace(",", delimiter)))
    assert checked.table["语文"].to_pylist() == MARKS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_understood(write, read, end):
    assert read(write("s.csv", TEXT.replace("\n", end).encode())).table["语文"].to_pylist() == MARKS


def test_a_comma_in_a_quoted_heading_is_no_delimiter(write, read):
    checked = read(write("s.csv", '考号;"姓名,曾用名,别名,笔名";语文\n1;x;95\n'))
    assert checked.table["语文"].to_pylist() == [95]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(write, read, found):
    text = '考号,姓名,语文\n1,"李\n明",95\n\n2,王,-5\n'
    checked = read(write("s.csv", text))
    assert found(checked) == [("NEGATIVE", 4, "语文")]
    assert checked.table["name"][0].as_py() == "李\n明"


def test_rows_of_another_width_are_errors_and_stay_out(write, read, found):
    checked = read(write("s.csv", "考号,语文\n1,95\n2\n3,80,7\n4,70,,\n"))
    assert found(checked) == [("RAGGED", 3, None), ("RAGGED", 4, None)]
    assert (checked.verdict, checked.rows, checked.good_rows) == ("row_errors", 4, 2)
    assert checked.table["id"].to_pylist() == ["1", "4"]


def test_blank_rows_are_passed_over(write, read):
    checked = read(write("s.csv", "\n考号,语文\n1,95\n,\n  , \n2,80\n\n"))
    assert (checked.rows, checked.good_rows) == (2, 2)


@pytest.mark.parametrize("text", ["", "\n\n", "考号,语文\n", "考号,语文\n,\n"])
def test_a_file_without_data_rows_is_refused_by_its_name(write, read, found, text):
    checked = read(write("empty.csv", text))
    assert found(checked) == [("NO_DATA", None, None)]
    assert (checked.verdict, "empty.csv" in checked.issues[0].words.zh) == ("reject_file", True)


@pytest.mark.parametrize("text", ['考号,语文\n1,"95\n2,80\n', '考号,语文\n1,"9"5\n2,80\n'])
def test_quotes_that_do_not_match_are_refused_before_they_swallow_rows(write, read, found, text):
    checked = read(write("s.csv", text))
    assert found(checked) == [("CSV_QUOTES", None, None)]
    assert checked.verdict == "reject_file"


@pytest.mark.parametrize(("name", "code"), [("s.xls", "CONTAINER"), ("s.pdf", "FORMAT_UNKNOWN")])
def test_a_format_that_is_not_known_is_refused(write, read, name, code):
    assert [i.code for i in read(write(name, TEXT)).issues] == [code]


def test_a_missing_file_is_an_issue_and_no_exception(tmp_path, read):
    checked = read(tmp_path / "none.csv")
    assert ([i.code for i in checked.issues], checked.verdict) == (["FILE_MISSING"], "reject_file")
