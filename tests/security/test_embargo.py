"""Attack 24: what is not published yet, or no more, is asked for by its address, in lists and in search."""

from __future__ import annotations

import pytest
from tests.security.asked import READING, about
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import addresses, routes
from tests.web.matrix_world import TOP, A

from xueheng.apps.publish.models import Publication

pytestmark = pytest.mark.django_db
TITLE = "未发布的标题"
OUTSIDE = [("head", A), ("dean", A), ("class_teacher", f"{A}班"), ("teacher", f"{A}班"), ("parent", A)]
OUTSIDE += [("nobody", ""), ("reviewer", TOP), ("auditor", TOP), ("administrator", TOP)]
ADDRESSES = ("/public/{0}/", "/public/{0}/bundle/", "/public/{0}/table-1.csv", "/family/published/{0}/")
ADDRESSES += ("/results/publication/{0}/",)


ROOMS = ("public:", "family:", "results:", "people:index", "people:school", "people:published", "desk:")


@pytest.mark.parametrize("name", [n for n in READING if n.startswith(ROOMS)])
@pytest.mark.parametrize(("role", "place"), OUTSIDE[:6])
def test_what_waits_is_told_nowhere(world, browser, role, place, name):
    Publication.objects.update(title={"zh": TITLE, "en": TITLE}, state="waiting")
    client, asked = browser(role, place), about(name, world)[:3]
    assert [at for at in asked if TITLE in sent(client, "GET", at).told] == []


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("state", ["waiting", "refused", "approved"])
@pytest.mark.parametrize(("role", "place"), [("parent", A), ("nobody", ""), ("head", A)])
def test_nothing_of_it_is_had_by_its_address(world, browser, role, place, state, address):
    number = world.sides[TOP].things["public"]
    Publication.objects.filter(pk=number).update(state=state, title={"zh": TITLE, "en": TITLE})
    answer = sent(browser(role, place), "GET", address.format(number))
    assert answer.status_code in (302, 403, 404, 410)
    assert TITLE not in answer.told


@pytest.mark.parametrize(
    "name", [n for n in READING if n.startswith("public:") and routes()[n].pattern.converters]
)
def test_what_was_taken_down_is_gone_at_once(world, browser, name):
    top = world.sides[TOP]
    [at, *_more] = [one for one in addresses(name, top) if str(top.things["public"]) in one]
    client = browser("nobody", "")
    before = sent(client, "GET", at)
    Publication.objects.filter(pk=top.things["public"]).update(state="taken_down")
    after = sent(client, "GET", at)
    assert (before.status_code, after.status_code) in ((200, 410), (200, 404), (404, 404))
