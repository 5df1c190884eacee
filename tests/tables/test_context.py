"""What a context file may say, and how a wrong one is named."""

import json
from datetime import date
from decimal import Decimal

import pytest

from xueheng.tables.context import ContextProblem, read_context


@pytest.fixture
def context(tmp_path):
    """A context file of that content, read."""

    def read(content):
        path = tmp_path / "context.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read_context(path)

    return read


def test_each_key_is_read_as_what_it_is(context):
    found = context({"full_marks": {"语文": 120}, "step": 0.5, "age_cutoff": "2026-08-31", "min_age": 6})
    assert found["full"] == {"语文": Decimal(120)}
    assert (found["step"], found["age_cutoff"], found["min_age"]) == (Decimal("0.5"), date(2026, 8, 31), 6)


def test_a_value_may_stand_in_a_file_beside_it(context, tmp_path):
    rows = {"roster": [{"考号": 260101, "姓名": "李明"}]}
    (tmp_path / "reference.json").write_text(json.dumps(rows), encoding="utf-8")
    assert context({"roster": "reference.json#roster"})["roster"] == ({"考号": "260101", "姓名": "李明"},)


def test_a_blueprint_gives_the_full_mark_of_each_item(context):
    found = context(
        {"blueprint": [{"题号": "1", "分值": 4, "知识内容": "集合"}, {"题号": "5(1)", "分值": 6}]}
    )
    assert found["item_full"] == {"1": Decimal(4), "5(1)": Decimal(6)}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"满分": {}}, "满分"),
        ({"step": 0}, "step"),
        ({"full_marks": {"语文": "很多"}}, "full_marks"),
        ({"full_marks": [1]}, "full_marks"),
        ({"deadline": "明天"}, "deadline"),
        ({"roster": "reference.json#roster"}, "reference.json"),
        ("[1]", "context.json"),
        ("{", "context.json"),
    ],
)
def test_what_is_wrong_is_named(context, content, named):
    with pytest.raises(ContextProblem) as caught:
        context(content)
    assert named in caught.value.words.zh


def test_a_path_that_leaves_the_folder_is_not_followed(context, tmp_path):
    (tmp_path.parent / "secret.json").write_text('{"roster": []}', encoding="utf-8")
    with pytest.raises(ContextProblem):
        context({"roster": "../secret.json#roster"})


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-06-30T17:00:00+08:00", "2026-06-30 17:00:00"),
        ("2026-06-30T09:00:00Z", "2026-06-30 17:00:00"),
        ("2026-06-30 17:00:00", "2026-06-30 17:00:00"),
        ("2026-06-30", "2026-06-30 23:59:59"),
    ],
)
def test_a_deadline_is_of_the_countrys_zone_and_a_day_ends_with_its_last_second(write, text, local):
    found = read_context(write("c.json", f'{{"deadline": "{text}"}}'))["deadline"]
    assert str(found.replace(tzinfo=None)) == local


def test_a_full_mark_of_the_blueprint_may_bear_its_unit(write):
    found = read_context(write("c.json", '{"blueprint": [{"题号": 1, "分值": "4分"}]}'))
    assert found["item_full"] == {"1": 4}
