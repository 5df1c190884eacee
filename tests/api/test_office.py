"""A program collects tables, gives posts, answers for a child and reads what its owner was told."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.api.conftest import V1, with_token
from tests.apps.intake.campaigns.conftest import NORTH, SAID, SOUTH

from xueheng.apps.notices.models import Notice
from xueheng.apps.notices.services import tell
from xueheng.apps.roster.models import Consent, Guardian, Person, Post
from xueheng.standards.words import plain

pytestmark = pytest.mark.django_db
WANTED = SAID | {"due_on": "2099-09-30", "org": "430299"}


@pytest.fixture
def clerk(program, county):
    return program("section_clerk", county.bureau)


@pytest.fixture
def campaign(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return clerk.post("campaigns", WANTED).json()["id"]


@pytest.fixture
def filed(clerk, campaign, county, django_capture_on_commit_callbacks):
    """Both schools have answered: one by its own address, one in the pile."""
    one, two = (SimpleUploadedFile(f"{n}.csv", t.encode("utf-8-sig")) for n, t in enumerate((NORTH, SOUTH)))
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            send(clerk, f"campaigns/{campaign}/schools/{county.north.code}/file", one),
            send(clerk, f"campaigns/{campaign}/files", two),
        ]
    return [answer.status_code for answer in answers]


def send(program, path, file):
    return program.client.post(V1 + path, {"file": file}, headers=program.headers)


def test_a_campaign_goes_from_its_opening_to_one_dataset(clerk, campaign, filed):
    judged = clerk.post(f"campaigns/{campaign}/judge", {"answer": "accept"}).json()
    dataset = clerk.post(f"campaigns/{campaign}/freeze").json()
    board = clerk.get(f"campaigns/{campaign}").json()
    assert (filed, len(judged["done"]), dataset["rows"]) == ([200, 200], 2, 3)
    assert (board["campaign"]["state"], board["counts"]["accepted"]) == ("frozen", 2)


def test_a_school_is_sent_its_workbook_and_its_answer_back(clerk, campaign, filed, county):
    path = f"campaigns/{campaign}/schools/{county.north.code}"
    back = clerk.post(f"{path}/judge", {"answer": "return", "reason": "请补"}).json()
    dean = clerk.get(f"{path}/workbook")
    assert (back["state"], back["note"], dean.body[:2]) == ("returned", "请补", b"PK")


def test_what_there_is_to_read_of_a_campaign_is_read(clerk, campaign, filed, county):
    south = f"/schools/{county.south.code}"
    paths = ["", "/checks", "/workbooks", south, f"{south}/diff"]
    found = [clerk.get(f"campaigns/{campaign}{path}").status_code for path in paths]
    lists = [clerk.get(f"campaigns{path}").json() for path in ("", "/asked", "/budget")]
    assert (found, [lists[0]["total"], lists[1]["total"], lists[2]["minutes"]]) == ([200] * 5, [1, 2, 60])


def test_a_school_reports_that_it_has_nothing_and_sees_no_other(program, campaign, county):
    dean = program("dean", county.south)
    told = [dean.post(f"campaigns/{campaign}/schools/{s.code}/nothing", {"note": "无"}).status_code
            for s in (county.south, county.north)]  # fmt: skip
    assert (told, dean.get(f"campaigns/{campaign}").status_code) == ([200, 404], 404)


def test_a_campaign_is_called_off_once(clerk, campaign):
    assert [clerk.post(f"campaigns/{campaign}/cancel").status_code for _n in range(2)] == [200, 409]


@pytest.fixture
def keeper(program, county):
    return program("security_administrator", county.bureau)


def test_a_post_is_given_and_ended_and_its_holder_told_each_time(keeper, county):
    held = get_user_model().objects.get(pk=county.actor("teacher", county.north_class).account)
    [found] = keeper.get("posts", q=held.person.name).json()
    said = {"person": found["id"], "org": county.north.code, "role": "dean", "since": "2026-09-01"}
    post = keeper.post("posts", said).json()
    keeper.post(f"posts/{post['id']}/end")
    assert Post.objects.get(pk=post["id"]).valid_to is not None
    assert [one.words["zh"][-3:-1] for one in Notice.objects.filter(account=held)] == ["主任", "主任"]


def test_nobody_gives_oneself_a_post_by_a_program(keeper, county):
    own = Person.objects.get(name=f"security_administrator@{county.bureau.code}")
    said = {"person": own.pk, "org": county.north.code, "role": "head", "since": "2026-09-01"}
    assert keeper.post("posts", said).status_code == 403


@pytest.mark.parametrize(("lent", "status"), [(["own"], 200), (["data.see"], 403)])
@pytest.mark.parametrize("path", ["notices", "sessions"])
def test_the_owners_notices_and_sign_ins_are_for_tokens_that_list_them(county, lent, status, path):
    account = get_user_model().objects.get(pk=county.actor("head", county.south).account)
    tell([account], plain("您好"), kind="security", key="k", now=timezone.now())
    told = with_token(account, permissions=lent)
    assert told.get(path).status_code == told.post("notices/read").status_code == status


def test_a_guardian_decides_for_an_own_child_and_for_no_other(county):
    account = get_user_model().objects.get(pk=county.actor("head", county.south).account)
    own, other = Person.objects.create(name="孩子"), Person.objects.create(name="别人")
    Guardian.objects.create(child=own, guardian=account.person)
    family = with_token(account, permissions=["children"])
    [asked, *_more] = family.get(f"children/{own.pk}/consents").json()
    said = {"purpose": asked["purpose"], "notice": asked["notice"], "decision": "refused"}
    told = [family.post(f"children/{child.pk}/consents", said).status_code for child in (own, other)]
    assert (told, Consent.objects.get().decision) == ([200, 404], "refused")


@pytest.mark.parametrize(
    "path", ["shredding", "purposes", "erasure?number=T9", "answers?purpose=extra_facts"]
)
def test_what_there_is_to_read_of_personal_data_is_read(program, county, path):
    Person.objects.create(name="某", number="T9", born_on=date(2000, 1, 1))
    role = "section_clerk" if path.startswith("answers") else "security_administrator"
    assert program(role, county.county).get(path).status_code == 200


def test_erasing_waits_for_a_second_person(keeper):
    Person.objects.create(name="某", number="T9")
    asked = keeper.post("erasure", {"number": "T9", "reason": "本人来信"}).json()
    assert (asked["state"], Person.objects.filter(number="T9").exists()) == ("waiting", True)
