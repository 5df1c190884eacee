"""A request with a key of its own happens once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.conftest import EXAM

from xueheng.api.routes import KEY
from xueheng.apps.audit.models import Entry
from xueheng.apps.roster.models import Answered

pytestmark = pytest.mark.django_db
AGAIN = {KEY.replace("-", "_"): "k-1"}
SCORES = "考号,姓名,学校,班级,语文,数学\n" + "\n".join(f"{n},生{n},城关初中,1,{n},{n}" for n in range(10, 40))


def form(county, text=SCORES, **more):
    file = SimpleUploadedFile("成绩.csv", text.encode("utf-8-sig"))
    said = {"table": "scores", "org": county.south.code, "period": "2026", "label": "期末", "exam": EXAM}
    return {**said, "file": file, **more}


@pytest.fixture
def clerk(program, county):
    return program("section_clerk", county.bureau)


@pytest.fixture
def upload(clerk, county):
    return clerk.send(form(county)).json()["id"]


def test_the_same_key_is_given_the_same_answer(clerk, upload):
    first, again = (clerk.post(f"uploads/{upload}/cancel", **AGAIN) for _n in range(2))
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert (first.status_code, Entry.objects.filter(action="intake.cancelled").count()) == (200, 1)


def test_without_a_key_an_act_is_asked_for_again(clerk, upload):
    assert [clerk.post(f"uploads/{upload}/cancel").status_code for _n in range(2)] == [200, 409]


def test_a_key_of_another_request_is_refused(clerk, upload):
    clerk.post(f"uploads/{upload}/cancel", **AGAIN)
    assert clerk.post(f"uploads/{upload}/corrections/all", {"code": "x"}, **AGAIN).status_code == 422


def test_a_file_is_part_of_what_a_request_is(clerk, county):
    first, again = (clerk.send(form(county), **AGAIN) for _n in range(2))
    other = clerk.send(form(county, SCORES + "\n99,新,城关初中,1,9,9"), **AGAIN)
    assert (first.json()["id"], other.status_code) == (again.json()["id"], 422)


def test_an_act_that_was_refused_may_be_asked_for_again_under_its_key(clerk, upload):
    clerk.post(f"uploads/{upload}/cancel")
    assert [clerk.post(f"uploads/{upload}/cancel", **AGAIN).status_code for _n in range(2)] == [409, 409]
    assert not Answered.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 81, "ü", "a b", "a\x7fb"])
def test_a_key_is_short_and_plain(clerk, upload, key):
    assert clerk.post(f"uploads/{upload}/cancel", **{KEY.replace("-", "_"): key}).status_code == 422
