"""谁看得见谁: another school's pupils are nowhere: not in a page, an export, a search or a count."""

import pytest
from django.urls import reverse

from xueheng.apps.roster.models import Guardian, Person

pytestmark = pytest.mark.django_db

ROUTES = ("index", "census", "pupils", "school", "one_pager", "klass", "pupil")
REPORTS = ("index", "census", "school", "one_pager")
OF_COUNTY = {"section_clerk": ROUTES, "leader": REPORTS, "inspector": REPORTS, "finance_officer": REPORTS[:3]}
OF_COUNTY |= {"administrator": (), "reviewer": ()}
TABS = {"section_clerk": ["schools", "pupils", "mirrors"], "finance_officer": ["schools", "mirrors"]}
TABS |= {"county_leader": ["schools"], "class_teacher": ["pupils"]}
OWN = {"head": ROUTES, "dean": ROUTES, "teacher": (), "class_teacher": ("pupils", "klass", "pupil")}


def address(town, route, *, north=True):
    county = town.county
    school, klass = (county.north, county.north_class) if north else (county.south, county.south_class)
    one = {"school": school.code, "one_pager": school.code, "klass": klass.code}
    args = (
        [one[route]] if route in one else [(town.xiao if north else town.da).pk] if route == "pupil" else []
    )
    return reverse(f"people:{route}", args=args)


@pytest.mark.parametrize("role", OF_COUNTY)
@pytest.mark.parametrize("route", ROUTES)
def test_in_the_county_each_role_opens_what_its_work_needs(desk, town, role, route):
    status = desk(role, town.county.county).get(address(town, route)).status_code
    assert status == (200 if route in OF_COUNTY[role] else 403)


@pytest.mark.parametrize("role", OWN)
@pytest.mark.parametrize("route", ROUTES)
def test_at_a_school_each_role_opens_what_is_its_own(desk, town, role, route):
    place = town.county.north_class if "teacher" in role else town.county.north
    status = desk(role, place).get(address(town, route)).status_code
    assert status == (200 if route in OWN[role] else 403)


@pytest.mark.parametrize("role", ["head", "dean", "class_teacher"])
@pytest.mark.parametrize("route", ["school", "one_pager", "klass", "pupil"])
def test_another_school_is_not_found(desk, town, role, route):
    place = town.county.north_class if role == "class_teacher" else town.county.north
    answer = desk(role, place).get(address(town, route, north=False))
    assert answer.status_code == (404 if route in OWN[role] else 403)
    assert "赵大雪" not in answer.content.decode()


@pytest.mark.parametrize("route", ["index", "census", "pupils"])
@pytest.mark.parametrize("query", ["", "?q=城关初中", "?q=赵", "?school=3143029902", "?q=G002"])
def test_lists_counts_and_search_hold_the_own_school_alone(desk, town, route, query):
    page = desk("head", town.county.north).get(address(town, route) + query).content.decode()
    assert "赵大雪" not in page
    assert "school/3143029902" not in page


@pytest.mark.parametrize("name", ["index_export", "census_export"])
def test_totals_that_are_saved_hold_the_own_school_alone(desk, town, name):
    saved = (
        desk("head", town.county.north)
        .get(reverse(f"people:{name}", args=["csv"]))
        .content.decode("utf-8-sig")
    )
    assert "城关一小" in saved
    assert "城关初中" not in saved


@pytest.mark.parametrize("query", ["", "?school=3143029902", "?klass=3143029902-2025-1"])
def test_names_that_are_saved_are_of_the_own_school_alone(desk, town, query):
    address_ = reverse("people:pupils_export", args=["csv"]) + query
    assert "赵大雪" not in desk("head", town.county.north).post(address_).content.decode("utf-8-sig")


@pytest.mark.parametrize("route", ROUTES)
def test_a_parent_opens_no_page_of_the_offices(father, town, route):
    assert father.get(address(town, route, north=False)).status_code == 403


def test_a_class_code_is_no_school(desk, town):
    code = town.county.north_class.code
    assert (
        desk("section_clerk", town.county.county).get(reverse("people:school", args=[code])).status_code
        == 404
    )


def test_guardians_are_shown_at_the_school_and_to_the_keeper_of_the_roll(desk, town):
    page = address(town, "pupil", north=False)
    assert "13800000001" in desk("head", town.county.south).get(page).content.decode()
    assert "13800000001" in desk("section_clerk", town.county.county).get(page).content.decode()


@pytest.mark.parametrize("role", ["exam_officer", "aid_officer"])
def test_guardians_are_not_shown_to_other_sections(desk, town, role):
    page = desk(role, town.county.county).get(address(town, "pupil", north=False)).content.decode()
    assert "赵大雪" in page
    assert "13800000001" not in page


@pytest.mark.parametrize("role", TABS)
def test_the_tabs_are_those_that_the_reader_may_open(desk, town, role):
    is_teacher = role == "class_teacher"
    client = desk(role, town.county.north_class if is_teacher else town.county.county)
    shown = client.get(address(town, "pupils" if is_teacher else "index")).context
    assert [name for name in ("schools", "pupils", "mirrors") if shown[f"sees_{name}"]] == TABS[role]


@pytest.mark.parametrize(("role", "place", "reads"), [
    ("head", "south", True), ("class_teacher", "north_class", False),
])  # fmt: skip
def test_a_child_of_one_s_own_is_no_pupil_of_one_s_own(account, client, town, role, place, reads):
    reader, da = account(role, getattr(town.county, place)), town.da
    Person.objects.filter(pk=da.pk).update(facts={"attendance": "1"})
    Guardian.objects.create(child=da, guardian=reader.person, relation="1")
    client.force_login(reader)
    assert bool(client.get(address(town, "pupil", north=False)).context["facts"]) is reads
