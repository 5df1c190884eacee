"""From a number to its rows: tables of the outcome, their order, their files, and the data below them."""

import pytest
from tests.web.data.desks import HEAD, body, scores

from xueheng.apps.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
TWO_SCHOOLS = scores(60, *(f"2027{n:04d},考生{n},=一中,1,{90 + n % 9},{70 + n % 9}" for n in range(40)))


@pytest.fixture
def run(bring, start):
    """Where the run of an exam of two schools stands, one of which has a name that looks like a formula."""
    return start("exam.quality", bring(TWO_SCHOOLS)).request["PATH_INFO"]


def rows(page):
    """The rows of a page of a table as text."""
    return [[cell.text for cell in line.cells] for line in page.context["lines"]]


def test_a_school_of_the_report_leads_to_its_rows(clerk, run):
    report = clerk.get(f"{run}report/").content.decode()
    assert f'href="{run}table/groups/?group=%E5%9F%8E%E5%85%B3%E5%88%9D%E4%B8%AD"' in report


def test_rows_are_narrowed_to_a_school(clerk, run):
    page = clerk.get(f"{run}table/groups/?group=城关初中")
    assert {row[1] for row in rows(page)} == {"城关初中"}


def test_a_row_leads_to_the_data_that_it_speaks_of(clerk, run):
    page = clerk.get(f"{run}table/groups/?group=城关初中")
    link = page.context["lines"][0].links[0]
    assert clerk.get(link.address.partition("#")[0]).context["rows"].total == 60


def test_rows_are_not_ordered_by_value_unless_asked(clerk, run):
    groups = [row[1] for row in rows(clerk.get(f"{run}table/groups/?level=school&subject=语文&sort=mean"))]
    assert groups == sorted(groups)
    assert not Entry.objects.filter(action="results.sorted_by_value").exists()


def test_an_order_by_value_is_kept_in_the_audit(clerk, run):
    page = clerk.post(f"{run}table/groups/?level=school&subject=语文", {"sort": "mean"})
    assert [row[1] for row in rows(page)] == ["=一中", "城关初中"]
    assert Entry.objects.get(action="results.sorted_by_value").details == {
        "table": "groups",
        "column": "mean",
    }


def test_a_column_that_is_not_there_sorts_nothing(clerk, run):
    assert clerk.post(f"{run}table/groups/", {"sort": "1;drop"}).status_code == 200
    assert not Entry.objects.filter(action="results.sorted_by_value").exists()


def test_nothing_in_a_table_file_is_a_formula(clerk, run):
    answer = clerk.get(f"{run}table/groups/?format=csv")
    text = body(answer).decode("utf-8-sig")
    assert "'=一中" in text
    assert ",=" not in text


def test_a_table_can_be_had_as_a_workbook(clerk, run):
    answer = clerk.get(f"{run}table/groups/?format=xlsx")
    assert body(answer)[:2] == b"PK"


def test_codes_are_said_in_words(clerk, run):
    assert "总分" in {
        option.words for f in clerk.get(f"{run}table/groups/").context["filters"] for option in f.options
    }


@pytest.mark.parametrize("name", ["lines", "nothing", "figures"])
def test_a_table_that_the_run_did_not_make_is_not_there(clerk, run, name):
    assert clerk.get(f"{run}table/{name}/").status_code == 404


def test_names_in_a_report_are_text(clerk, bring, start):
    hostile = "<script>alert(1)</script>"
    text = "\n".join([HEAD, *(f"2028{n:04d},{hostile},{hostile},1,{60 + n},{50 + n}" for n in range(30))])
    run = start("exam.quality", bring(text), title=hostile).request["PATH_INFO"]
    for place in (run, f"{run}report/", f"{run}table/groups/"):
        assert hostile not in clerk.get(place).content.decode()


def test_result_pages_ask_few_questions(clerk, run, django_assert_max_num_queries):
    for place in (
        "/results/",
        "/results/new/?method=exam.quality",
        run,
        f"{run}report/",
        f"{run}table/groups/",
    ):
        with django_assert_max_num_queries(40):
            assert clerk.get(place).status_code == 200
