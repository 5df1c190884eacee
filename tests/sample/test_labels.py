"""Nobody can take the generated county for a real one."""

import json

import pytest

from xueheng.sample import map as town_map
from xueheng.sample.filings import filings
from xueheng.sample.people import REGION
from xueheng.sample.plan import place, units
from xueheng.standards.ids import birth_of, check_identity_number, sex_of
from xueheng.tables.cells.phones import read_phone

POINT = town_map.Point


@pytest.fixture(scope="module")
def people(small):
    return small.persons.to_pylist()


def test_identity_numbers_are_sound_and_of_no_county(people):
    assert {problem for one in people for problem in check_identity_number(one["id_number"])} == set()
    assert {one["id_number"][:6] for one in people} == {REGION}


def test_identity_numbers_agree_with_sex_and_birth_and_are_no_two_persons(people):
    assert all(birth_of(one["id_number"]) == one["born_on"] for one in people)
    assert all(sex_of(one["id_number"]) == {"1": "male", "2": "female"}[one["sex"]] for one in people)
    assert len({one["id_number"] for one in people}) == len(people)


def test_no_person_of_another_county_of_the_city_has_the_same_number():
    assert len({unit.number for unit in units("city")}) == 4


def test_telephones_are_of_a_block_that_no_operator_has(people):
    phones = [one["phone"] for one in people if one["phone"]]
    assert all(phone.startswith("154") and not read_phone(phone).problem for phone in phones)


def test_every_administration_and_file_says_that_it_is_generated(small):
    assert all("生成" in unit["name"] for unit in (place("city"), *place("counties")))
    assert all("生成" in filing.name for filing in filings(small))


def test_a_file_says_in_its_first_rows_that_it_is_generated(small, workbook_text):
    made = [f for f in filings(small) if f.name.endswith(".xlsx")]
    assert all("生成的数据" in workbook_text(filing.content) for filing in made)


@pytest.fixture
def workbook_text():
    from io import BytesIO

    import openpyxl

    def first_rows(content):
        sheet = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[0]
        return str(list(sheet.iter_rows(max_row=3, values_only=True)))

    return first_rows


def test_the_map_is_labelled_and_read_back(tmp_path, small):
    town_map.write(tmp_path, [small.unit], seed="test")
    found = town_map.read(tmp_path)
    assert all(f["properties"]["generated"] for f in found["features"])
    assert json.loads((tmp_path / "sample" / "map.geojson").read_text("utf-8")) == found


def test_without_a_map_there_is_none(tmp_path):
    assert town_map.read(tmp_path) is None


def test_every_point_of_a_cell_is_nearest_to_its_own_seed():
    seeds = [POINT(1, 1), POINT(3, 1), POINT(2, 3)]
    outline = (POINT(0, 0), POINT(4, 0), POINT(4, 4), POINT(0, 4))
    for seed, cell in zip(seeds, town_map.voronoi(seeds, within=outline), strict=True):
        middle = POINT(sum(p.x for p in cell) / len(cell), sum(p.y for p in cell) / len(cell))
        assert min(seeds, key=lambda s: (s.x - middle.x) ** 2 + (s.y - middle.y) ** 2) == seed


def test_cells_fill_the_outline():
    seeds = [POINT(1, 1), POINT(3, 1), POINT(2, 3)]
    outline = (POINT(0, 0), POINT(4, 0), POINT(4, 4), POINT(0, 4))
    assert sum(map(_area, town_map.voronoi(seeds, within=outline))) == pytest.approx(16)


def _area(cell):
    pairs = zip(cell, (*cell[1:], cell[0]), strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairs)) / 2
