import csv
import hashlib
import json
from pathlib import Path

import pytest

from xueheng.methods.registry import method_names

GOLDEN = Path(__file__).parents[1] / "golden"

RUN = {"method", "version", "reproduces", "params", "seed", "inputs", "figures", "tables", "issues"}
ISSUE = {"code", "severity", "table", "sheet", "row", "column", "value", "message", "repair"}


def test_a_run_prints_exactly_one_object(cli, balance, schools):
    done = cli(*balance, "--json")
    assert (set(done.json), done.err) == (RUN, "")
    assert done.out == json.dumps(done.json, ensure_ascii=False) + "\n"
    assert done.json["inputs"] == {"schools": hashlib.sha256(schools.read_bytes()).hexdigest()}


def test_numbers_are_unrounded_and_gaps_are_null(cli, balance):
    (row,) = cli(*balance, "--json").json["tables"]["coefficients"]
    assert row["mean"] == 14 / 133
    assert (row["level"], row["limit"], row["met"]) == ("primary", 0.5, False)


def test_value_added_of_all_65_schools_is_printed_as_lme4_has_it(cli):
    line = (
        "-p",
        "outcome=normexam",
        "-p",
        "prior=standLRT",
        "-p",
        "school=school",
        "-p",
        "school_mean_prior=false",
    )
    done = cli("run", "exam.value_added", GOLDEN / "Exam.csv", *line, "--json")
    found = {r["school"]: (r["effect"], r["sd"]) for r in done.json["tables"]["effects"]}
    with (GOLDEN / "expected_exam_ri_reml_blups.csv").open(encoding="utf-8", newline="") as file:
        printed = {r["group"]: (float(r["blup"]), float(r["post_sd"])) for r in csv.DictReader(file)}
    assert found.keys() == printed.keys()
    assert all(found[school] == pytest.approx(printed[school], abs=1e-4) for school in printed)


def test_a_refused_run_prints_one_object_with_issues_and_questions(cli, write):
    done = cli("run", "exam.quality", write("s.csv", "考号,语文\n1,\n2,-5\n"), "--json")
    assert (done.code, done.err) == (1, "")
    assert {i["code"] for i in done.json["issues"]} == {"STATUS_UNKNOWN", "NEGATIVE", "EXAM_NOT_DECLARED"}
    assert done.json["questions"][0]["options"] == ["absent", "exclude"]


def test_an_issue_has_the_keys_of_the_format(cli, write):
    issues = cli("run", "exam.quality", write("s.csv", "考号,语文\n1,-5\n"), "--json").json["issues"]
    assert set(issues[0]) == ISSUE
    assert (issues[0]["row"], issues[0]["column"], issues[0]["table"]) == (2, "语文", "scores")


def test_warnings_and_notices_are_part_of_a_run_that_is_done(cli, write):
    path = write("s.csv", "学校,学段,学生数,设备值,校长\n甲,小学,9,5,赵\n乙,小学,0,9,钱\n")
    done = cli("run", "balance.standard", path, "-p", "standard=yzjh-2017", "--json")
    found = {i["code"]: i["severity"] for i in done.json["issues"]}
    assert found == {"COLUMN_UNUSED": "notice", "ZERO": "warning", "INDICATOR_MISSING": "notice"}


@pytest.mark.parametrize("command", [("methods",), ("methods", "exam.quality"), ("map",), ("check",)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_prints_one_object_and_nothing_else(cli, command, lang):
    done = cli(*command, "--json", "--lang", lang)
    assert (done.code, done.err, type(done.json)) == (0, "", dict)


def test_the_list_of_methods_holds_each_with_its_inputs_and_parameters(cli):
    listed = cli("methods", "--json").json["methods"]
    assert tuple(m["name"] for m in listed) == method_names()
    assert cli("methods", "exam.quality", "--json").json in listed


def test_the_message_follows_the_language_and_the_code_does_not(cli, write):
    path = write("s.csv", "考号,语文\n1,-5\n")
    zh, en = (
        cli("run", "exam.quality", path, "--json", "--lang", lang).json["issues"][0] for lang in ("zh", "en")
    )
    assert (zh["code"], zh["message"] != en["message"]) == (en["code"], True)
