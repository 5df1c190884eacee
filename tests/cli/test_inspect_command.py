"""`xueheng inspect` and `xueheng template` as a clerk calls them."""

import json

import openpyxl
import pytest

CLEAN = "考号,姓名,语文\n260101,李明,90\n260102,王芳,85\n"
WRONG = "考号,姓名,语文\n260101,李明,190\n260102,王芳,85\n"


@pytest.fixture
def inspect(cli, write, tmp_path):
    """Inspect that text as a table of scores."""

    def called(text, *more, name="s.csv"):
        (tmp_path / "ctx.json").write_text(json.dumps({"full_marks": {"语文": 120}}), encoding="utf-8")
        return cli(
            "inspect", write(name, text), "--table", "scores", "--context", tmp_path / "ctx.json", *more
        )

    return called


def test_a_clean_file_is_accepted(inspect):
    done = inspect(CLEAN, "--json")
    assert done.code == 0
    assert done.json == {"verdict": "accept", "rows": 2, "good_rows": 2, "questions": [], "issues": []}


def test_errors_are_named_and_end_with_1(inspect):
    done = inspect(WRONG, "--json")
    assert (done.code, done.json["verdict"], done.json["good_rows"]) == (1, "row_errors", 1)
    issue = done.json["issues"][0]
    assert (issue["code"], issue["row"], issue["column"], issue["value"]) == ("OVER_FULL", 2, "语文", "190")


def test_a_question_is_answered_on_the_line(inspect):
    text = "考号,语文\n1,90\n2,\n"
    asked, answered = inspect(text, "--json"), inspect(text, "--json", "--answer", "STATUS_UNKNOWN=exclude")
    assert (asked.code, asked.json["questions"][0]["options"]) == (1, ["absent", "exclude"])
    assert (answered.code, answered.json["verdict"]) == (0, "accept_with_notices")


@pytest.mark.parametrize("answer", ["STATUS_UNKNOWN=zero", "NOTHING=yes", "STATUS_UNKNOWN"])
def test_an_answer_that_no_question_takes_is_wrong_usage(inspect, answer):
    assert inspect(CLEAN, "--answer", answer).code == 2


def test_the_marked_file_says_what_is_wrong(inspect, tmp_path):
    inspect(WRONG, "--marked", tmp_path / "m.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets[0]
    assert "120" in str([cell.value for cell in sheet[2]])
    assert sheet["C2"].comment is not None


def test_the_file_itself_is_never_written_over(inspect, cli, write, tmp_path):
    path = write("s.csv", WRONG)
    before = path.read_bytes()
    done = cli("inspect", path, "--table", "scores", "--marked", path)
    assert (done.code, path.read_bytes()) == (2, before)


@pytest.mark.parametrize("line", [("none.csv", "--table", "scores"), ("s.csv", "--table", "nothing")])
def test_a_file_or_table_that_is_not_there_is_wrong_usage(cli, write, line):
    write("s.csv", CLEAN)
    assert cli("inspect", *line).code == 2


def test_headings_that_a_bureau_has_added_are_known_to_inspect_run_and_verify(cli, write, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "synonyms.yaml").write_text("scores:\n  id: [考试编码]\n", encoding="utf-8")
    path = write("s.csv", "考试编码,语文\n1,90\n2,80\n")
    assert cli("inspect", path, "--table", "scores", "--home", home).code == 0
    bundle = tmp_path / "r.xhb.zip"
    assert cli("run", "exam.quality", path, "--home", home, "--bundle", bundle).code == 0
    assert cli("verify", bundle).code == 0


def test_a_template_is_written_and_its_name_is_told(cli, tmp_path):
    done = cli("template", "students", "--out", tmp_path / "t.xlsx")
    assert (done.code, str(tmp_path / "t.xlsx") in done.out) == (0, True)
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames[-2:] == ["填写说明", "代码表"]


@pytest.mark.parametrize("name", ["plan", "nothing"])
def test_a_table_without_a_workbook_is_wrong_usage(cli, tmp_path, name):
    assert cli("template", name, "--out", tmp_path / "t.xlsx").code == 2
    assert not (tmp_path / "t.xlsx").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [("score: {id: [x]}", "scores"), ("scores: {ids: [x]}", "id"), ("scores: {id: x}", "列表")],
)
def test_added_headings_of_no_column_are_wrong_usage_and_named(inspect, tmp_path, text, named):
    (tmp_path / "synonyms.yaml").write_text(text, encoding="utf-8")
    done = inspect(CLEAN, "--home", tmp_path)
    assert (done.code, named in done.err) == (2, True)


def test_added_headings_may_name_the_column_by_its_label(inspect, tmp_path):
    (tmp_path / "synonyms.yaml").write_text("scores: {考号: [考试编码]}", encoding="utf-8")
    assert inspect(CLEAN.replace("考号", "考试编码"), "--home", tmp_path).code == 0


def test_a_template_handed_in_as_it_came_has_no_data(cli, tmp_path):
    cli("template", "scores", "--out", tmp_path / "t.xlsx")
    done = cli("inspect", tmp_path / "t.xlsx", "--table", "scores", "--json")
    assert [i["code"] for i in done.json["issues"]] == ["NO_DATA"]
