"""名册和班额表: figures by school and class on any day, in exports that calculate nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from xueheng.apps.audit.models import Entry
from xueheng.apps.roster.models import Spell

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(desk, town):
    """The clerk of the county."""
    return desk("section_clerk", town.county.county)


def page(client, name, *args, **query):
    return client.get(reverse(f"people:{name}", args=args), query).content.decode()


def test_a_class_over_the_standard_needs_a_look(clerk, town):
    for n in range(43):
        town.enrol(f"学生{n}", town.county.north, town.county.north_class)
    assert "1 个班超过标准班额" in page(clerk, "index")
    assert "城关初中" not in page(clerk, "index", attention="1").split("<tbody>")[1]


def test_the_census_adds_up(clerk, town):
    saved = clerk.get(reverse("people:census_export", args=["xlsx"])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(saved)).active.iter_rows(min_row=2, values_only=True))
    assert [row[3:7] for row in rows] == [(1, 3, 2, 1), (1, 1, 0, 1)]


def test_a_past_day_shows_who_was_there_then(clerk, town):
    Spell.objects.filter(person=town.da).update(valid_to=date(2026, 3, 1))
    code = town.county.south_class.code
    assert "赵大雪" not in page(clerk, "klass", code)
    assert "赵大雪" in page(clerk, "klass", code, on="2026-02-01")


@pytest.mark.parametrize("on", ["", "2026-13-45", "x", "'; drop table--"])
def test_a_day_that_is_none_is_today(clerk, on):
    assert clerk.get(reverse("people:index"), {"on": on}).status_code == 200


@pytest.mark.parametrize(("query", "found"), [("林", "林小满"), ("G002", "赵大雪")])
def test_pupils_are_found_by_name_and_number(clerk, town, query, found):
    assert found in page(clerk, "pupils", q=query)


@pytest.mark.parametrize(("grade", "found"), [("3", "林小满"), ("8", "赵大雪")])
def test_pupils_are_found_by_grade(clerk, town, grade, found):
    body = page(clerk, "pupils", grade=grade)
    assert found in body
    assert len({"林小满", "赵大雪"} & {name for name in ("林小满", "赵大雪") if name in body}) == 1


def test_names_are_text_and_never_markup(clerk, town):
    assert "<script>alert" not in page(clerk, "pupils")
    assert "&lt;script&gt;alert" in page(clerk, "pupils")


def test_a_name_that_looks_like_a_formula_is_text_in_csv(clerk, town):
    saved = clerk.post(reverse("people:pupils_export", args=["csv"])).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in saved


def test_a_name_that_looks_like_a_formula_is_text_in_a_workbook(clerk, town):
    saved = clerk.post(reverse("people:pupils_export", args=["xlsx"])).content
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(saved)).active.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value == "=HYPERLINK(1)"} == {"s"}


def test_taking_names_out_is_kept_without_a_name(clerk, town):
    clerk.post(reverse("people:pupils_export", args=["csv"]) + "?q=林小满")
    entry = Entry.objects.get(action="pupils.exported")
    assert entry.details["n"] == 1
    assert "林小满" not in str(entry.details)


def test_names_are_not_taken_out_by_a_link(clerk):
    assert clerk.get(reverse("people:pupils_export", args=["csv"])).status_code == 405


def test_an_unknown_format_is_not_found(clerk):
    assert clerk.get(reverse("people:index_export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("name", ["index", "census", "pupils"])
def test_more_schools_do_not_cost_more_queries(clerk, rooms, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        assert "第9小学" in page(clerk, name)


@pytest.mark.parametrize("name", ["school", "one_pager"])
def test_a_school_costs_few_queries(clerk, town, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        assert "城关一小" in page(clerk, name, town.county.north.code)


def test_without_results_the_one_page_says_that_nothing_can_be_judged(desk, town):
    assert "现在还不能判断" in page(desk("head", town.county.north), "one_pager", town.county.north.code)


def test_nobody_is_listed_by_size(clerk, rooms):
    body = page(clerk, "index").split("<tbody>")[1]
    assert body.index("城关一小") < body.index("第0小学") < body.index("第9小学")
