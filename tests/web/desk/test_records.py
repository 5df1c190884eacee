"""Search and audit."""

from __future__ import annotations

import pytest
from django.utils import timezone

from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.services import record
from xueheng.apps.roster.models import Person, Spell

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(county):
    def enrolled(name, school, klass):
        person = Person.objects.create(name=name)
        Spell.objects.create(person=person, school=school, klass=klass, valid_from=timezone.localdate())
        return person

    return enrolled


def test_a_school_is_found_by_a_part_of_its_name(desk, county):
    page = desk("section_clerk", county.bureau).get("/search/?q=城关").content.decode()
    assert f"/people/school/{county.north.code}/" in page
    assert f"/people/school/{county.south.code}/" in page


def test_a_head_finds_nobody_of_another_school(desk, county, pupil):
    pupil("王小明", county.south, county.south_class)
    page = desk("head", county.north).get("/search/?q=王小明").content.decode()
    assert "没有找到“王小明”" in page


def test_what_is_asked_and_found_is_text(desk, county, pupil):
    pupil("<script>x</script>", county.north, county.north_class)
    page = desk("head", county.north).get("/search/", {"q": "<script>x"}).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


@pytest.mark.parametrize("asked", ["", "   ", "%", "'", "\x00", "长" * 500])
def test_whatever_is_asked_is_answered(desk, county, asked):
    assert desk("section_clerk", county.bureau).get("/search/", {"q": asked}).status_code == 200


def test_the_audit_says_acts_in_words(desk, county):
    record(
        "account:7", "intake.committed", subject=("dataset", "abc"), org=county.north.pk, now=timezone.now()
    )
    page = desk("auditor", county.county).get("/audit/").content.decode()
    assert "数据入库" in page
    assert "账号 7" in page


def test_the_audit_shows_the_head_to_be_printed(desk, county):
    last = record("system:demo", "runs.sealed", subject=("run", 1), org=county.county.pk, now=timezone.now())
    assert last.hash in desk("auditor", county.county).get("/audit/").content.decode()


def test_the_audit_of_one_thing_can_be_asked_for(desk, county):
    for number in ("1", "2"):
        record(
            "system:demo", "runs.sealed", subject=("run", number), org=county.county.pk, now=timezone.now()
        )
    page = desk("auditor", county.county).get("/audit/?kind=run&id=2").content.decode()
    assert page.count("封存结果") == 1


def test_a_whole_chain_is_said_to_be_whole(desk, county):
    record("system:demo", "runs.sealed", subject=("run", 1), now=timezone.now())
    assert "全部对得上" in desk("auditor", county.county).get("/audit/?check=1").content.decode()


def test_an_auditor_of_a_school_sees_nothing_of_others(desk, county):
    record("system:demo", "runs.sealed", subject=("run", 1), org=county.south.pk, now=timezone.now())
    assert Entry.objects.count() > 0
    assert "封存结果" not in desk("auditor", county.north).get("/audit/").content.decode()


@pytest.mark.parametrize("role", ["leader", "section_clerk", "administrator"])
def test_others_do_not_read_the_audit(desk, county, role):
    assert desk(role, county.bureau).get("/audit/").status_code == 403
