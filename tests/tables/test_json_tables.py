import json

import pytest

from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import schema

ROWS = [{"考号": "1", "语文": 95.50, "数学": None}, {"考号": "2", "语文": "８0", "数学": 7}]


@pytest.fixture
def read_json(write, read):
    return lambda document, name="scores": read(
        write("t.json", document if isinstance(document, str) else json.dumps(document)), name
    )


@pytest.mark.parametrize("document", [ROWS, {"scores": ROWS}, {"exam": [{"kind": "中考"}], "scores": ROWS}])
def test_a_list_of_objects_or_an_object_of_lists_is_a_table(write, document):
    path = write("t.json", json.dumps(document))
    checked = read_table(path, schema("scores"), context=Context(), name="scores")
    assert checked.table["语文"].to_pylist() == [95.5, 80]


def test_a_place_is_named_by_the_path_of_its_key(read_json):
    places = [(i.code, i.sheet, i.row, i.column) for i in read_json({"scores": ROWS}).issues]
    assert places == [
        ("STATUS_UNKNOWN", None, None, "scores[0].数学"),
        ("NUM_TEXT", None, None, "scores[1].语文"),
    ]


def test_in_a_plain_list_the_path_begins_with_the_place(read_json):
    issues = read_json([{"考号": 1, "语文": -2}, {"考号": 1, "语文": 3, "座右铭": "x"}]).issues
    assert [(i.code, i.row, i.column) for i in issues] == [
        ("COLUMN_UNUSED", None, "座右铭"),
        ("DUP_CONFLICT", None, "[0].考号"),
        ("NEGATIVE", None, "[0].语文"),
        ("DUP_CONFLICT", None, "[1].考号"),
    ]


def test_rows_with_errors_are_not_good(read_json):
    checked = read_json([{"考号": 1, "语文": -2}, {"考号": 2, "语文": 3}, {}])
    assert (checked.rows, checked.good_rows) == (2, 1)


def test_numbers_are_kept_as_they_are_written(read_json):
    checked = read_json('[{"学段": "小学", "指标": "x", "cv": 0.123456789012}]', "coefficients")
    assert str(checked.table["cv"][0].as_py()) == "0.123456789012"
    (issue,) = read_json('[{"id": 20260000000000000001, "语文": 95.50000000000000001}]').issues
    assert (issue.code, issue.value) == ("TOO_PRECISE", "95.50000000000000001")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('[{"id": 1, "语文": 2, "id": 3}]', ["[0].id"]),
        ('{"scores": [], "scores": []}', ["scores"]),
        ('{"year": 1, "schools": [{"plan": 1, "plan": 2}], "year": 2}', ["year", "schools[0].plan"]),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_path(read_json, text, columns):
    checked = read_json(text)
    assert [(i.code, i.column) for i in checked.issues] == [("JSON_DUP_KEY", c) for c in columns]
    assert checked.verdict == "reject_file"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_refused(read_json, number):
    checked = read_json(f'[{{"id": 1, "语文": {number}}}]')
    assert [(i.code, i.value, i.row) for i in checked.issues] == [("JSON_NOT_FINITE", number, None)]
    assert checked.verdict == "reject_file"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5", "JSON_SHAPE"),
        ('["a"]', "JSON_SHAPE"),
        ('{"scores": 5}', "JSON_SHAPE"),
        ("[]", "NO_DATA"),
        ("{}", "NO_DATA"),
        ("[{}]", "NO_DATA"),
        ("[{", "JSON_SYNTAX"),
        ("[" * 100_000, "JSON_DEPTH"),
    ],
)
def test_what_is_no_table_is_refused(read_json, text, code):
    checked = read_json(text)
    assert ([i.code for i in checked.issues], checked.verdict) == ([code], "reject_file")


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_what_is_no_number_is_named_by_its_path(read_json, number):
    checked = read_json(f'{{"scores": [{{"考号": "1", "语文": {number}}}]}}')
    assert [(i.code, i.column, i.value) for i in checked.issues] == [
        ("JSON_NOT_FINITE", "scores[0].语文", number)
    ]


def test_a_fault_in_the_text_is_named_by_its_line(read_json):
    (issue,) = read_json('[\n{"考号": "1",\n}]').issues
    assert (issue.code, "第 3 行" in issue.words.zh) == ("JSON_SYNTAX", True)


def test_another_encoding_is_named_as_the_cause(write, read):
    checked = read(write("s.json", '[{"考号": "1", "语文": 3}]'.encode("gb18030")))
    assert ([i.code for i in checked.issues], checked.verdict) == (["JSON_ENCODING"], "reject_file")
