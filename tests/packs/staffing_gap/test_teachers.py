"""教师镜像: posts at schools follow the national system, give no rights, and can be put back."""

from datetime import date

import pytest
from tests.packs.exports import NORTH, SOUTH, Exports, pupil
from tests.platform_home import TODAY

from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.intake import services
from xueheng.apps.intake.mirroring.mirror import adopt, leave
from xueheng.apps.roster.models import Account, Person, Post
from xueheng.apps.roster.queries import actor_of

pytestmark = pytest.mark.django_db
HEAD = "学校标识码,学校,教师编号,姓名,性别,出生日期,专业技术职务,在岗状态"


def line(place, number, name, *, title="一级教师", state="在岗", born="19871024"):
    return f"{place},{number},{name},女,{born},{title},{state}"


CHEN, LI = line(NORTH, "T001", "陈晓岚"), line(SOUTH, "T002", "李书宁")


@pytest.fixture
def teachers(county, write):
    return Exports(county, write, "teachers", HEAD, "personnel_officer")


def at_work():
    live = Post.objects.filter(valid_to=None, person__number__startswith="T")
    return {(p.person.name, p.org.code, p.role) for p in live.select_related("person", "org")}


def test_who_is_new_belongs_to_the_school_that_the_export_names(teachers):
    teachers.commit(CHEN, LI)
    assert at_work() == {("陈晓岚", "2143029901", "teacher"), ("李书宁", "3143029902", "teacher")}


def test_a_post_that_the_mirror_gives_opens_nothing_but_the_desk(teachers):
    teachers.commit(CHEN)
    account = Account.objects.create(username="chen", person=Person.objects.get(number="T001"))
    assert {p for g in actor_of(account, TODAY).grants for p in g.permissions} == {"desk.see"}


def test_who_is_known_by_number_without_a_post_is_not_made_twice(teachers):
    known = Person.objects.create(name="陈晓岚", number="T001")
    teachers.commit(CHEN)
    assert Post.objects.get(org__code="2143029901").person == known


def test_the_number_of_a_pupil_finds_nobody_of_the_staff(teachers, county):
    pupil("陈晓岚", "T001", county.north, county.north_class)
    with pytest.raises(NotReady, match="已经在册"):
        teachers.commit(CHEN)


def test_bringing_the_same_export_in_again_changes_nothing(teachers):
    teachers.commit(CHEN, LI)
    before = list(Post.objects.order_by("pk").values())
    teachers.commit(LI, CHEN)
    assert list(Post.objects.order_by("pk").values()) == before


def test_who_moved_has_no_rights_left_at_the_old_school(teachers, county):
    teachers.commit(CHEN)
    person = Person.objects.get(number="T001")
    Post.objects.create(person=person, org=county.north, role="head", valid_from=date(2020, 9, 1))
    teachers.commit(CHEN.replace(NORTH, SOUTH))
    assert at_work() == {("陈晓岚", "3143029902", "teacher")}


@pytest.mark.parametrize("word", ["退休", "调出", "辞职"])
def test_who_has_left_holds_no_post_at_a_school(teachers, word):
    teachers.commit(CHEN, LI)
    teachers.commit(CHEN, LI.replace("在岗", word))
    assert at_work() == {("陈晓岚", "2143029901", "teacher")}


def test_a_post_in_the_bureau_is_not_the_mirrors_to_end(teachers, county):
    teachers.commit(CHEN)
    person = Person.objects.get(number="T001")
    Post.objects.create(person=person, org=county.bureau, role="inspector", valid_from=date(2020, 9, 1))
    teachers.commit(CHEN.replace("在岗", "退休"))
    assert at_work() == {("陈晓岚", "430299-bureau", "inspector")}


def test_what_the_export_says_of_a_person_holds(teachers):
    teachers.commit(CHEN)
    held = teachers.commit(CHEN.replace("一级教师", "高级教师"))
    assert Person.objects.get(number="T001").facts["title"] == "senior"
    assert teachers.mirror(held).found.counts["changed"] == 0


def test_who_is_missing_leaves_only_when_ticked(teachers):
    teachers.commit(CHEN, line(NORTH, "T003", "周八"))
    held = teachers.commit(CHEN)
    (gone,) = [one.key for one in teachers.mirror(held).found.missing]
    assert {name for name, *_ in at_work()} == {"陈晓岚", "周八"}
    leave(teachers.clerk, held.uploads.get().pk, {gone, 99999}, now=teachers.now)
    assert {name for name, *_ in at_work()} == {"陈晓岚"}


def test_undo_puts_posts_and_persons_back(teachers):
    teachers.commit(CHEN, LI)
    Post.objects.filter(person__number="T002").update(valid_to=date(2027, 7, 1))
    posts, persons = list(Post.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    moved = CHEN.replace(NORTH, SOUTH).replace("一级", "高级")
    held = teachers.commit(moved, LI.replace("在岗", "退休"), line(NORTH, "T003", "新来的"))
    services.undo(held, actor=teachers.clerk, now=teachers.now)
    assert list(Post.objects.order_by("pk").values()) == posts
    assert list(Person.objects.order_by("pk").values()) == persons


def test_undo_is_refused_once_a_new_post_has_ended(teachers):
    held = teachers.commit(CHEN)
    Post.objects.filter(person__number="T001").update(valid_to=date(2026, 9, 20))
    with pytest.raises(NotReady, match="不能撤销"):
        services.undo(held, actor=teachers.clerk, now=teachers.now)


def test_another_name_changes_only_when_somebody_takes_it_over(teachers):
    teachers.commit(CHEN)
    upload = teachers.upload(CHEN.replace("陈晓岚", "陈晓兰"))
    services.choose_person(upload, row=2, person=None, actor=teachers.clerk, now=teachers.now)
    held = services.commit(upload, actor=teachers.clerk, now=teachers.now)
    assert Person.objects.get(number="T001").name == "陈晓岚"
    adopt(teachers.clerk, held.uploads.get().pk, {1, 7}, now=teachers.now)
    assert Person.objects.get(number="T001").name == "陈晓兰"


def test_who_does_not_keep_the_staff_commits_no_export(teachers, county):
    upload = teachers.upload(CHEN)
    with pytest.raises(NotAllowed):
        services.commit(upload, actor=county.actor("exam_officer", county.county), now=teachers.now)
    assert at_work() == set()
