"""Homes: findings for a person to look at, never a refusal."""

import pytest
from typed_rows import rows_of, told

from xueheng.tables.rules.housing import has_material, owner_is_guardian, title_reused


def homes(**columns):
    n = len(next(iter(columns.values())))
    return rows_of("applications", {"child_name": [f"甲{i}" for i in range(n)], **columns})


def test_one_title_of_two_households_is_told_on_both_rows():
    flags = list(title_reused(homes(title=["第1号", "第1号"], guardian1_identity=["F", "G"])))
    assert told(flags) == [("TITLE_REUSED", "warning", 0, "title"), ("TITLE_REUSED", "warning", 1, "title")]


@pytest.mark.parametrize("second", [["M", None], ["F", "M"], ["M", "F"]])
def test_one_title_of_one_household_is_not_told(second):
    one, two = ["F", second[0]], ["M", second[1]]
    rows = homes(title=["第1号", "第1号"], guardian1_identity=one, guardian2_identity=two)
    assert told(title_reused(rows)) == []


def test_brackets_and_blanks_do_not_make_another_title():
    rows = homes(title=["湘（2019）第 1 号", "湘(2019)第1号"], guardian1_identity=["F", "G"])
    assert len(list(title_reused(rows))) == 2


@pytest.mark.parametrize("nothing", ["无", "/", "办理中", None])
def test_no_title_is_no_title_in_common(nothing):
    assert told(title_reused(homes(title=[nothing] * 2, guardian1_identity=["F", "G"]))) == []


def test_tenants_of_one_landlord_share_a_title():
    rows = homes(title=["第1号"] * 2, guardian1_identity=["F", "G"], housing=["rented"] * 2)
    assert told(title_reused(rows)) == []


@pytest.mark.parametrize(
    "owner", ["林明轩", "林 明轩", "王芳、林明轩", "王芳,林明轩(50%)", "王芳 林明轩", "甲0", None, "/"]
)
def test_a_home_of_a_guardian_or_of_the_child_is_not_told(owner):
    rows = homes(housing=["own"], owner=[owner], guardian1_name=["林明轩"], guardian2_name=[None])
    assert told(owner_is_guardian(rows)) == []


@pytest.mark.parametrize("housing", ["own", "family", "mortgaged", None])
def test_a_home_of_somebody_else_is_for_a_person_to_look_at(housing):
    rows = homes(housing=[housing], owner=["他人"], guardian1_name=["林明轩"])
    assert told(owner_is_guardian(rows)) == [("OWNER_NOT_GUARDIAN", "warning", 0, "owner")]


@pytest.mark.parametrize("housing", ["rented", "public_rental"])
def test_a_rented_home_belongs_to_somebody_else(housing):
    rows = homes(housing=[housing], owner=["他人"], guardian1_name=["林明轩"])
    assert told(owner_is_guardian(rows)) == []


def test_without_guardians_there_is_nobody_to_compare():
    assert told(owner_is_guardian(homes(housing=["own"], owner=["他人"]))) == []


@pytest.mark.parametrize(
    ("housing", "title", "lease", "column"),
    [
        ("own", None, None, "title"),
        ("own", "办理中", "租1", "title"),
        ("homestead", None, None, "title"),
        ("rented", "第1号", None, "lease"),
        ("public_rental", None, "无", "lease"),
    ],
)
def test_a_material_that_is_lacking_is_told_where_it_belongs(housing, title, lease, column):
    rows = homes(housing=[housing], title=[title], lease=[lease])
    assert told(has_material(rows)) == [("MATERIAL_MISSING", "warning", 0, column)]


@pytest.mark.parametrize(
    ("housing", "title", "lease"),
    [("own", "第1号", None), ("rented", None, "租1"), ("lodging", None, None), (None, None, None)],
)
def test_a_home_with_its_material_is_not_told(housing, title, lease):
    assert told(has_material(homes(housing=[housing], title=[title], lease=[lease]))) == []


@pytest.mark.parametrize(("number", "n"), [(None, 1), ("租1", 0)])
def test_without_a_column_for_leases_any_number_will_do(number, n):
    assert len(list(has_material(homes(housing=["rented"], title=[number])))) == n


def test_a_table_without_columns_for_materials_lacks_none():
    assert told(has_material(homes(housing=["own", "rented"]))) == []
