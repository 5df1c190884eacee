"""One result, whoever reads and however often it is asked."""

import pytest
from tests.apps.intake.conftest import SCORES
from tests.platform_home import NOW

from xueheng.apps.audit.models import Entry
from xueheng.apps.intake import checks, queries, services, store
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.reading import MOST_ENDED

pytestmark = pytest.mark.django_db


def test_delivered_twice_is_read_once(clerk):
    upload = clerk.bring(SCORES)
    for _ in range(2):
        services.read(upload.pk, attempt=1, now=NOW)
    assert Entry.objects.filter(action="intake.read").count() == 1


def test_the_word_of_an_overtaken_worker_does_not_count(clerk, monkeypatch):
    from xueheng.apps.intake import reading

    upload = clerk.bring(SCORES)
    inspect = reading.inspect_file

    def overtaken(*given, **more):
        Upload.objects.filter(pk=upload.pk).update(attempt=7)
        return inspect(*given, **more)

    monkeypatch.setattr(reading, "inspect_file", overtaken)
    services.read(upload.pk, attempt=1, now=NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.verdict) == ("reading", "")


def test_what_a_dead_worker_left_is_taken_up(clerk, django_capture_on_commit_callbacks):
    upload = clerk.bring(SCORES)
    Upload.objects.filter(pk=upload.pk).update(state="reading")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.restart_stale(now=NOW) == 1
    assert queries.upload(clerk.actor, upload.pk).state == "read"


def test_a_file_that_ends_every_worker_is_given_up(clerk):
    upload = clerk.bring(SCORES)
    for _ in range(MOST_ENDED):
        Upload.objects.filter(pk=upload.pk).update(state="reading")
        services.restart_stale(now=NOW)
    found = queries.upload(clerk.actor, upload.pk)
    assert (found.state, found.verdict) == ("unreadable", "failed")


def test_receiving_has_the_file_read(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = clerk.bring(SCORES)
    assert queries.upload(clerk.actor, upload.pk).verdict == "accept_with_notices"


def test_a_second_click_is_the_same_upload(clerk):
    assert clerk.bring(SCORES) == clerk.bring(SCORES)


def test_full_marks_of_the_declared_exam_are_kept(clerk):
    exam = {"kind": "school_final", "stage": "junior", "full": {"语文": "80"}}
    upload = clerk.read(exam=exam)
    assert upload.counts["codes"]["OVER_FULL"]["count"] == 1


def test_headings_that_the_bureau_added_are_known(clerk, home):
    (home / "synonyms.yaml").write_text("scores:\n  id: [考籍编号X]\n", encoding="utf-8")
    assert clerk.read(SCORES.replace("考号", "考籍编号X")).verdict == "accept_with_notices"


def test_progress_counts_the_rows(clerk):
    rows = "".join(f"{n},甲乙,{n % 100}\n" for n in range(10_000))
    upload = clerk.read("考号,姓名,语文\n" + rows)
    assert upload.progress == upload.rows == 10_000


def test_files_are_whole_or_said_to_be_broken(clerk):
    dataset = clerk.commit(clerk.read())
    assert not checks.missing()
    assert not checks.altered()
    assert not checks.orphans()
    queries.parquet_path(dataset).write_bytes(b"x")
    store.raw_path(dataset.source_sha256).unlink()
    (store.home() / "files" / "stray").write_bytes(b"")
    assert [len(found()) for found in (checks.missing, checks.altered, checks.orphans)] == [1, 1, 1]


def test_a_reading_that_breaks_off_says_so(clerk, home):
    (home / "synonyms.yaml").write_text("nothing: {", encoding="utf-8")
    upload = clerk.bring(SCORES)
    with pytest.raises(Exception, match="synonyms"):
        services.read(upload.pk, now=NOW)
    assert queries.upload(clerk.actor, upload.pk).verdict == "failed"
