"""Attacks 7, 8 and 25: names are text: on no page markup, in no saved file a formula, nowhere a template."""

from __future__ import annotations

import pytest
from tests.security.asked import READING, RULES, WRITING, about, opener
from tests.security.named import acting, calculates, cells, is_table, name_all
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import forms, routes
from tests.web.matrix_world import TOP, A

pytestmark = pytest.mark.django_db
MARKUP = {
    "markup": """"><script>alert(1)</script></title></textarea><svg onload=a()>' onmouseover='a()' x='""",
    "links": "javascript:alert(1)//evil.example",
}
FIRST = {
    "=": '=HYPERLINK("http://x")',
    "+": "+1+1",
    "-": "-1+cmd|'/c calc'!A0",
    "@": "@SUM(1)",
    "tab": "\t=1",
}
FIRST |= {"return": "\r=1", "wide": "＝1", "quote": '"=1+1', "blank": "  =1"}
TABULAR = {
    "data:dataset_export": "", "data:marked": "", "people:index_export": "", "people:census_export": "",
    "people:pupils_export": "", "people:mirror_export": "?part=new", "results:run_table": "?format=csv",
    "public:table": "", "data:campaign_export": "",
}  # fmt: skip
CARRIED_OUT = (  # as many languages as templates are written in
    "{{ settings.__class__ }}{{ 7|add:7007000 }}{{7*1001001}}${7*1001001}{7*1001001}#{7*1001001}"
    "<%= 7*1001001 %>[[${7*1001001}]]"
    "{0.__class__}{% now 'Y' %}\\input{x}"
)


@pytest.mark.parametrize("kind", MARKUP)
@pytest.mark.parametrize("name", READING)
def test_a_name_is_never_markup(world, browser, name, kind):
    name_all(MARKUP[kind])
    who = opener(RULES[name])
    pages = [sent(browser(*who), "GET", at) for at in about(name, world)[:2]]
    told = [page.body.decode() for page in pages if "text/html" in page.headers.get("Content-Type", "")]
    assert [found for text in told for found in acting(text)] == []


@pytest.mark.parametrize("name", WRITING)
def test_a_name_is_never_markup_after_an_act(world, browser, name):
    name_all(MARKUP["markup"])
    form = next(forms(name, world.sides[A]))
    answer = sent(browser(*opener(RULES[name])), "POST", about(name, world)[0], form)
    assert answer.status_code < 500
    is_page = "text/html" in answer.headers.get("Content-Type", "")
    assert not is_page or acting(answer.body.decode()) == []


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("name", TABULAR)
def test_a_name_is_never_a_formula(world, browser, name, first):
    name_all(FIRST[first])
    method = "POST" if routes()[name].callback.methods == ("POST",) else "GET"
    client, asked = (
        browser("section_clerk", TOP),
        [f"{at}{TABULAR[name]}" for at in about(name, world, A, TOP)],
    )
    tables = [answer for at in asked if is_table(answer := sent(client, method, at))]
    assert [cell for table in tables for cell in cells(table) if calculates(cell)] == []


@pytest.mark.parametrize("name", READING)
def test_a_name_is_never_carried_out(world, browser, name):
    name_all(CARRIED_OUT[:120])
    client = browser(*opener(RULES[name]))
    if name == "results:run_file":
        client.post(f"/results/{world.sides[A].things['run']}/documents/")
    pages = [sent(client, "GET", at) for at in about(name, world)[:3]]
    assert [
        page.wsgi_request.path for page in pages if "7007007" in page.told or "LazySettings" in page.told
    ] == []
    assert all(page.status_code < 500 for page in pages)


def test_the_tables_asked_for_are_all_that_there_are():
    known = {*TABULAR, "data:template", "results:run_file"}
    assert {n for n in routes() if n.endswith(("export", "table", "marked", "template"))} <= known
