"""资助镜像: the list against the roll and the list before; it changes nobody, and few may look."""

import pytest
from tests.packs.exports import NORTH, SOUTH, Exports, pupil

from xueheng.apps.errors import NotAllowed
from xueheng.apps.intake import queries
from xueheng.apps.intake.mirroring.mirror import mirror
from xueheng.apps.intake.mirroring.taking import FILE, take
from xueheng.apps.roster.models import Person, Spell
from xueheng.tables.schema import schema

pytestmark = pytest.mark.django_db
HEAD = "学校标识码,学校,年级,班级,全国学籍号,姓名,资助项目,学期,困难等级,金额"


def line(place, number, name, *, amount="625", item="生活补助", term="2026年秋季"):
    grade = "三年级,1班" if place == NORTH else "八年级,1班"
    return f"{place},{grade},{number},{name},{item},{term},特别困难,{amount}"


XIAO, DA = line(NORTH, "G001", "林小满"), line(SOUTH, "G002", "赵大雪")


@pytest.fixture
def aid(county, write):
    pupil("林小满", "G001", county.north, county.north_class)
    pupil("赵大雪", "G002", county.south, county.south_class)
    return Exports(county, write, "aid", HEAD, "aid_officer")


def reasons(shown):
    return [one.reason for one in shown.found.contradicting]


def test_an_aided_pupil_on_the_roll_is_new_in_the_first_list(aid):
    assert aid.mirror(aid.upload(XIAO, DA)).found.counts["new"] == 2


def test_who_is_not_on_the_roll_is_to_be_settled(aid):
    Spell.objects.filter(person__number="G002").update(valid_to="2026-07-01")
    assert reasons(aid.mirror(aid.upload(XIAO, DA, line(SOUTH, "G009", "外人")))) == ["not_on_roll"] * 2


def test_another_name_under_the_number_of_a_pupil_is_to_be_settled(aid):
    assert reasons(aid.mirror(aid.upload(XIAO.replace("林小满", "林晓满")))) == ["other_name"]


def test_the_same_aid_twice_is_to_be_settled(aid):
    twice = [XIAO, line(NORTH, "G001", "林小满", term="2026年春季")]
    assert reasons(aid.mirror(aid.upload(*twice))) == ["twice", "twice"]


def test_two_kinds_of_aid_for_one_pupil_are_two_rows(aid):
    found = aid.mirror(aid.upload(XIAO, line(NORTH, "G001", "林小满", item="社会资助"))).found
    assert found.counts["new"] == 2


def test_against_the_list_before_another_amount_is_told(aid):
    aid.commit(XIAO, DA, period="2026-03-01")
    found = aid.mirror(aid.commit(XIAO.replace("625", "750"), DA)).found
    assert [(d.said.name, c.column, c.ours) for d in found.changed for c in d.changes] == [
        ("林小满", "amount", "625")
    ]


def test_who_lost_aid_at_a_school_that_the_list_speaks_of_is_missing(aid, county):
    pupil("周八", "G004", county.north, county.north_class)
    aid.commit(XIAO, line(NORTH, "G004", "周八"), period="2026-03-01")
    assert [one.name for one in aid.mirror(aid.upload(XIAO)).found.missing] == ["周八"]


def test_the_list_changes_nobody(aid):
    before = list(Person.objects.order_by("pk").values()), list(Spell.objects.order_by("pk").values())
    aid.commit(XIAO.replace("三年级,1班", "五年级,9班"))
    assert (
        list(Person.objects.order_by("pk").values()),
        list(Spell.objects.order_by("pk").values()),
    ) == before


def test_the_upload_file_has_only_rows_in_which_our_roll_holds(aid):
    aid.commit(XIAO, DA, period="2026-03-01")
    upload = aid.upload(XIAO.replace("三年级,1班", "五年级,9班"), DA.replace("625", "800"))
    made = take(aid.clerk, upload.pk, FILE, format="xlsx", now=aid.now)
    (row,) = [dict(zip([h.zh for h in made.heads], row, strict=True)) for row in made.rows]
    assert (row["姓名"], row["年级"], row["资助项目"], row["金额"]) == (
        "林小满",
        "三年级",
        "义务教育生活补助",
        "625",
    )


@pytest.mark.parametrize(
    "role", ["exam_officer", "personnel_officer", "leader", "finance_officer", "inspector"]
)
def test_nobody_else_sees_who_gets_aid(aid, county, role):
    upload, actor = aid.upload(XIAO), county.actor(role, county.county)
    with pytest.raises(NotAllowed):
        mirror(actor, upload.pk, now=aid.now)
    assert "林小满" not in str(queries.rows(actor, upload))


def test_nothing_about_a_person_is_public_in_the_list():
    public = {c.name for c in schema("aid").columns if c.sensitivity == "public"}
    assert public == {"school_code", "school"}
