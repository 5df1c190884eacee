from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from xueheng.standards.yaml_source import (
    Source,
    Validity,
    YamlError,
    load_dated,
    load_list,
    load_mapping,
    load_one,
)


@dataclass(frozen=True)
class Limit:
    id: str
    at_most: Decimal
    level: Literal["primary", "junior"] = "primary"
    per: Literal[1, 100] = 1
    weeks: Mapping[int, int] | None = None
    shown: bool = True


@dataclass(frozen=True)
class Rule:
    id: str
    valid: Validity


def written(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> str:
    with pytest.raises(YamlError) as caught:
        load_list(written(folder, text), Limit)
    return str(caught.value)


def test_an_entry_becomes_its_dataclass_with_exact_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, "- {id: 12, at_most: 0.10, per: 100, weeks: {9: 33}, shown: false}")
    assert load_list(path, Limit) == (Limit("12", Decimal("0.10"), "primary", 100, {9: 33}, False),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: a, at_mots: 1}", "rules.yaml:1: unknown key 'at_mots'; did you mean 'at_most'?"),
        ("-\n  id: a\n", "rules.yaml:2: the key 'at_most' is missing"),
        ("- {id: a, at_most: 1}\n- {id: b, at_most: x}", "rules.yaml:2: 'x' is not a Decimal"),
        ("- {id: a, at_most: .nan}", "rules.yaml:1: '.nan' is not a Decimal"),
        ("- {id: a, at_most: NaN}", "rules.yaml:1: 'NaN' is not a Decimal"),
        ("- {id: a, at_most: 1, level: junor}", "'junor' is not allowed here; did you mean 'junior'?"),
        ("- {id: a, at_most: 1, per: 10}", "'10' is not allowed here"),
        ("- {id: a, at_most: 1, weeks: {nine: 1}}", "'nine' is not a int"),
        ("- {id: a, at_most: 1, shown: yes}", "'yes' is neither true nor false"),
        ("- {id: a, id: b, at_most: 1}", "the key 'id' stands twice"),
        ("- {id: , at_most: 1}", "one value (str) is wanted here"),
        ("- {id: [a], at_most: 1}", "one value (str) is wanted here"),
        ("- {[a]: 1}", "a key must be one word"),
        ("{id: a}", "a list is wanted here"),
        ("- a", "a mapping (key: value) is wanted here"),
        ("- {id: a", "rules.yaml:"),
        ("- *nowhere", "rules.yaml:1: found undefined alias"),
        ("- a\n---\n- b", "rules.yaml:"),
        ("", "rules.yaml:1: the file is empty"),
    ],
)
def test_an_error_names_file_line_key_and_the_nearest_name(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)


def test_all_problems_of_a_file_are_told_at_once_in_order(tmp_path: Path) -> None:
    text = "- {id: a, at_most: x}\n- {id: b}\n- {id: c, at_most: 1, lvel: junior}\n"
    lines = problems(tmp_path, text).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["rules.yaml:1", "rules.yaml:2", "rules.yaml:3"]


def test_a_problem_is_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(YamlError) as caught:
        load_one(written(tmp_path, "{id: a}"), Limit)
    assert caught.value.problems[0].zh == "rules.yaml:1: 缺少键“at_most”"


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in problems(tmp_path, "[" * 100_000 + "]" * 100_000)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes("- {id: 均衡}".encode("gb18030"))
    with pytest.raises(YamlError, match="not UTF-8"):
        load_list(path, Limit)


def test_a_mapping_keeps_its_names(tmp_path: Path) -> None:
    path = written(tmp_path, "first: {id: a, at_most: 1}\nsecond: {id: b, at_most: 2}")
    assert [*load_mapping(path, Limit)] == ["first", "second"]


def test_one_id_may_not_hold_twice_on_one_day(tmp_path: Path) -> None:
    text = "- {id: a, valid: {to: 2020-01-01}}\n- {id: a, valid: {from: 2020-01-01}}\n"
    with pytest.raises(YamlError, match=r"rules\.yaml:2: two entries 'a' hold on the same day"):
        load_dated(written(tmp_path, text), Rule)


def test_a_newer_entry_stands_beside_the_old_one(tmp_path: Path) -> None:
    text = "- {id: a, valid: {to: 2019-12-31}}\n- {id: a, valid: {from: 2020-01-01}}\n"
    assert len(load_dated(written(tmp_path, text), Rule)) == 2


def test_an_entry_cannot_end_before_it_begins(tmp_path: Path) -> None:
    path = written(tmp_path, "- {id: a, valid: {from: 2020-01-02, to: 2020-01-01}}")
    with pytest.raises(YamlError, match=r"is before valid\.from"):
        load_dated(path, Rule)


@pytest.mark.parametrize(
    "text",
    [
        "{doc: '', clause: 第一条, status: secondary}",
        "{doc: 某办法, clause: ' ', status: secondary}",
        "{doc: 某办法, clause: 第一条, status: verified}",
        "{doc: 某办法, clause: 第一条}",
    ],
)
def test_a_source_names_document_and_clause_and_who_verified_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(YamlError):
        load_one(written(tmp_path, text), Source)
