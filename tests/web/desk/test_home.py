"""The first page of each role."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from xueheng.apps.flows.services import ask_approval, open_task
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Guardian, Org, Person, Spell
from xueheng.apps.runs.models import Run
from xueheng.standards.words import Words

pytestmark = pytest.mark.django_db
ROLES = ["leader", "county_leader", "section_clerk", "approver", "researcher", "exam_officer", "inspector",
         "central_school_head", "head", "dean", "reviewer", "administrator", "auditor"]  # fmt: skip


@pytest.fixture
def task(county):
    def opened(org, role, *, days=2, title="核对名册"):
        now = timezone.now()
        return open_task(
            f"{title}:{org.code}:{role}", job="test", title=Words(title, "Check"), org=org, role=role,
            due_on=timezone.localdate(now) + timedelta(days=days), now=now, actor=system("test"),
            address="/data/",
        )  # fmt: skip

    return opened


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_home_with_one_thing_to_do_first(
    desk, county, task, role, django_assert_max_num_queries
):
    place = county.north if role in ("head", "dean", "central_school_head") else county.bureau
    task(place, role)
    client = desk(role, place)
    with django_assert_max_num_queries(40):
        page = client.get("/").content.decode()
    assert page.count('class="btn"') == 1
    assert "核对名册" in page


def test_without_a_task_the_home_says_so(desk, county):
    assert "现在没有等您办的事" in desk("section_clerk", county.bureau).get("/").content.decode()


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "已过期限"), (0, "今天截止"), (2, "还剩 2 天"), (30, "还剩 30 天")]
)
def test_the_first_task_says_how_much_time_is_left(desk, county, task, days, said):
    task(county.bureau, "section_clerk", days=days)
    assert said in desk("section_clerk", county.bureau).get("/").content.decode()


def test_tasks_of_another_school_are_not_seen(desk, county, task):
    task(county.south, "head", title="别校的事")
    client = desk("head", county.north)
    assert "别校的事" not in client.get("/").content.decode() + client.get("/tasks/").content.decode()


def test_a_title_of_a_task_is_text(desk, county, task):
    task(county.bureau, "section_clerk", title="<img src=x onerror=alert(1)>")
    assert "<img" not in desk("section_clerk", county.bureau).get("/").content.decode()


def test_a_family_goes_to_its_children(client, account, county):
    parent = account("reviewer", county.bureau)
    parent.person.posts.all().delete()
    child = Person.objects.create(name="小禾")
    Guardian.objects.create(child=child, guardian=parent.person)
    client.force_login(parent)
    assert client.get("/").headers["Location"] == "/family/"


def test_a_class_teacher_finds_the_class(desk, county):
    page = desk("class_teacher", county.north_class).get("/").content.decode()
    assert f"/family/class/{county.north_class.code}/" in page


def test_a_head_finds_the_one_page_of_the_own_school_only(desk, county):
    page = desk("head", county.north).get("/").content.decode()
    assert f"/people/school/{county.north.code}/one-page/" in page
    assert county.south.code not in page


@pytest.fixture
def crowded(county):
    people = Person.objects.bulk_create([Person(name=f"学生{n}") for n in range(58)])
    Spell.objects.bulk_create(
        Spell(person=p, school=county.north, klass=county.north_class, valid_from=timezone.localdate())
        for p in people
    )


def test_a_leader_sees_schools_with_large_classes_and_why(desk, county, crowded):
    page = desk("leader", county.bureau).get("/").content.decode()
    attention = page[page.index("需关注") :]
    assert "城关一小" in attention
    assert "1 个班超过 55 人" in attention


def test_no_figure_is_shown_without_data_behind_it(desk, county):
    Org.objects.filter(kind="class").delete()
    page = desk("leader", county.bureau).get("/").content.decode()
    assert "几个要紧的数" not in page
    assert "需关注" not in page


@pytest.mark.parametrize(("asked", "also"), [(1, False), (2, True)])
def test_what_waits_for_a_leader_stands_on_the_home_once(desk, county, asked, also):
    clerk = county.actor("section_clerk", county.bureau)
    for number in range(asked):
        ask_approval(
            "run", number, title=Words(f"监测{number}", "Balance"), org=county.county,
            permission="runs.approve", actor=clerk, now=timezone.now(),
        )  # fmt: skip
    page = desk("leader", county.bureau).get("/").content.decode()
    assert page.count("监测0") == 1
    assert ("等我定的事" in page) is also


@pytest.fixture
def judged(county, home):
    run = Run.objects.create(
        method="balance.standard", title="2026 均衡监测", org=county.county, state="sealed",
        asked_by_label="system:test", asked_at=timezone.now(), sealed_at=timezone.now(),
        figures={"schools_passing": 1, "schools_judged": 2, "coefficients_met": 7, "coefficients_judged": 7},
    )  # fmt: skip
    folder = home / "runs" / str(run.pk) / "outcome"
    folder.mkdir(parents=True)
    rows = {"school": ["城关一小", "城关初中"], "met_count": [5, 7], "passes": [False, True]}
    pq.write_table(
        pa.table({"county": ["", ""], "level": ["primary", "junior"], **rows}), folder / "verdicts.parquet"
    )
    return run


def test_dials_say_of_how_many_and_lead_to_their_report(desk, county, judged):
    page = desk("leader", county.bureau).get("/").content.decode()
    dial = page[page.index("达到优质均衡标准的学校") :][:400]
    assert f"/results/{judged.pk}/report/" in dial
    assert '1 <span class="of">/ 2</span>' in dial


def test_a_school_below_the_standard_needs_a_look_and_a_met_one_does_not(desk, county, judged):
    page = desk("leader", county.bureau).get("/").content.decode()
    attention = page[page.index("需关注") :]
    assert "小学资源配置只有 5 项达标" in attention
    assert "城关初中" not in attention


def test_a_rehearsal_is_no_figure(desk, county, judged):
    Run.objects.update(is_rehearsal=True)
    assert "达到优质均衡标准的学校" not in desk("leader", county.bureau).get("/").content.decode()
