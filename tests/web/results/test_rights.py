"""Who may see and start runs; other schools' runs are not there."""

import pytest
from tests.web.data.desks import body

from xueheng.apps.roster.models import Post

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ["", "report/", "table/groups/", "file/run.xhb.zip", "file/report.pdf", "publish/"]


@pytest.fixture
def other(desk, county):
    """Somebody with every right of a clerk, but in one school only."""
    return desk("section_clerk", county.north)


@pytest.mark.parametrize("part", PARTS)
def test_a_run_of_others_is_not_there(other, run, part):
    assert other.get(f"{run}{part}").status_code == 404


def test_a_run_of_others_cannot_be_stopped_nor_listed(other, run):
    assert other.post(f"{run}cancel/").status_code == 404
    assert list(other.get("/results/").context["page"]) == []


def test_data_of_others_are_not_on_offer_and_not_taken(other, bring):
    dataset = bring()
    assert other.get(f"/results/new/?dataset={dataset.pk}").context["choices"] == []
    said = {"method": "exam.quality", "purpose": "earnest", "title": "x", "org": "2143029901"}
    assert other.post("/results/new/", said | {"input_scores": str(dataset.pk)}).status_code == 409


@pytest.mark.parametrize("role", ["head", "class_teacher", "administrator", "aid_officer"])
def test_results_are_not_for_everybody(desk, county, role):
    assert desk(role, county.south).get("/results/").status_code == 403


def test_who_only_reads_cannot_start(desk, county):
    assert desk("leader", county.bureau).get("/results/new/").status_code == 403


def test_who_sees_no_data_gets_the_public_receipt_only(desk, county, run):
    reader = desk("county_leader", county.county)
    assert reader.get(f"{run}file/run.xhb.zip").status_code == 403
    assert body(reader.get(f"{run}file/run.public.xhb.zip"))[:2] == b"PK"
    assert [one.may_open for one in reader.get(run).context["inputs"]] == [False]


@pytest.mark.parametrize("name", ["../outcome/groups.csv", "outcome/record.json", "figures.json", "%2e%2e/x"])
def test_no_other_file_of_a_run_can_be_had(clerk, run, name):
    assert clerk.get(f"{run}file/{name}").status_code == 404


@pytest.mark.parametrize(
    "forged", [{"purpose": "secret"}, {"org": "9"}, {"input_scores": "x"}, {"param_effective": "best"}]
)
def test_a_forged_field_is_refused(bring, start, forged):
    assert start("exam.quality", bring(), **forged).status_code == 409


def test_a_forged_method_is_not_there(clerk):
    assert clerk.get("/results/new/?method=os.system").status_code == 404


def test_who_publishes_at_one_school_sets_nothing_of_the_county_before_others(account, client, county, run):
    reader = account("leader", county.bureau)
    Post.objects.create(person=reader.person, org=county.north, role="researcher", valid_from="2020-01-01")
    client.force_login(reader)
    assert (client.get(run).status_code, client.get(f"{run}publish/").status_code) == (200, 403)


@pytest.mark.parametrize(("role", "runs"), [("leader", 1), ("aid_officer", 0)])
def test_a_dataset_names_the_runs_to_who_sees_results(desk, county, clerk, run, role, runs):
    dataset = clerk.get(run).context["inputs"][0].dataset
    page = desk(role, county.bureau).get(f"/data/{dataset.pk}/")
    assert len(page.context["runs"]) == runs


def test_who_asked_and_has_left_the_post_reads_no_conclusion(clerk, judged):
    [approval] = clerk.get(judged).context["approvals"]
    told = [clerk.get(f"/approvals/{approval.pk}/").context["conclusion"]]
    Post.objects.update(valid_to="2020-02-01")
    told.append(clerk.get(f"/approvals/{approval.pk}/").context["conclusion"])
    assert [one is None for one in told] == [False, True]
