from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xueheng.standards.inventory import clauses_twice, everything, unread

TOPICS = [
    "balance",
    "balance_items",
    "class_size",
    "curriculum",
    "cutoffs",
    "exam_kinds",
    "exam_use",
    "ids",
    "inventory",
    "lawful",
    "rotation",
    "scheme",
    "school_codes",
    "subjects",
]
HEAVY = {"numpy", "pyarrow", "ibis", "duckdb", "cryptography", "http", "asyncio"}


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_all_shipped_entries_are_read_and_agree() -> None:
    assert [problem.en for problem in everything()] == []


def test_a_file_that_nothing_reads_is_told() -> None:
    assert [p.en for p in unread(["balance.yaml", "lost.yaml"])] == ["lost.yaml:1: nothing reads this file"]


def test_a_clause_in_two_files_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- id: same\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- id: own\n- id: same\n", encoding="utf-8")
    (problem,) = clauses_twice(tmp_path.iterdir())
    assert problem.en == "b.yaml:2: the clause 'same' already stands in a.yaml"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_imports_nothing_heavy_and_nothing_of_ours_beyond_this_layer(topic: str) -> None:
    found = modules_after(f"import xueheng.standards.{topic}")
    ours = {m for m in found if m.startswith("xueheng.")}
    assert not found & HEAVY
    assert all(m.startswith("xueheng.standards") for m in ours)


def test_words_need_the_standard_library_only() -> None:
    assert "yaml" not in modules_after("import xueheng.standards.words")
