"""What may be asked for: visible live Datasets within the organisation, known parameters, lawful use."""

from uuid import UUID

import pyarrow.compute as pc
import pytest
from django.utils.translation import override
from tests.apps.runs.conftest import FULL, SAMPLE, SCHOOL_FINAL, scores
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.runs import queries
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.services import ask

pytestmark = pytest.mark.django_db


def test_a_run_keeps_its_datasets_and_every_parameter(desk, queued):
    dataset = desk.scores()
    run = desk.quality(dataset)
    assert [(i.name, i.dataset) for i in run.inputs.all()] == [("scores", dataset)]
    assert (run.state, run.params["full"], run.params["pass"]) == ("waiting", {"语文": 100, "数学": 100}, 0.6)


@pytest.mark.parametrize("role", ["leader", "inspector", "head", "class_teacher", "administrator"])
def test_who_may_not_start_runs_starts_none(desk, role):
    with pytest.raises(NotAllowed):
        desk.quality(actor=desk.county.actor(role, desk.county.county))


def test_a_dataset_out_of_sight_does_not_exist(desk):
    clerk = desk.county.actor("section_clerk", desk.county.north)
    with pytest.raises(NotFound):
        desk.quality(desk.scores(org=desk.county.south), actor=clerk, org=desk.county.north)


@pytest.mark.parametrize("id_", [UUID(int=7), "x", "'; drop table"])
def test_an_id_that_never_was_is_not_found(desk, id_):
    with pytest.raises(NotFound):
        ask(
            "exam.quality",
            title="",
            org=desk.county.county,
            inputs={"scores": id_},
            params=FULL,
            actor=desk.clerk,
            now=NOW,
        )


def test_a_county_dataset_cannot_be_run_at_a_school(desk):
    with pytest.raises(NotReady, match="不属于"):
        desk.quality(org=desk.county.north)


def test_a_school_whose_number_begins_alike_is_another(desk, alike):
    one, other = alike
    with pytest.raises(NotReady, match="不属于"):
        desk.quality(desk.scores(org=other), org=one)


@pytest.mark.parametrize("said", [{"undone_at": NOW}, {"table": "teachers"}])
def test_an_undone_dataset_and_another_table_are_refused(desk, said):
    dataset = desk.scores()
    type(dataset).objects.filter(pk=dataset.pk).update(**said)
    with pytest.raises(NotReady):
        desk.quality(dataset)


def test_a_superseded_dataset_is_run_only_when_asked_for(desk, queued):
    old = desk.scores()
    desk.keep("scores", scores(plus=1), exam=SAMPLE, supersedes=old)
    with pytest.raises(NotReady, match="新版本"):
        desk.quality(old)
    assert desk.quality(old, allow_superseded=True).state == "waiting"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"full": "语文"}, "名称:数值"),
        ({"fulll": "语文:100"}, "没有参数 fulll"),
        ({"pass": "很多"}, "不是数"),
        ({"effective": "guess"}, "应为"),
        ({"excellent": 3}, "0 到 1"),
        ({"by": {"x": 1}}, "应为单个值"),
    ],
)
def test_a_wrong_parameter_is_told_in_the_method_s_own_words(desk, params, said):
    with pytest.raises(NotReady, match=said) as told:
        desk.ask("exam.quality", desk.scores(), params)
    assert " / " not in str(told.value)


def test_a_wrong_parameter_is_told_in_the_reader_s_language(desk):
    with override("en"), pytest.raises(NotReady, match=r"^pass = 很多 is not a number$"):
        desk.ask("exam.quality", desk.scores(), {"pass": "很多"})


def test_full_marks_of_the_declared_exam_stand_in_for_none(desk, queued):
    dataset = desk.keep("scores", scores(), exam={**SAMPLE, "full": {"语文": 100, "数学": "99.5"}})
    run = desk.ask("exam.quality", dataset, {"full": ""})
    assert run.params["full"] == {"语文": 100, "数学": 99.5}
    assert desk.quality(dataset).params["full"]["数学"] == 100


