"""国家系统页: each of the five for who may see it, by name, to save and to take over."""

import io

import openpyxl
import pytest
from django.urls import reverse
from tests.packs.exports import NORTH, SOUTH, Exports, pupil
from tests.web.signed_in import just_signed_in

from xueheng.apps.audit.models import Entry
from xueheng.apps.intake import services
from xueheng.apps.roster.models import Account, Person, Release

pytestmark = pytest.mark.django_db
AID = "学校标识码,学校,年级,班级,全国学籍号,姓名,资助项目,学期,金额"
STAFF = "学校标识码,学校,教师编号,姓名,性别,出生日期,在岗状态"
CHEN = f"{NORTH},T001,陈晓岚,女,19871024,在岗"


@pytest.fixture
def aid(county, write):
    pupil("林小满", "G001", county.north, county.north_class)
    made = Exports(county, write, "aid", AID, "aid_officer")
    made.row = f"{NORTH},五年级,<b>甲</b>班,G001,林小满,生活补助,=HYPERLINK(1),625"
    return made


@pytest.fixture
def teachers(county, write):
    return Exports(county, write, "teachers", STAFF, "personnel_officer")


def signed_in(client, exports):
    return just_signed_in(client, Account.objects.get(pk=exports.clerk.account))


def address(upload, name="mirror", *args):
    return reverse(f"people:{name}", args=[upload.pk, *args])


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("section_clerk", ["学籍", "教师", "资助", "体质", "教基"]),
        ("personnel_officer", ["教师", "教基"]),
        ("aid_officer", ["资助", "体质", "教基"]),
        ("exam_officer", ["体质", "教基"]),
        ("leader", ["教基"]),
    ],
)
def test_the_overview_lists_the_systems_that_a_role_handles(desk, county, role, shown):
    page = desk(role, county.county).get(reverse("people:mirrors")).content.decode()
    assert [s for s in ("学籍", "教师", "资助", "体质", "教基") if f"<h2>{s} " in page] == shown


def test_the_overview_says_what_the_last_export_found(aid, client):
    held = aid.commit(aid.row)
    page = signed_in(client, aid).get(reverse("people:mirrors")).content.decode()
    assert "2026年9月15日" in page
    assert f'href="{address(held.uploads.get())}?part=new"' in page


@pytest.mark.parametrize("role", ["head", "dean", "exam_officer", "personnel_officer", "leader", "inspector"])
def test_who_may_not_see_aid_does_not_open_its_mirror(aid, desk, county, role):
    upload = aid.upload(aid.row, org=county.north)
    for place in (address(upload), address(upload, "mirror_export", "xlsx")):
        client = desk(role, county.north if role in ("head", "dean") else county.county)
        answer = client.post(place) if place.endswith("xlsx") else client.get(place)
        assert (answer.status_code, "林小满" in answer.content.decode()) == (403, False)


def test_hostile_words_are_text_on_the_page_and_in_the_upload_file(aid, client):
    aid.commit(aid.row, period="2026-03-01")
    upload, browser = aid.upload(aid.row.replace("625", "700")), signed_in(client, aid)
    assert "&lt;b&gt;甲&lt;/b&gt;" in browser.get(address(upload), {"part": "changed"}).content.decode()
    saved = browser.post(address(upload, "mirror_export", "xlsx") + "?part=file").content
    (heads, row) = openpyxl.load_workbook(io.BytesIO(saved)).active.iter_rows()
    cells = {head.value: cell for head, cell in zip(heads, row, strict=True)}
    assert (cells["学期"].value, cells["学期"].data_type) == ("=HYPERLINK(1)", "s")
    assert cells["年级"].value == "三年级"


def test_what_is_saved_is_known_to_the_audit_without_names(aid, client):
    upload = aid.upload(aid.row)
    signed_in(client, aid).post(address(upload, "mirror_export", "csv") + "?part=new")
    entry = Entry.objects.get(action="pupil_support.exported")
    assert (entry.details, entry.subject_id) == ({"rows": 1}, str(upload.pk))


def test_many_persons_are_not_saved_by_one_person_alone(aid, client, county):
    for n in range(60):
        pupil(f"林{chr(0x4E00 + n)}", f"G1{n:02}", county.north, county.north_class)
    rows = [aid.row.replace("G001,林小满", f"G1{n:02},林{chr(0x4E00 + n)}") for n in range(60)]
    address_ = address(aid.upload(*rows), "mirror_export", "xlsx") + "?part=new"
    answer = signed_in(client, aid).post(address_)
    assert not answer.headers["Content-Type"].startswith("application/vnd")
    assert Release.objects.filter(taken_at=None).count() == 1


def test_a_name_is_taken_over_only_from_a_doubt_that_is_listed(teachers, client):
    teachers.commit(CHEN, f"{SOUTH},T002,李书宁,女,19871024,在岗")
    upload = teachers.upload(CHEN.replace("陈晓岚", "陈晓兰"), f"{SOUTH},T002,李书宁,女,19871024,神游")
    services.choose_person(upload, row=2, person=None, actor=teachers.clerk, now=teachers.now)
    services.commit(upload, actor=teachers.clerk, now=teachers.now)
    signed_in(client, teachers).post(address(upload, "mirror_adopt"), {"row": ["1", "2", "x", "-3"]})
    assert set(Person.objects.filter(number__startswith="T").values_list("name", flat=True)) == {
        "陈晓兰",
        "李书宁",
    }


@pytest.mark.parametrize("name", ["mirror_adopt", "mirror_leave"])
def test_a_list_of_aid_takes_nobody_off_and_renames_nobody(aid, client, name):
    upload = aid.commit(aid.row).uploads.get()
    person = Person.objects.get(number="G001")
    answer = signed_in(client, aid).post(address(upload, name), {"row": "1", "person": person.pk})
    assert answer.status_code in (403, 409)
    assert Person.objects.get(pk=person.pk).spells.get().valid_to is None


def test_a_table_of_no_national_system_has_no_mirror(desk, county, write, client):
    teaching = Exports(county, write, "teaching", "学校,教师编号,学科,班级,周课时")
    upload = teaching.upload("城关一小,T001,数学,1班,6")
    assert signed_in(client, teaching).get(address(upload)).status_code == 404


@pytest.mark.parametrize(("role", "offered"), [("personnel_officer", True), ("head", False)])
def test_only_who_keeps_the_staff_is_offered_to_take_a_name_over(teachers, desk, county, role, offered):
    upload = teachers.commit(CHEN, org=county.north).uploads.get()
    shown = desk(role, county.north).get(address(upload), {"part": "contradicting"}).context
    assert bool(shown["may_adopt"]) is offered
