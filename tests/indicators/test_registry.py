import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import ibis
import pytest

from xueheng.indicators.declare import MissingColumns, exactly
from xueheng.indicators.registry import UnknownIndicator, indicator, indicator_names
from xueheng.standards.indicators import indicator_entries, indicator_entry

HEAVY = ("ibis", "pyarrow", "numpy", "duckdb", "yaml")


def test_every_indicator_has_an_entry_with_sources_and_every_entry_an_indicator():
    assert sorted(e.id for e in indicator_entries()) == list(indicator_names())


@pytest.mark.parametrize("name", indicator_names())
def test_the_entry_names_every_column_that_the_indicator_gives(name):
    assert tuple(indicator_entry(name).values) == indicator(name).gives


@pytest.mark.parametrize("name", indicator_names())
def test_the_meaning_begins_with_the_chinese_label(name):
    assert indicator(name).meaning.startswith(f"{indicator_entry(name).label.zh}: ")


@pytest.mark.parametrize("name", [n for n in indicator_names() if n.startswith("exam.")])
def test_what_is_taken_from_an_exam_says_so(name):
    assert indicator_entry(name).derived_from == "declared_exam"


def test_the_list_of_indicators_loads_nothing_heavy():
    code = (
        "import sys; from xueheng.indicators.registry import indicator_names; indicator_names(); "
        f"print(sorted(set({HEAVY}) & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownIndicator, match=r"equity\.cv"):
        indicator("equity.vc")


def test_a_column_that_is_not_there_is_named():
    table = ibis.table({"county": "string", "value": "float64"})
    with pytest.raises(MissingColumns, match="pupils"):
        indicator("equity.cv")(table, "county")


@pytest.mark.parametrize("value", ["4.2", Decimal("4.2"), Fraction(21, 5)])
def test_a_number_is_taken_as_it_is_written(value):
    assert exactly(value) == Fraction(21, 5)


def test_a_float_would_move_a_line_and_is_refused():
    with pytest.raises(TypeError, match=r"4\.2"):
        exactly(4.2)
