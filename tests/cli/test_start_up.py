"""Start-up is light: a module that is heavy is loaded only by the commands that need it."""

import re
from time import perf_counter

import pytest

from xueheng.methods.signature import make_key

HEAVY = {
    "numpy",
    "pyarrow",
    "pandas",
    "ibis",
    "duckdb",
    "cryptography",
    "python_calamine",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "typst",
    "py_mini_racer",
    "django",
    "sqlglot",
}
TABLES = {"numpy", "pyarrow"}


@pytest.fixture(scope="module")
def loaded(program, tmp_path_factory):
    """The heavy modules that a command loads."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "schools.csv").write_text("学校,学段,学生数,设备值\n甲,小学,100,5\n", encoding="utf-8")
    (folder / "scores.csv").write_text("考号,语文\n1,90\n2,80\n", encoding="utf-8")

    def modules(*line):
        done = program(*line, flags=("-X", "importtime"), cwd=folder)
        assert done.code == 0, done.err[-2000:]
        names = set(re.findall(r"^import time:.*\| +(\S+)$", done.err, re.MULTILINE))
        found = names - {"pandas"}  # looked for, even where it is not loaded with all that it holds
        return {name.partition(".")[0] for name in found} & HEAVY

    return modules


@pytest.mark.parametrize(
    "line",
    [
        ("--help",),
        ("--version",),
        ("methods",),
        ("methods", "exam.value_added"),
        ("run", "--help"),
        ("map",),
    ],
)
def test_lists_help_and_checks_load_nothing_heavy(loaded, line):
    assert loaded(*line) == set()


@pytest.mark.parametrize(
    "line",
    [
        ("check",),
        ("inspect", "scores.csv", "--table", "scores"),
        ("run", "balance.standard", "schools.csv", "-p", "standard=yzjh-2017"),
        ("run", "exam.quality", "scores.csv", "--out", "o", "--json"),
        ("run", "exam.quality", "scores.csv", "--bundle", "r.xhb.zip"),
    ],
)
def test_what_reads_tables_loads_arrays_and_tables_only(loaded, line):
    assert loaded(*line) == TABLES


def test_signing_is_loaded_to_sign_and_not_to_verify_what_is_unsigned(loaded, tmp_path):
    line = (
        "run",
        "balance.standard",
        "schools.csv",
        "-p",
        "standard=yzjh-2017",
        "--bundle",
        tmp_path / "r.xhb.zip",
    )
    assert loaded(*line, "--key", make_key(tmp_path)) == {*TABLES, "cryptography"}
    assert loaded(*line) == TABLES
    assert loaded("verify", tmp_path / "r.xhb.zip") == TABLES


def test_help_appears_at_once(program, tmp_path):
    def seconds():
        start = perf_counter()
        program("--help", cwd=tmp_path)
        return perf_counter() - start

    assert min(seconds() for _ in range(3)) < 0.3
