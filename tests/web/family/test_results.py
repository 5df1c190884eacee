"""Results on the phone: a parent reads the own child's, a class teacher the own list; programs the same."""

from itertools import count

import pytest
from django.urls import reverse
from tests.api.conftest import with_token
from tests.apps.publish.conftest import Press
from tests.apps.publish.fates import fates_of
from tests.apps.runs.conftest import desk as data_desk

from xueheng.apps.roster.models import Guardian

__all__ = ["data_desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def fates(town, data_desk):
    made = fates_of(Press(data_desk, count(1)))
    Guardian.objects.create(child=made.ours, guardian=town.parent.person)
    return made


def test_a_parent_reads_the_reason_of_every_choice(fates, father):
    shown = fates.published("admission.match")
    page = father.get(reverse("family:child", args=[fates.ours.pk])).content.decode()
    assert "录取到乙高" in page
    assert "比总分：本人是 600" in page
    assert reverse("family:published", args=[shown.pk]) in page
    assert "262" not in page


def test_a_result_that_everybody_may_read_is_listed_once(fates, father):
    run = fates.sealed("lottery.draw")
    own, everybody = (fates.press.published(run, audience) for audience in ("families", "public"))
    page = father.get(reverse("family:child", args=[fates.ours.pk])).content.decode()
    assert reverse("family:published", args=[own.pk]) in page
    assert reverse("public:publication", args=[everybody.pk]) not in page


def test_the_reason_is_told_in_the_reader_s_language(fates, father, settings):
    fates.published("admission.match")
    father.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = father.get(reverse("family:child", args=[fates.ours.pk])).content.decode()
    assert "Admitted to 乙高 (choice 2" in page
    assert "By total score: own 600" in page
    assert "名额已满" not in page


def test_another_family_s_result_is_on_no_page(fates, father):
    fates.published("exam.rooms")
    answer = father.get(reverse("family:child", args=[fates.theirs.pk]))
    assert answer.status_code == 404
    assert "考场：01" not in answer.content.decode()


@pytest.mark.parametrize(("own", "seen"), [(True, True), (False, False)])
def test_a_class_teacher_reads_the_own_list_of_a_placement(fates, town, desk, own, seen):
    fates.published("placement.classes")
    klass = town.county.south_class if own else town.county.north_class
    page = desk("class_teacher", klass).get(reverse("family:class_phone", args=[klass.code])).content.decode()
    assert ["我家" in page, "别家" in page] == [seen, False]


def test_a_program_reads_what_its_owner_reads(fates, town):
    fates.published("exam.rooms")
    program = with_token(town.parent, permissions=["children"])
    [own] = program.get(f"children/{fates.ours.pk}/results").json()
    assert own["told"]["conclusion"]["zh"].startswith("考点：城关初中")
    assert program.get(f"children/{fates.theirs.pk}/results").status_code == 404


def test_a_page_with_results_costs_few_queries(fates, father, django_assert_max_num_queries):
    for method in ("lottery.draw", "placement.classes", "exam.rooms"):
        fates.published(method)
    with django_assert_max_num_queries(60):
        father.get(reverse("family:child", args=[fates.ours.pk]))
