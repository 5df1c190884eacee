"""镜像核对页: by name before and after the commit, for who keeps the roll, to save and to decide."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse
from tests.packs.student_status.conftest import DA, NORTH, XIAO, Registry, line

from xueheng.apps.intake import services
from xueheng.apps.roster.models import Account, Spell

pytestmark = pytest.mark.django_db
LEFT_OUT = line(NORTH, "三年级", "1班", "G009", "周八")


@pytest.fixture
def registry(county, write):
    return Registry(county, write)


@pytest.fixture
def clerk(registry, client):
    client.force_login(Account.objects.get(pk=registry.clerk.account))
    return client


def address(upload, name="mirror", *args):
    return reverse(f"people:{name}", args=[upload.pk, *args])


def test_new_pupils_are_shown_by_name_before_the_commit(registry, clerk):
    page = clerk.get(address(registry.upload(XIAO, DA))).content.decode()
    assert "林小满" in page
    assert not Spell.objects.exists()


def test_a_change_shows_both_values(registry, clerk):
    registry.commit(XIAO, DA)
    upload = registry.upload(XIAO.replace("三年级,1班", "三年级,2班"), DA)
    page = clerk.get(address(upload), {"part": "changed"}).content.decode()
    assert "<del>1</del>" in page
    assert "<ins>2</ins>" in page


def test_missing_pupils_leave_only_when_ticked(registry, clerk):
    registry.commit(XIAO, DA, LEFT_OUT)
    upload = registry.upload(XIAO, DA)
    assert "周八" in clerk.get(address(upload), {"part": "missing"}).content.decode()
    services.commit(upload, actor=registry.clerk, now=registry.now)
    person = Spell.objects.get(person__name="周八").person_id
    clerk.post(address(upload, "mirror_leave"), {"person": [person]})
    assert Spell.objects.get(person=person).exit_kind == "missing"


def test_nobody_leaves_who_is_not_missing(registry, clerk):
    dataset = registry.commit(XIAO, DA)
    upload, person = dataset.uploads.get(), Spell.objects.get(person__name="林小满").person_id
    clerk.post(address(upload, "mirror_leave"), {"person": [person, "x", "99999"]})
    assert not Spell.objects.filter(exit_kind="missing").exists()


def test_what_the_national_system_must_be_told_is_a_table(registry, clerk):
    registry.commit(XIAO, DA, LEFT_OUT)
    upload = registry.upload(XIAO, DA)
    saved = clerk.post(address(upload, "mirror_export", "xlsx")).content
    rows = list(openpyxl.load_workbook(io.BytesIO(saved)).active.values)
    assert [row[3] for row in rows[1:]] == ["周八"]


@pytest.mark.parametrize(("role", "status"), [("head", 404), ("exam_officer", 403), ("leader", 403)])
def test_who_does_not_keep_the_roll_does_not_see_the_mirror(registry, desk, county, role, status):
    upload = registry.upload(XIAO)
    place = county.north if role == "head" else county.county
    assert desk(role, place).get(address(upload)).status_code == status


def test_a_keeper_of_one_school_does_not_see_the_county_s_mirror(registry, desk, county):
    upload = registry.upload(XIAO)
    answer = desk("section_clerk", county.north).get(address(upload))
    assert answer.status_code == 404
    assert "林小满" not in answer.content.decode()


def test_an_upload_that_is_none_is_not_found(clerk):
    assert clerk.get(reverse("people:mirror", args=[uuid4()])).status_code == 404


def test_a_pupil_elsewhere_shows_nothing_of_the_other_school(registry, desk, county):
    registry.commit(DA)
    taken = line(NORTH, "三年级", "1班", "G002", "赵大雪", born="20120501")
    upload = registry.upload(taken, org=county.north)
    page = (
        desk("section_clerk", county.north).get(address(upload), {"part": "contradicting"}).content.decode()
    )
    assert "在册于另一所学校" in page
    assert "城关初中" not in page


def test_a_school_s_page_lists_its_data(registry, clerk, county):
    registry.commit(XIAO, org=county.north)
    page = clerk.get(reverse("people:school", args=[county.north.code])).content.decode()
    assert "学生名册 2026年9月1日" in page