def test_an_empty_field_of_the_form_takes_the_default(desk, queued):
    run = desk.ask("exam.quality", desk.scores(), {**FULL, "pass": "", "by": " "})
    assert (run.params["pass"], run.params["by"]) == (0.6, [])


@pytest.mark.parametrize(
    ("inputs", "said"),
    [({}, "还缺数据"), ({"scores": "", "former": ""}, "还缺数据"), ({"school": 1}, "不用")],
)
def test_inputs_must_be_those_of_the_method(desk, inputs, said):
    told = {"title": "", "org": desk.county.county, "params": FULL, "actor": desk.clerk, "now": NOW}
    with pytest.raises(NotReady, match=said):
        ask("exam.quality", inputs=inputs, **told)


def test_of_alternatives_exactly_one_is_chosen(desk):
    told = {"title": "", "org": desk.county.county, "actor": desk.clerk, "now": NOW}
    with pytest.raises(NotReady, match="只选一项"):
        ask("balance.standard", inputs={}, params={"standard": "yzjh-2017"}, **told)


@pytest.mark.parametrize("kind", ["school_final", "other"])
def test_a_forbidden_exam_is_refused_in_plain_words_before_anything_is_kept(desk, kind):
    exam = {"kind": kind, "stage": "primary", "grade": "四年级", "scope": "county"}
    with pytest.raises(NotReady) as told:
        desk.quality(desk.keep("scores", scores(), exam=exam))
    assert "义务教育" in str(told.value) or "小学" in str(told.value)
    assert not Run.objects.exists()


def test_marks_of_an_exam_that_nobody_declared_are_not_computed(desk):
    with pytest.raises(NotReady, match="没有写明是什么考试"):
        desk.quality(desk.keep("scores", scores()), is_rehearsal=True)


def test_finals_of_several_schools_put_together_are_a_regional_exam(desk, queued):
    with pytest.raises(NotReady, match="初中非毕业年级"):
        desk.quality(desk.keep("scores", scores(), exam=SCHOOL_FINAL))
    own = scores().filter(pc.equal(scores()["school"], "一中"))
    assert desk.quality(desk.keep("scores", own, exam=SCHOOL_FINAL)).state == "waiting"


def test_the_exam_compared_with_must_be_lawful_too(desk):
    given = {"scores": desk.scores().pk, "former": desk.keep("scores", scores(plus=1), exam=SCHOOL_FINAL).pk}
    told = {"title": "", "org": desk.county.county, "params": FULL, "actor": desk.clerk, "now": NOW}
    with pytest.raises(NotReady, match="初中非毕业年级"):
        ask("exam.quality", inputs=given, **told)


def test_no_such_method_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.ask("exam.rank_pupils", desk.scores(), {})


def test_a_person_starts_what_the_person_s_datasets_fit(desk):
    dataset = desk.scores()
    desk.keep("scores", scores(plus=1), exam=SAMPLE, undone_at=NOW)
    found = {s.method: s for s in queries.startable(desk.clerk)}
    assert [i.datasets for i in found["exam.quality"].inputs if i.name == "scores"] == [(dataset,)]
    assert found["exam.quality"].is_ready
    assert not found["balance.standard"].is_ready
    assert queries.startable(desk.second) == []


def test_the_form_s_own_defaults_are_the_method_s(desk, queued):
    said = {f.name: f.default for f in queries.form_fields("exam.quality")}
    run = desk.ask("exam.quality", desk.scores(), said | FULL)
    assert run.params == desk.quality().params


@pytest.mark.parametrize("method", ["exam.quality", "exam.value_added", "balance.standard"])
def test_every_parameter_is_a_field_with_words_in_both_languages(method):
    found = queries.form_fields(method)
    assert all(f.label.zh and f.label.en for f in found)
    assert {f.kind for f in found if f.choices} <= {"choice"}
