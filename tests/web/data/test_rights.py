"""Who may do what with data; what is forged or hostile is refused or harmless."""

import pytest
from tests.web.data.desks import FORM, HEAD, SCORES, body, file, scores

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = "<script>alert(1)</script>"
ACTS = ["answer", "correct", "correct-all", "person", "cancel"]


@pytest.fixture
def clerk(desk, county):
    return desk("section_clerk", county.bureau)


@pytest.fixture
def head(desk, county):
    return desk("head", county.south)


@pytest.fixture
def place(clerk, county):
    """Where an upload of the other school's stands."""
    said = FORM | {"org": county.north.code, "file": file(SCORES)}
    return clerk.post("/data/upload/", said, follow=True).request["PATH_INFO"]


@pytest.fixture
def dataset(clerk, place):
    """Where the Dataset that it became stands."""
    return clerk.post(f"{place}commit/", follow=True).request["PATH_INFO"]


def test_a_head_brings_in_the_own_schools_data_and_no_others(head, county):
    offered = head.get("/data/upload/?table=scores").context["form"].fields["org"].choices
    assert [code for code, _ in offered] == [county.south.code]


def test_a_forged_school_is_refused(head, county):
    said = FORM | {"org": county.north.code, "file": file(SCORES)}
    assert head.post("/data/upload/", said).status_code == 409


def test_another_schools_upload_is_not_there(head, place):
    assert head.get(place).status_code == 404
    assert head.get(f"{place}marked/").status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_nothing_can_be_done_with_another_schools_upload(head, place, act):
    assert head.post(f"{place}{act}/", {"row": "1", "column": "语文"}).status_code == 404


@pytest.mark.parametrize("part", ["", "export/csv/", "export/xlsx/", "export/parquet/"])
def test_another_schools_dataset_is_not_there(head, dataset, part):
    assert head.get(f"{dataset}{part}").status_code == 404


def test_another_schools_data_is_in_no_list(head, dataset):
    page = head.get("/data/?q=城关一小")
    assert (list(page.context["datasets"]), page.context["uploads"]) == ([], [])


def test_a_head_does_not_commit(head, county):
    said = FORM | {"org": county.south.code, "file": file(SCORES)}
    page = head.post("/data/upload/", said, follow=True)
    assert "由教育局核对后入库" in page.content.decode()
    assert head.post(f"{page.request['PATH_INFO']}commit/").status_code == 403


@pytest.mark.parametrize("role", ["class_teacher", "administrator", "reviewer"])
def test_data_are_not_for_everybody(desk, county, role):
    assert desk(role, county.south_class).get("/data/").status_code == 403


@pytest.mark.parametrize("role", ["leader", "approver", "inspector"])
def test_who_only_reads_cannot_upload(desk, county, role):
    reader = desk(role, county.bureau)
    assert reader.get("/data/").status_code == 200
    assert reader.post("/data/upload/", FORM | {"file": file(SCORES)}).status_code == 403


@pytest.mark.parametrize(
    "forged",
    [{"period": "2026'--"}, {"kind": "beauty"}, {"grade": "13"}, {"full_chinese": "-1"}, {"org": "0"}],
)
def test_a_forged_field_is_refused_beside_the_form(clerk, forged):
    answer = clerk.post("/data/upload/", FORM | {"file": file(SCORES)} | forged)
    assert answer.status_code == 409
    assert "errorlist" in answer.content.decode()


def test_a_forged_table_is_not_there(clerk):
    assert clerk.get("/data/upload/?table=../exam").status_code == 404
    assert clerk.get("/data/template/nothing/").status_code == 404


def test_a_person_who_was_not_offered_is_not_taken(clerk, place):
    assert clerk.post(f"{place}person/", {"row": "2", "person": "1"}).status_code == 404


@pytest.mark.parametrize("row", ["", "x", "-1", "1; drop"])
def test_a_forged_place_is_refused(clerk, place, row):
    assert clerk.post(f"{place}correct/", {"row": row, "column": "语文", "value": "1"}).status_code == 409


def test_names_headings_and_cells_are_text(clerk):
    text = scores(1, f"2026000,{HOSTILE},城关初中,1,187,60").replace("班级", HOSTILE)
    page = clerk.post(
        "/data/upload/", FORM | {"label": HOSTILE, "file": file(text, f"{HOSTILE}.csv")}, follow=True
    )
    assert page.status_code == 200
    assert HOSTILE not in page.content.decode()


def test_nothing_in_an_export_is_a_formula(clerk):
    text = f"{HEAD}\n20260001,=1+1,@城关,1,88,90"
    page = clerk.post("/data/upload/", FORM | {"file": file(text)}, follow=True)
    committed = clerk.post(f"{page.request['PATH_INFO']}commit/", follow=True)
    lines = body(clerk.get(f"{committed.request['PATH_INFO']}export/csv/")).decode("utf-8-sig")
    assert ",=" not in lines
    assert ",@" not in lines


def test_the_template_of_a_table_can_be_had(clerk):
    answer = clerk.get("/data/template/scores/")
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize(("role", "reads"), [("researcher", True), ("leader", False)])
def test_marks_go_out_and_their_corrections_are_told_to_who_reads_marks(desk, clerk, county, role, reads):
    said = FORM | {"org": county.north.code, "file": file(scores(9, "20260099,考生,城关一小,1,187,60"))}
    read = clerk.post("/data/upload/", said, follow=True).request["PATH_INFO"]
    clerk.post(f"{read}correct/", {"row": "11", "column": "语文", "value": "87"})
    dataset = clerk.post(f"{read}commit/", follow=True).request["PATH_INFO"]
    shown = desk(role, county.bureau).get(dataset).context
    assert (bool(shown["formats"]), bool(shown["corrections"])) == (reads, reads)


@pytest.mark.parametrize(("role", "offered"), [("finance_officer", True), ("leader", False)])
def test_who_only_reads_is_not_offered_to_collect(desk, county, role, offered):
    assert desk(role, county.bureau).get("/data/campaigns/").context["may_manage"] is offered
