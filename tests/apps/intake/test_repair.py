"""Questions, corrections and chosen persons lie beside the untouched file."""

import pytest
from tests.apps.intake.conftest import SCORES
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.intake import queries, services

pytestmark = pytest.mark.django_db
WRONG = SCORES.replace("88.5", "８８点五").replace("76,64", "７６,６４")
BLANK = SCORES.replace("76,64", ",64")


def test_an_answer_closes_its_question(clerk):
    upload = services.answer(
        clerk.read(BLANK), code="STATUS_UNKNOWN", option="absent", actor=clerk.actor, now=NOW
    )
    upload = clerk.again(upload)
    assert upload.verdict == "accept_with_notices"
    assert queries.rows_of(clerk.commit(upload))["语文:status"].to_pylist()[2] == "absent"


@pytest.mark.parametrize(("code", "option"), [("STATUS_UNKNOWN", "zero"), ("HIDDEN_ROWS", "include")])
def test_what_nobody_asked_cannot_be_answered(clerk, code, option):
    with pytest.raises(NotReady):
        services.answer(clerk.read(BLANK), code=code, option=option, actor=clerk.actor, now=NOW)


def test_a_corrected_cell_is_good(clerk):
    upload = clerk.read(WRONG)
    (wrong,) = queries.findings(clerk.actor, upload, severity="error").findings
    place = (wrong.sheet, wrong.row, wrong.column)
    upload = services.correct(upload, place=place, value="88.5", actor=clerk.actor, now=NOW)
    assert clerk.again(upload).good_rows == 3


def test_a_correction_can_be_taken_back(clerk):
    place = (None, 2, "语文")
    upload = services.correct(clerk.read(), place=place, value="1", actor=clerk.actor, now=NOW)
    upload = services.correct(upload, place=place, value=None, actor=clerk.actor, now=NOW)
    assert upload.corrections == []


def test_all_offered_repairs_of_one_kind_are_taken_at_once(clerk):
    upload = clerk.read(SCORES.replace("76,64", "76 分,６４"))
    group = next(g for g in queries.findings_by_code(clerk.actor, upload) if g.repairs)
    upload = services.correct_all(upload, code=group.code, actor=clerk.actor, now=NOW)
    assert len(upload.corrections) == group.repairs
    assert group.code not in clerk.again(upload).counts["codes"]


def test_findings_come_page_by_page(clerk):
    upload = clerk.read(WRONG)
    page = queries.findings(clerk.actor, upload, offset=1, limit=1)
    assert (len(page.findings), page.total) == (
        1,
        sum(g.count for g in queries.findings_by_code(clerk.actor, upload)),
    )
    assert page.findings[0].n == 1


def test_another_school_sees_and_corrects_nothing(county, head):
    upload = head.read(WRONG)
    stranger = county.actor("head", county.north)
    with pytest.raises(NotFound):
        queries.upload(stranger, upload.pk)
    with pytest.raises(NotAllowed):
        services.correct(upload, place=(None, 2, "语文"), value="9", actor=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        queries.findings(stranger, upload)


def test_what_is_cancelled_stays_so(clerk):
    upload = services.cancel(clerk.read(), actor=clerk.actor, now=NOW)
    with pytest.raises(NotReady):
        services.correct(upload, place=(None, 2, "语文"), value="9", actor=clerk.actor, now=NOW)
    with pytest.raises(NotReady):
        clerk.commit(upload)


def test_the_marked_workbook_is_the_users_own(clerk):
    import openpyxl

    path = queries.marked(clerk.actor, clerk.read(WRONG))
    cells = [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert "林小满" in cells
    assert "８８点五" in cells
