"""From a workbook to a report without a script in the browser: upload, look, commit, run, approve, read."""

import pytest
from tests.web.data.desks import FORM, SCORES, body, file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_workbook_becomes_a_sealed_report_by_forms_alone(clerk, run):
    assert "已封存" in clerk.get(run).content.decode()
    report = clerk.get(f"{run}report/").content.decode()
    assert "城关初中" in report
    assert "看数据表" in report


def test_a_result_that_needs_it_waits_for_a_second_person(clerk, second, judged):
    assert "要由另一位复核人同意后封存" in clerk.get(judged).content.decode()
    assert clerk.get(judged).context["approval_here"] is None
    assert second.get(judged).context["approval_here"] is not None


def test_a_second_persons_word_seals_it(clerk, sealed):
    page = clerk.get(sealed)
    assert page.context["run"].state == "sealed"
    assert "xueheng verify run.xhb.zip" in page.content.decode()


def test_who_asked_can_take_the_question_back(clerk, judged):
    taken = clerk.post(f"{judged}cancel/", follow=True)
    assert "已取消" in taken.content.decode()


def test_full_marks_declared_with_the_marks_need_not_be_said_again(clerk, run):
    assert clerk.get(run).context["run"].params["full"] == {"语文": 120, "数学": 120}


def test_a_rehearsal_says_so_and_cannot_be_shown(clerk, bring, start):
    page = start("exam.quality", bring(), purpose="rehearsal")
    place = page.request["PATH_INFO"]
    assert "预演" in clerk.get(f"{place}report/").content.decode()
    refused = clerk.get(f"{place}publish/?audience=schools")
    assert (refused.status_code, "演练" in refused.content.decode()) == (409, True)


def test_a_dataset_leads_to_the_methods_that_take_it(clerk, bring):
    page = clerk.get(f"/results/new/?dataset={bring().pk}")
    assert {choice.method for choice in page.context["choices"]} >= {"exam.quality"}
    assert "balance.standard" not in {choice.method for choice in page.context["choices"]}


@pytest.mark.parametrize(
    ("stage", "grade", "clause"), [("primary", "3", "小学各年级"), ("junior", "7", "非毕业年级")]
)
def test_an_unlawful_exam_is_refused_with_the_clause_beside_the_form(clerk, stage, grade, clause):
    said = {"kind": "other", "stage": stage, "grade": grade, "scope": "county", "file": file(SCORES)}
    page = clerk.post("/data/upload/", FORM | said)
    assert page.status_code == 409
    assert clause in str(page.context["form"].errors)


def test_a_wrong_parameter_is_refused_beside_its_field(bring, start):
    page = start("exam.quality", bring(), param_excellent="2")
    assert "应是占满分的比例" in str(page.context["form"].errors["param_excellent"])


def test_while_it_is_computed_the_page_asks_again_without_a_script(clerk, bring, start, settings):
    dataset = bring()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    page = start("exam.quality", dataset)
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()
    part = clerk.get(page.request["PATH_INFO"], HTTP_HX_REQUEST="true").content.decode()
    assert part.startswith('<div id="progress"')


def test_documents_are_made_when_asked_for(clerk, run):
    assert "生成 Word" in clerk.get(run).content.decode()
    clerk.post(f"{run}documents/")
    answer = clerk.get(f"{run}file/report.xlsx")
    assert body(answer)[:2] == b"PK"


def test_a_superseded_dataset_is_not_on_offer(clerk, bring, start):
    first = bring()
    bring(SCORES + "\n20269999,考生丁,城关初中,1,88,77")
    assert clerk.get(f"/results/new/?dataset={first.pk}").context["choices"] == []
