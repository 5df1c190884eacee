"""From a sealed run to a page: two persons, lawful, superseded by the next, gone once taken down."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.apps.runs.conftest import scores
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.queries import approvals_of
from xueheng.apps.flows.services import decide
from xueheng.apps.publish import files, queries
from xueheng.apps.publish.checks import altered
from xueheng.apps.publish.lawfulness import objections
from xueheng.apps.publish.services import take_down
from xueheng.apps.runs.queries import loaded

pytestmark = pytest.mark.django_db
ZHONGKAO = {"kind": "zhongkao", "stage": "junior", "grade": "九年级", "scope": "city"}


def test_nothing_is_public_before_a_second_person_has_agreed(press):
    waiting = press.ask(press.balance())
    with pytest.raises(NotFound):
        queries.public(waiting.pk)
    assert queries.public_list() == []
    assert press.decide(waiting).state == "published"
    assert [p.pk for p in queries.public_list()] == [waiting.pk]


def test_who_asked_cannot_agree(press):
    waiting = press.ask(press.balance())
    [approval] = approvals_of("publication", waiting.pk)
    with pytest.raises(NotFound):
        decide(approval.pk, agreed=True, actor=press.desk.clerk, now=NOW)


def test_a_refused_one_is_never_shown(press):
    refused = press.decide(press.ask(press.balance()), agreed=False)
    assert refused.state == "refused"
    with pytest.raises(NotFound):
        queries.public(refused.pk)


def test_a_rehearsal_is_not_published(press):
    with pytest.raises(NotReady):
        press.ask(press.balance(is_rehearsal=True))


def test_only_who_may_ask_asks(press):
    head = press.desk.county.actor("head", press.desk.county.north)
    with pytest.raises(NotAllowed):
        press.ask(press.balance(), actor=head)


def test_entrance_exams_stay_off_the_public_page_and_the_clause_is_said(press):
    run = press.quality(dataset=press.desk.keep("scores", scores(), exam=ZHONGKAO))
    with pytest.raises(NotReady, match="严禁公布、宣传、炒作中高考"):
        press.ask(run)


def test_marks_of_compulsory_pupils_stay_off_the_public_page(press):
    with pytest.raises(NotReady, match="学生的考试成绩、名次不得公开"):
        press.ask(press.quality())


def test_an_undeclared_exam_is_shown_to_nobody(press):
    undeclared = replace(loaded(press.quality()), exam=None)
    for audience in ("public", "schools", "families"):
        [said] = objections(undeclared, audience, on=TODAY)
        assert "没有申报" in said.zh


def test_audiences_are_offered_with_what_the_law_says(press):
    balance, quality = queries.audiences(press.balance()), queries.audiences(press.quality())
    assert [(a.id, a.objections) for a in balance] == [("public", ()), ("families", ()), ("schools", ())]
    assert [(a.id, a.objections) for a in quality] == [("schools", ())]


def test_the_next_one_supersedes_and_the_old_page_links_on(press):
    old = press.published(press.balance())
    new = press.published(press.balance(plus=1))
    old.refresh_from_db()
    assert (old.state, old.superseded_by) == ("superseded", new)
    assert [p.pk for p in queries.public_list()] == [new.pk]
    assert queries.public(old.pk).superseded_by == new


def test_an_older_result_does_not_replace_a_newer_one_unless_that_is_taken_down(press):
    old, new = press.balance(), press.balance(plus=1)
    shown = press.published(new)
    with pytest.raises(NotReady, match="更新的结果"):
        press.ask(old)
    take_down(shown, reason="数据有误", actor=press.desk.second, now=NOW)
    assert press.published(old).state == "published"


@pytest.mark.parametrize(("is_sample", "says"), [(True, "生成的示例数据"), (False, "")])
def test_what_is_published_of_generated_data_says_so_in_every_file(press, is_sample, says):
    county = press.desk.county.county
    type(county).objects.filter(pk=county.pk).update(is_sample=is_sample)
    shown = press.published(press.balance())
    texts = [queries.table_path(shown, name).read_text("utf-8") for name in queries.tables(shown)]
    texts.append(queries.report_fragment(shown, "zh"))
    pages = press.published(press.quality(), "schools")
    texts += [file.read_text("utf-8") for file in files.folder(pages.pk).glob("*.zh.html")]
    assert all((says in text) if says else ("生成的" not in text) for text in texts)
    assert altered() == []


def test_one_question_at_a_time(press):
    run = press.balance()
    press.ask(run)
    with pytest.raises(NotReady, match="等待批准"):
        press.ask(run)


def test_once_taken_down_it_is_gone_everywhere_and_the_reason_is_kept(press):
    shown = press.published(press.balance())
    take_down(shown, reason="数据有误", actor=press.desk.second, now=NOW)
    gone = queries.taken_down(shown.pk)
    assert gone.taken_down_reason == "数据有误"
    for ask in (queries.bundle, queries.report_fragment, queries.table_path):
        with pytest.raises(NotFound):
            ask(gone, *([] if ask is queries.bundle else ["zh"]))
    with pytest.raises(NotFound):
        queries.public(shown.pk)


def test_taking_down_needs_the_right_and_a_reason(press):
    shown = press.published(press.balance())
    with pytest.raises(NotAllowed):
        take_down(shown, reason="x", actor=press.desk.clerk, now=NOW)
    with pytest.raises(NotReady):
        take_down(shown, reason=" ", actor=press.desk.second, now=NOW)


def test_after_its_last_day_it_is_shown_no_more(press):
    until = TODAY + timedelta(days=60)
    shown = press.published(press.balance(), until=until)
    assert queries.public(shown.pk, today=until - timedelta(days=1)) == shown
    with pytest.raises(NotFound):
        queries.public(shown.pk, today=until)


def test_every_act_is_audited(press):
    shown = press.published(press.balance())
    take_down(shown, reason="数据有误", actor=press.desk.second, now=NOW)
    acts = Entry.objects.filter(subject_kind="publication").order_by("sequence")
    assert [a.action for a in acts] == ["publish.asked", "publish.published", "publish.taken_down"]


def test_what_is_shown_is_what_was_sealed(press):
    press.published(press.balance())
    press.published(press.quality(), "schools")
    assert altered() == []


@pytest.mark.parametrize("name", ["zh.html", "table-1.csv", "manifest.json"])
def test_a_changed_file_is_found(press, name):
    shown = press.published(press.balance())
    path = files.folder(shown.pk) / name
    path.write_bytes(path.read_bytes() + b" ")
    assert [(d.publication, d.file) for d in altered()] == [(shown.pk, name)]


def test_files_changed_between_asking_and_agreeing_are_not_published(press):
    waiting = press.ask(press.balance())
    (files.folder(waiting.pk) / "zh.html").write_text("另一个结果", encoding="utf-8")
    with pytest.raises(NotAllowed):
        press.decide(waiting)


def test_formula_like_names_are_inert_in_tables(press):
    shown = press.published(press.balance(sign="="))
    texts = [queries.table_path(shown, name).read_text("utf-8-sig") for name in queries.tables(shown)]
    assert any("'=第1小学" in text for text in texts)
    assert not any(line.startswith("=") for text in texts for line in text.splitlines())
