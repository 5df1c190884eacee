"""The tree, the posts and the ties: refused or whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.apps.roster.conftest import SINCE, SYSTEM, Life
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.audit.health import CHECKS
from xueheng.apps.errors import DomainError, NotAllowed, NotFound, NotReady
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.models import Account, Org, Person, Post
from xueheng.apps.roster.services import GuardianRow, OrgRow, PostRow

pytestmark = pytest.mark.django_db

CLASS = {"kind": "class", "name": "1班", "stage": "primary", "entered": 2026, "number": "1"}


def added(county: County, actor: Any = SYSTEM, **fields: Any) -> Org:
    values = {"code": "new", "kind": "primary_school", "name": "新小学"} | fields
    return services.add_org(values.pop("parent", county.county), **values, actor=actor, now=NOW)


def test_a_new_organisation_lies_below_its_parent_and_holds_its_stages(county: County) -> None:
    org = added(county, kind="nine_year_school")
    assert org.path == f"{county.county.path}{org.pk}/"
    assert org.stages == ["primary", "junior"]
    assert [o.pk for o in queries.ancestors(added(county, parent=org, code="k", **CLASS))] == [
        county.county.pk,
        org.pk,
    ]


def test_a_list_may_name_children_before_their_parents(db: None) -> None:
    rows = [
        OrgRow("k", "class", "1班", "s", stage="primary", entered=2026, number="1"),
        OrgRow("s", "primary_school", "小学", "c"),
        OrgRow("c", "county", "县"),
    ]
    made = services.load_orgs(rows, actor=SYSTEM, now=NOW)
    assert [o.code for o in made] == ["k", "s", "c"]
    assert made[0].path == f"/{made[2].pk}/{made[1].pk}/{made[0].pk}/"
    assert list(CHECKS["roster"]()) == []


BAD = {
    "kind": {"kind": "palace"},
    "taken": {"code": "2143029901"},
    "class": CLASS | {"stage": ""},
    "entered": CLASS | {"entered": None},
    "stages": {"stages": ("senior",)},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_cannot_stand_in_the_tree_is_refused(county: County, bad: dict[str, Any]) -> None:
    with pytest.raises(NotReady):
        added(county, **bad)
    assert not Org.objects.filter(code="new").exists()


@pytest.mark.parametrize("parents", [("nowhere",), ("b", "a")])
def test_a_list_with_an_unknown_or_circular_parent_is_refused(db: None, parents: tuple[str, ...]) -> None:
    rows = [OrgRow(code, "section", code, parent) for code, parent in zip("ab", parents, strict=False)]
    with pytest.raises(NotReady, match="上级"):
        services.load_orgs(rows, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(("role", "place"), [("section_clerk", "county"), ("administrator", "south")])
def test_only_who_keeps_the_tree_there_may_add_to_it(county: County, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        added(county, county.actor(role, getattr(county, place)), parent=county.north, code="k", **CLASS)


def test_an_administrator_adds_no_second_root(county: County) -> None:
    with pytest.raises(NotAllowed):
        added(county, county.actor("administrator", county.county), parent=None, kind="county")


def test_a_misplaced_organisation_is_found(county: County) -> None:
    Org.objects.filter(pk=county.north_class.pk).update(path=f"{county.south.path}{county.north_class.pk}/")
    assert [f.code for f in CHECKS["roster"]()] == ["ORG_MISPLACED"]


@pytest.mark.parametrize(
    ("day", "grade", "name"),
    [
        (date(2024, 8, 31), 0, "2024级1班"),
        (date(2024, 9, 1), 1, "一年级（1）班"),
        (date(2026, 8, 31), 2, "二年级（1）班"),
        (TODAY, 3, "三年级（1）班"),
        (date(2030, 8, 31), 6, "六年级（1）班"),
        (date(2030, 9, 1), 0, "2024级1班"),
    ],
)
def test_a_class_grows_on_the_first_of_september(county: County, day: date, grade: int, name: str) -> None:
    assert queries.grade_of(county.north_class, day) == grade
    assert queries.class_name(county.north_class, day).zh == name


def actor_again(person: Person, day: date) -> Any:
    return queries.actor_of(Account.objects.get_or_create(username=f"p{person.pk}", person=person)[0], day)


def test_a_post_opens_its_role_from_its_first_day_until_before_its_last(life: Life) -> None:
    post = services.appoint(life.mother, life.places.north, "head", since=SINCE, actor=SYSTEM, now=NOW)
    services.end_post(post, on=date(2026, 10, 1), actor=SYSTEM, now=NOW)
    days = [date(2026, 8, 31), SINCE, date(2026, 9, 30), date(2026, 10, 1)]
    assert [actor_again(life.mother, d).may("pupils.see") for d in days] == [False, True, True, False]


def test_nobody_appoints_themselves(county: County) -> None:
    admin = county.actor("security_administrator", county.county)
    with pytest.raises(NotAllowed, match="自己"):
        services.appoint(
            Person.objects.get(pk=admin.person), county.county, "leader", since=SINCE, actor=admin, now=NOW
        )


BAD_POSTS = {
    "role": {"role": "emperor"},
    "org": {"org": "nowhere"},
    "days": {"valid_to": SINCE},
}


@pytest.mark.parametrize("bad", BAD_POSTS.values(), ids=BAD_POSTS)
def test_a_post_that_cannot_be_is_refused(life: Life, bad: dict[str, Any]) -> None:
    row = {"person": life.mother.pk, "org": life.places.north.code, "role": "head", "valid_from": SINCE} | bad
    with pytest.raises(DomainError):
        services.load_posts([PostRow(**row)], actor=SYSTEM, now=NOW)
    assert not Post.objects.filter(person=life.mother).exists()


def test_a_post_is_held_once_at_a_time(life: Life) -> None:
    services.appoint(life.mother, life.places.north, "head", since=SINCE, actor=SYSTEM, now=NOW)
    with pytest.raises(NotReady, match="林妈妈"):
        services.appoint(life.mother, life.places.north, "head", since=TODAY, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("role", ["head", "section_clerk", "leader", "administrator", "auditor"])
def test_only_the_security_administrator_appoints_and_ends(life: Life, role: str) -> None:
    actor = life.places.actor(role, life.places.county)
    with pytest.raises(NotAllowed):
        services.appoint(life.mother, life.places.north, "head", since=SINCE, actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        services.end_post(Post.objects.get(person=actor.person), on=TODAY, actor=actor, now=NOW)


def test_a_tie_shows_the_child_and_its_end_hides_it(life: Life) -> None:
    assert queries.children(life.parent(), on=TODAY)[0].grade.zh == "三年级"
    services.untie_guardian(life.an, life.mother, actor=SYSTEM, now=NOW)
    assert actor_again(life.mother, TODAY).children == frozenset()
    with pytest.raises(NotFound):
        services.untie_guardian(life.an, life.mother, actor=SYSTEM, now=NOW)


def test_nobody_ties_a_child_to_themselves(life: Life) -> None:
    clerk = life.clerk()
    with pytest.raises(NotAllowed, match="自己"):
        services.tie_guardian(life.bo, Person.objects.get(pk=clerk.person), actor=clerk, now=NOW)


def test_a_tie_needs_the_right_over_the_child(life: Life) -> None:
    south = life.places.actor("section_clerk", life.places.south)
    with pytest.raises(NotAllowed):
        services.load_guardians([GuardianRow(life.bo.pk, life.mother.pk)], actor=south, now=NOW)
    with pytest.raises(NotAllowed):
        services.untie_guardian(life.an, life.mother, actor=south, now=NOW)
    with pytest.raises(NotReady, match="已经登记"):
        services.tie_guardian(life.an, life.mother, actor=life.clerk(), now=NOW)


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "' OR 1=1 --", "<script>"])
def test_odd_text_finds_nothing(life: Life, text: str) -> None:
    assert queries.search(SYSTEM, text, on=TODAY) == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("一小", "school", "城关一小"),
        ("3143029902", "school", "城关初中"),
        ("2024级", "class", "三年级（1）班"),
        ("G3", "pupil", "陈小彩"),
        ("430299201803010011", "pupil", "林小安"),
    ],
)
def test_the_search_knows_names_codes_and_numbers(life: Life, text: str, kind: str, name: str) -> None:
    assert (kind, name) in {(hit.kind, hit.name.zh) for hit in queries.search(SYSTEM, text, on=TODAY)}


def test_the_search_stops_at_its_limit(life: Life) -> None:
    assert len(queries.search(SYSTEM, "小", on=TODAY, limit=2)) == 2
