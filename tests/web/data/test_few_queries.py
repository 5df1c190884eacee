"""A page asks the database little, however much there is."""

import pytest
from tests.web.data.desks import FORM, SCORES, file

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 40


def test_pages_of_data_ask_few_questions(desk, county, django_assert_max_num_queries):
    clerk = desk("section_clerk", county.bureau)
    read = clerk.post("/data/upload/", FORM | {"file": file(SCORES)}, follow=True).request["PATH_INFO"]
    places = ["/data/", "/data/upload/?table=scores", read]
    places.append(clerk.post(f"{read}commit/", follow=True).request["PATH_INFO"])
    for place in places:
        with django_assert_max_num_queries(MOST):
            assert clerk.get(place).status_code == 200
