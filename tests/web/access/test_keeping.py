"""Accounts in bulk and posts: each by its own administrator, each told to whom it concerns."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from tests.platform_home import TODAY
from tests.web.access.apps import with_app
from tests.web.signed_in import PASSWORD

from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.models import Person, Post

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")
SHEET = re.compile(r'href="data:application/octet-stream;base64,([^"]+)"')


@pytest.fixture
def staff(county):
    people = [
        Person.objects.create(name=name, number=f"T{n}")
        for n, name in enumerate(["=1+1", "<script>alert(1)</script>", "李四"])
    ]
    for person in people:
        Post.objects.create(person=person, org=county.north, role="teacher", valid_from="2020-01-01")
    return people


def sheet_of(client, people):
    return client.post("/accounts/codes/sheet/", {"person": [p.pk for p in people]})


def test_a_school_is_asked_for_who_has_no_account(desk, county, staff):
    page = (
        desk("administrator", county.bureau)
        .get(f"/accounts/codes/?school={county.north.code}")
        .content.decode()
    )
    assert "3 人还没有账号" in page
    assert "<script>alert" not in page


def test_numbers_can_be_pasted_as_a_column(desk, county, staff):
    page = (
        desk("administrator", county.bureau)
        .get("/accounts/codes/", {"numbers": "T2\r\nT0\nX9"})
        .content.decode()
    )
    assert "2 人还没有账号" in page


def test_the_sheet_shows_each_code_once_and_never_again(desk, county, staff):
    client = desk("administrator", county.bureau)
    answer = sheet_of(client, staff)
    assert len(set(CODE.findall(answer.content.decode()))) == len(staff)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not CODE.search(client.get("/accounts/codes/").content.decode())


def test_a_code_of_the_sheet_opens_the_account_beside_it(client, desk, county, staff):
    page = sheet_of(desk("administrator", county.bureau), staff[2:]).content.decode()
    name = get_user_model().objects.get(person=staff[2]).username
    said = {"username": name, "code": CODE.search(page).group(), "password": PASSWORD, "again": PASSWORD}
    assert client.post("/activate/", said).headers["Location"] == "/"


def test_the_workbook_of_the_sheet_calculates_nothing(desk, county, staff):
    page = sheet_of(desk("administrator", county.bureau), staff).content.decode()
    book = openpyxl.load_workbook(BytesIO(base64.b64decode(SHEET.search(page).group(1))))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=1+1", "李四"} <= {cell.value for cell in cells}


@pytest.mark.parametrize("forged", [[], ["x"], ["0"], ["-1"], ["9" * 30], ["１"], ["1 or 1=1"]])
def test_forged_persons_open_nothing(desk, county, forged):
    before = get_user_model().objects.count()
    client = desk("administrator", county.bureau)
    assert client.post("/accounts/codes/sheet/", {"person": forged}).status_code in (200, 409)
    assert get_user_model().objects.count() == before + 1


def test_an_administrator_of_a_school_opens_nothing_at_another(desk, county, staff):
    client = desk("administrator", county.south)
    sheet_of(client, staff)
    assert not get_user_model().objects.filter(person__in=staff).exists()
    assert client.get(f"/accounts/codes/?school={county.north.code}").status_code == 404


@pytest.mark.parametrize("role", ["security_administrator", "auditor", "leader", "head"])
@pytest.mark.parametrize("path", ["/accounts/codes/", "/accounts/", "/accounts/codes/sheet/"])
def test_others_keep_no_accounts(desk, county, role, path):
    client = desk(role, county.bureau)
    assert (client.post if "sheet" in path else client.get)(path).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "auditor", "leader", "head"])
@pytest.mark.parametrize("path", ["", "appoint/", "end/", "clear/"])
def test_others_give_no_posts(desk, county, role, path):
    client = desk(role, county.bureau)
    assert (client.post if path else client.get)(f"/accounts/posts/{path}").status_code == 403


def appointed(client, person, org, /, **more):
    said = {"person": person.pk, "org": org.code, "role": "head", "since": TODAY.isoformat()}
    return client.post("/accounts/posts/appoint/", said | more)


def test_a_post_is_given_and_ended_and_its_holder_is_told(desk, account, county):
    held, client = account("teacher", county.north), desk("security_administrator", county.bureau)
    appointed(client, held.person, county.north, since="2020-01-01")
    post = Post.objects.get(person=held.person, role="head")
    assert "校长" in client.get("/accounts/posts/", {"q": held.person.name}).content.decode()
    client.post("/accounts/posts/end/", {"post": post.pk})
    post.refresh_from_db()
    told = [one.words["zh"] for one in Notice.objects.filter(account=held).order_by("pk")]
    assert post.valid_to is not None
    assert ["城关一小，校长" in words for words in told] == [True, True]


@pytest.mark.parametrize(
    "more", [{"role": "emperor"}, {"since": "soon"}, {"person": "x"}, {"org": ""}, {"until": "2019-01-01"}]
)
def test_a_post_that_cannot_be_is_a_sentence(desk, account, county, more):
    held, client = account("teacher", county.north), desk("security_administrator", county.bureau)
    assert appointed(client, held.person, county.north, **more).status_code == 409
    assert Post.objects.filter(person=held.person).count() == 1


def test_nobody_gives_a_post_at_another_place(desk, account, county):
    held, client = account("teacher", county.south), desk("security_administrator", county.south)
    assert appointed(client, held.person, county.north).status_code == 404
    other = account("teacher", county.north)
    assert appointed(client, other.person, county.south).status_code == 404
    assert client.post("/accounts/posts/end/", {"post": other.person.posts.get().pk}).status_code == 404


def test_lost_factors_are_cleared_and_the_owner_is_told(desk, account, county):
    held = with_app(account("section_clerk", county.bureau))
    desk("security_administrator", county.bureau).post("/accounts/posts/clear/", {"person": held.person.pk})
    assert not held.authenticator_set.exists()
    assert Notice.objects.get(account=held).words["zh"].startswith("安全管理员清除了")


def test_nobody_clears_their_own(desk, county):
    client = desk("security_administrator", county.bureau)
    own = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    with_app(own)
    client.post("/accounts/posts/clear/", {"person": own.person.pk})
    assert own.authenticator_set.count() == 2


def test_notices_are_counted_until_they_are_read(desk, county):
    client = desk("security_administrator", county.bureau)
    client.post("/security/password/", {"password": PASSWORD + "新", "again": PASSWORD + "新"})
    assert '<b class="tag warn">1</b>' in client.get("/notices/").content.decode()
    client.post("/notices/read/")
    page = client.get("/notices/").content.decode()
    assert ('class="tag warn"' in page, "密码改了" in page) == (False, True)


def test_nobody_reads_the_notices_of_another(desk, account, county):
    client = desk("security_administrator", county.bureau)
    client.post("/security/password/", {"password": PASSWORD + "新", "again": PASSWORD + "新"})
    assert "密码改了" not in desk("head", county.north).get("/notices/").content.decode()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/public/"])
def test_every_answer_tells_the_browser_to_keep_apart(client, county, path, header, value):
    assert client.get(path).headers[header] == value


def test_no_page_asks_for_a_camera_or_runs_a_script_in_itself(client, county):
    headers = client.get("/sign-in/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
