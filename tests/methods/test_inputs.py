import json
from pathlib import Path

import pytest

from xueheng.methods.inputs import named_inputs
from xueheng.methods.params import ParameterError
from xueheng.methods.registry import method
from xueheng.tables.issues import Refused

QUALITY = method("exam.quality")
SCORES = [{"考号": "1", "语文": 90}, {"考号": "2", "语文": 80}]
EXAM = [{"kind": "期末", "stage": "高中", "grade": "高二", "scope": "学校"}]


def codes(given, declared=QUALITY):
    with pytest.raises(Refused) as refused:
        named_inputs(declared, given)
    return [i.code for i in refused.value.issues]


def test_a_single_file_needs_no_name(write):
    path = write("s.csv", "id,语文\n1,90\n")
    assert named_inputs(QUALITY, [(None, path)]) == {"scores": path}


def test_a_json_object_holds_several_inputs_by_name(write, run):
    path = write("all.json", json.dumps({"scores": SCORES, "exam": EXAM}))
    files = named_inputs(QUALITY, [(None, path)])
    carried = run("exam.quality", files)
    assert (set(files), carried.exam["kind"]) == ({"scores", "exam"}, "school_final")
    assert carried.outcome.figures["n"] == 2


def test_a_workbook_holds_several_inputs_by_the_names_of_its_sheets(workbook, run):
    sheets = {
        "scores": [["考号", "语文"], [1, 90]],
        "exam": [["类型", "学段", "年级"], ["中考", "初中", "九年级"]],
    }
    carried = run("exam.quality", named_inputs(QUALITY, [(None, workbook(sheets))]))
    assert carried.exam["kind"] == "zhongkao"


def test_sheets_of_other_names_are_the_first_input(workbook):
    path = workbook({"一班": [["考号", "语文"], [1, 90]]})
    assert named_inputs(QUALITY, [(None, path)]) == {"scores": path}


def test_an_unknown_input_is_answered_with_the_known_ones():
    with pytest.raises(Refused) as refused:
        named_inputs(QUALITY, [("marks", Path("x.csv"))])
    assert "scores, enrolled, former, responses, blueprint, exam" in refused.value.issues[0].words.zh


def test_an_input_that_the_method_does_not_know_is_refused(refusal, write):
    files = {"marks": write("s.csv", "id,语文\n1,90\n")}
    assert refusal("exam.quality", files) == ["INPUT_UNKNOWN"]


def test_an_input_is_given_once(write):
    path = write("s.csv", "id,语文\n1,90\n")
    assert codes([("scores", path), (None, path)]) == ["INPUT_TWICE"]


def test_a_required_input_that_is_missing_is_named(run, write):
    with pytest.raises(Refused) as refused:
        run("exam.quality", {"exam": write("e.json", json.dumps(EXAM))})
    assert [(i.code, i.value) for i in refused.value.issues] == [("INPUT_MISSING", "scores")]


@pytest.mark.parametrize("given", [(), ("schools", "coefficients")])
def test_of_alternatives_exactly_one_is_given(refusal, write, given):
    files = {name: write("x.csv", "a,b\n1,2\n") for name in given}
    assert refusal("balance.standard", files, standard="yzjh-2017") == ["INPUT_MISSING"]


def test_findings_name_the_input_they_stand_in(run, write):
    files = {"scores": write("s.csv", "id,语文\n1,-3\n"), "former": write("f.csv", "id,语文\n1,-4\n")}
    with pytest.raises(Refused) as refused:
        run("exam.quality", files)
    assert [i.table for i in refused.value.issues if i.code == "NEGATIVE"] == ["scores", "former"]


def test_a_question_stops_the_run_until_it_is_answered(run, write):
    files = {"scores": write("s.csv", "id,语文\n1,\n2,80\n")}
    with pytest.raises(Refused) as refused:
        run("exam.quality", files)
    assert [q.code for q in refused.value.questions] == ["STATUS_UNKNOWN"]
    assert run("exam.quality", files, answers={"STATUS_UNKNOWN": "absent"}).answers == {
        "STATUS_UNKNOWN": "absent"
    }


@pytest.mark.parametrize("answer", [{"STATUS_UNKNOWN": "zero"}, {"STATUS": "absent"}])
def test_an_answer_to_nothing_that_is_asked_is_wrong_usage(run, write, answer):
    with pytest.raises(ParameterError, match="STATUS_UNKNOWN=absent, STATUS_UNKNOWN=exclude"):
        run("exam.quality", {"scores": write("s.csv", "id,语文\n1,80\n")}, answers=answer)
