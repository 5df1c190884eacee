"""Every column that a mirror names is one of its table, and what it reads is what the table holds."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from xueheng.standards.mirrors import national_system, national_systems
from xueheng.tables.mirrors.reading import exported
from xueheng.tables.schema import schema

ALWAYS = {"school", "grade", "class"}  # what an entry has beside the columns of its table
SYSTEMS = national_systems()


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.id)
def test_every_named_column_is_one_of_the_table(system):
    known = {c.name for c in schema(system.id).columns}
    named = {
        *system.key,
        *system.upload.columns,
        *system.aside,
        *(c for cs in system.wins.values() for c in cs),
    }
    assert named - ALWAYS <= known


def test_a_row_is_known_by_the_first_column_of_the_key_and_told_apart_by_the_others():
    table = pa.table(
        {"student_number": ["G1"], "name": ["林小满"], "item": ["living"], "amount": [Decimal("625.00")]}
    )
    (one,) = exported(table, national_system("aid"), on=date(2026, 9, 1))
    assert (one.id, one.facts["amount"], "term" in one.facts) == (("G1", "living"), "625", False)


def test_schools_lie_at_who_lists_them():
    table = pa.table({"code": ["31"], "name": ["城关初中"], "level": ["junior"], "pupils": [12]})
    (one,) = exported(table, national_system("schools"), on=date(2026, 9, 1), at="4302")
    assert (one.school, one.id, one.facts["pupils"]) == ("4302", ("31", "junior"), "12")
