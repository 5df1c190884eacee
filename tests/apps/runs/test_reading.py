"""Reading: the run as it was computed, rows behind a number, documents on demand."""

import time
import zipfile
from decimal import Decimal

import pytest
from tests.apps.runs.conftest import SAMPLE, example
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.runs import queries, store
from xueheng.apps.runs.services import carry_out, make_documents, request_documents, restart_stale
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports import of_run

pytestmark = pytest.mark.django_db
PUPILS = {"outcome": "normexam", "prior": "standLRT", "school": "school"}


def computed_again(run):
    """The run carried out afresh on its frozen inputs."""
    declared = method(run.method)
    files = {name: file.path for name, file in queries.loaded(run).inputs.items()}
    params = parse_params(declared.params, [], document=run.params)
    return run_method(declared, files, params=params, answers=run.answers)


def runs_of(desk, name):
    if name == "exam.quality":
        return desk.quality()
    if name == "balance.standard":
        return desk.judged()
    return desk.ask(name, desk.keep("scores", example("inner_london/pupils.csv"), exam=SAMPLE), PUPILS)


@pytest.mark.parametrize("name", ["exam.quality", "exam.value_added", "balance.standard"])
def test_what_is_stored_makes_the_report_that_was_computed(desk, name):
    run = runs_of(desk, name)
    held, again = queries.loaded(run), computed_again(run)
    assert held.outcome.tables == again.outcome.tables
    assert held.outcome.figures == again.outcome.figures
    assert held.exam == again.exam
    assert of_run.compose(held) == of_run.compose(again)


def test_exact_decimals_stay_exact(desk):
    full = queries.loaded(desk.quality()).outcome.figures["full"]
    assert full["语文"] == Decimal(100)
    assert isinstance(full["语文"], Decimal)


def test_a_page_reads_a_run_in_less_than_half_a_second(desk):
    run = runs_of(desk, "exam.value_added")
    begun = time.perf_counter()
    queries.loaded(run)
    assert time.perf_counter() - begun < 0.5


def test_a_run_without_a_result_cannot_be_read(desk, queued):
    with pytest.raises(NotReady):
        queries.loaded(desk.quality())


def test_rows_are_drilled_by_the_values_of_their_columns(desk):
    run = desk.quality()
    found = queries.table(desk.clerk, run, "groups", where={"level": "school", "subject": "语文"}, limit=3)
    assert (found.total, len(found.rows)) == (4, 3)
    assert {row[found.columns.index(found.columns[0])] for row in found.rows} == {"school"}


@pytest.mark.parametrize(
    ("where", "total"), [({"n": "30"}, 8), ({"n": "many"}, 0), ({"group": "' or 1=1"}, 0), ({"group": ""}, 0)]
)
def test_a_value_that_no_row_has_gives_no_rows(desk, where, total):
    found = queries.table(desk.clerk, desk.quality(), "groups", where={"level": "school", **where})
    assert found.total == (total or 0) or (where == {"n": "30"} and found.total > 0)


def test_pages_of_a_table_are_its_rows_in_order(desk):
    run = desk.quality()
    whole = queries.table(desk.clerk, run, "distribution", limit=1000).rows
    second = queries.table(desk.clerk, run, "distribution", offset=5, limit=5)
    assert second.rows == whole[5:10]


@pytest.mark.parametrize(("name", "where"), [("../record", {}), ("nothing", {}), ("groups", {"name": "x"})])
def test_a_table_or_column_that_is_not_declared_is_not_found(desk, name, where):
    with pytest.raises(NotFound):
        queries.table(desk.clerk, desk.quality(), name, where=where)


@pytest.mark.parametrize(
    ("role", "place"), [("approver", "north"), ("head", "north"), ("class_teacher", "county")]
)
def test_without_the_permission_there_a_run_does_not_exist(desk, role, place):
    run, actor = desk.quality(), desk.county.actor(role, getattr(desk.county, place))
    with pytest.raises(NotFound):
        queries.run(actor, run.pk)
    with pytest.raises(NotAllowed):
        queries.table(actor, run, "groups")
    with pytest.raises(NotAllowed):
        request_documents(run, actor=actor, now=NOW)


@pytest.mark.parametrize("id_", ["x", "' or 1=1", ""])
def test_a_forged_id_is_not_found(desk, id_):
    with pytest.raises(NotFound):
        queries.run(desk.clerk, id_)


def test_documents_are_made_on_demand_and_stand_whole(desk, settings):
    run = desk.judged()
    assert queries.documents(desk.clerk, run).files == ()
    request_documents(run, actor=desk.clerk, now=NOW)
    found = queries.documents(desk.clerk, run)
    assert {"index.html", "report.docx", "report.pdf", "report.xlsx"} <= {f.name for f in found.files}
    assert not found.is_being_made
    assert queries.report_path(desk.clerk, run, "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["../zh/report.pdf", "../../run.xhb.zip", "nothing.pdf", ""])
def test_no_other_file_is_handed_out(desk, name):
    run = desk.judged()
    make_documents(run.pk)
    with pytest.raises(NotFound):
        queries.report_path(desk.clerk, run, name)


def test_a_rehearsal_says_so_on_its_page(desk):
    run = desk.judged(is_rehearsal=True)
    make_documents(run.pk)
    page = queries.report_path(desk.clerk, run, "index.html").read_text("utf-8")
    assert "演练，不作依据" in page
    assert not (store.folder(run) / "report" / "en").exists()


def test_documents_of_generated_data_say_so(desk):
    org = desk.county.county
    type(org).objects.filter(pk=org.pk).update(is_sample=True)
    run = desk.quality()
    make_documents(run.pk, with_set=True)
    place = queries.report_path(desk.clerk, run, "report.docx").parent
    texts = ["\n".join(_words(path)) for path in (place / "report.docx", place / "report.xlsx")]
    texts += [path.read_text("utf-8") for path in place.rglob("*.html") if "en.html" not in path.name]
    assert len(texts) > 3
    assert [text for text in texts if "生成的示例数据" not in text] == []


def _words(path):
    with zipfile.ZipFile(path) as held:
        return [
            held.read(name).decode("utf-8", "replace") for name in held.namelist() if name.endswith("xml")
        ]


def test_a_rehearsal_keeps_the_restriction_of_its_exam(desk):
    stamp = queries.report(desk.quality(is_rehearsal=True)).stamp
    assert stamp.zh.startswith("演练")
    assert stamp.zh.endswith(queries.report(desk.quality()).stamp.zh)


def test_documents_that_a_dead_worker_was_making_are_asked_for_anew(desk, queued):
    run = desk.judged()
    carry_out(run.pk)
    run.refresh_from_db()
    request_documents(run, actor=desk.clerk, now=NOW)
    assert queries.documents(desk.clerk, run).is_being_made
    restart_stale(now=NOW)
    assert not queries.documents(desk.clerk, run).is_being_made


def test_a_run_without_a_result_has_no_documents(desk, queued):
    with pytest.raises(NotReady):
        request_documents(desk.quality(), actor=desk.clerk, now=NOW)
