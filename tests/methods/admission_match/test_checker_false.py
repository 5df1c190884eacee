"""The checker finds what was made false."""

import pyarrow as pa
import pytest

from xueheng.methods.admission_match.checker import check
from xueheng.methods.run import input_tables
from xueheng.methods.verify import verify

TEXTS = {
    "students": "id score_1 ticket origin together\n a 90 01 东 -\n b 85 02 西 -\n c 80 03 东 -\n"
    " d 80 04 西 -\n e 75 05 东 g\n f 74 06 东 g\n h 60 07 西 -",
    "choices": "a: X Y, b: X Y, c: X Y, d: X Y, e: X Y, f: X Y, h: Y X",
    "programs": "id capacity\n X 2\n Y 4",
    "groups": "program order name seats origin floor\n Y 1 指标 1 西 65",
}
PARAMS = {"precedence": "open_first", "revert": "false", "together_fit": "skip", "tie_at_cutoff": "ticket"}


@pytest.fixture(scope="module")
def outcome(run, tmp_path_factory):
    """A run with a floor, a reserved group and two who are kept together."""
    folder = tmp_path_factory.mktemp("admission")
    lists = [part.split(":") for part in TEXTS["choices"].split(",")]
    rows = [f"{s.strip()} {k} {p}" for s, ps in lists for k, p in enumerate(ps.split(), 1)]
    files = {}
    for name, text in (TEXTS | {"choices": "\n".join(["student rank program", *rows])}).items():
        files[name] = folder / f"{name}.csv"
        lines = [",".join("" if c == "-" else c for c in line.split()) for line in text.splitlines()]
        files[name].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run("admission.match", files, procedure="slots", **PARAMS)


def changed(table, column, values, **where):
    """The table with other values in the rows that are meant."""
    rows = table.to_pylist()
    for row in rows:
        if all(row[k] == v for k, v in where.items()):
            row[column] = values
    return pa.Table.from_pylist(rows, table.schema)


FALSE = [
    ("matches", "program", None, {"student": "a"}, "a / 1 / 1"),
    ("matches", "program", "X", {"student": "c"}, "X / 1: more admitted"),
    ("matches", "group", "指标", {"student": "c"}, "may not enter Y / 1 / 指标"),
    ("reasons", "code", "BAND_CLOSED", {"student": "d", "program": "X"}, "no band was closed"),
    ("reasons", "code", "NOT_ELIGIBLE", {"student": "d", "program": "X"}, "may enter a group"),
    (
        "reasons",
        "cutoff_key",
        "score_1=90; ticket=01",
        {"student": "d", "program": "X"},
        "compared otherwise",
    ),
    ("reasons", "needs", "score_1>80", {"student": "d", "program": "X"}, "compared otherwise"),
    ("reasons", "own_key", "score_1=81; ticket=04", {"student": "d", "program": "X"}, "compared otherwise"),
    ("reasons", "rank", 3, {"student": "d", "program": "X"}, "not the same"),
    ("programs", "filled", 1, {"program": "X"}, "1 told as admitted, 2 are"),
]


def test_the_true_outcome_is_borne_out(outcome):
    assert check(input_tables(outcome), outcome.params, outcome.outcome.tables) == ()


@pytest.mark.parametrize(("table", "column", "value", "where", "said"), FALSE)
def test_what_was_made_false_is_found(outcome, table, column, value, where, said):
    tables = outcome.outcome.tables
    wrong = tables | {table: changed(tables[table], column, value, **where)}
    assert said in "; ".join(check(input_tables(outcome), outcome.params, wrong))


def test_the_receipt_tells_of_the_independent_check(outcome, pack):
    bundle, _ = pack(outcome)
    assert verify(bundle, public_key=None).as_json()["independently_checked"] is True
