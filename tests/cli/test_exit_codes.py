import json

import pytest

FORBIDDEN = "类型,学段,年级,范围\n联考,小学,五年级,县区\n"


def test_a_run_that_is_done_ends_with_0_and_says_what_it_understood(cli, balance):
    done = cli(*balance)
    assert (done.code, done.err) == (0, "")
    assert all(word in done.out for word in ("balance.standard", "schools.csv", "2 行", "coefficients"))


@pytest.mark.parametrize(
    "line",
    [
        (),
        ("fly",),
        ("run",),
        ("run", "balance.standard"),
        ("run", "balance.standrd", "x.csv"),
        ("run", "balance.standard", "x.csv"),
        ("run", "balance.standard", "x.csv", "-p", "standard"),
        ("run", "balance.standard", "x.csv", "-p", "standard=2017"),
        ("run", "balance.standard", "x.csv", "-p", "standrd=yzjh-2017"),
        ("run", "balance.standard", "x.csv", "-p", "standard=yzjh-2017", "--params", "none.json"),
        ("run", "balance.standard", "x.csv", "-p", "standard=yzjh-2017", "--answer", "STATUS_UNKNOWN"),
        ("run", "balance.standard", "x.csv", "-p", "standard=yzjh-2017", "--answer", "STATUS_UNKNOWN=zero"),
        ("run", "balance.standard", "x.csv", "--lang", "fr"),
        ("methods", "exam.qualty"),
        ("verify", "none.zip"),
        ("check", "none.yaml"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_so_on_stderr(cli, line):
    done = cli(*line)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()


@pytest.mark.parametrize(
    ("wrong", "right"), [("balance.standrd", "balance.standard"), ("exam.qualit", "exam.quality")]
)
def test_an_unknown_method_is_answered_with_the_nearest(cli, wrong, right):
    assert right in cli("run", wrong, "x.csv").err


@pytest.mark.parametrize("text", ["学校,学段\n甲,小学\n", "学校,学段,学生数,设备值\n甲,小学,-1,5\n", ""])
def test_refused_data_end_with_1_and_every_issue_on_stderr(cli, write, text):
    done = cli("run", "balance.standard", write("s.csv", text), "-p", "standard=yzjh-2017")
    assert (done.code, done.out) == (1, "")
    assert "[错误]" in done.err


def test_a_missing_file_is_refused_by_its_name(cli):
    done = cli("run", "balance.standard", "none.csv", "-p", "standard=yzjh-2017")
    assert (done.code, "none.csv" in done.err) == (2, True)


def test_a_forbidden_exam_ends_with_1_and_the_clause(cli, scores, write):
    done = cli("run", "exam.quality", f"scores={scores}", f"exam={write('e.csv', FORBIDDEN)}", "--json")
    assert (done.code, [i["code"] for i in done.json["issues"]]) == (1, ["USE_FORBIDDEN"])


def test_an_open_question_ends_with_1_and_shows_how_to_answer(cli, write):
    path = write("s.csv", "考号,语文\n1,\n2,80\n")
    done = cli("run", "exam.quality", path)
    assert (done.code, "--answer STATUS_UNKNOWN=absent" in done.err) == (1, True)
    assert cli("run", "exam.quality", path, "--answer", "STATUS_UNKNOWN=absent").code == 0


def test_many_issues_of_one_kind_are_counted_after_the_first(cli, write):
    rows = "".join(f"{i},-{i + 2}\n" for i in range(50))
    err = cli("run", "exam.quality", write("s.csv", "考号,语文\n" + rows)).err
    assert (err.count("[错误]"), "38" in err) == (12, True)


def test_one_cause_is_told_once_with_its_rows(cli, write):
    err = cli("run", "exam.quality", write("s.csv", "考号,语文\n1,-3\n2,90\n3,-3\n4,-3\n")).err
    assert (err.count("[错误]"), "第 2 行" in err, "第 4、5 行也是" in err) == (1, True, True)


def test_the_program_ends_like_the_function(program, balance, tmp_path):
    assert program(*balance, cwd=tmp_path).code == 0
    assert program("run", "exam.quality", "none.csv", cwd=tmp_path).code == 2
    assert program("run", cwd=tmp_path).code == 2


def test_chinese_prints_on_a_console_of_another_code_page(program, balance, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = program(*balance, cwd=tmp_path)
    assert (done.code, "均衡标准核对" in done.out) == (0, True)


@pytest.mark.parametrize(("lang", "word"), [("zh", "缺少输入"), ("en", "the input scores is missing")])
def test_messages_speak_the_language_that_is_asked_for(cli, write, lang, word):
    exam = write("e.json", json.dumps([{"kind": "中考", "stage": "初中"}]))
    assert word in cli("run", "exam.quality", f"exam={exam}", "--lang", lang).err


@pytest.mark.parametrize(("line", "word"), [(("--lang", "en"), "Parameters"), ((), "参数")])
def test_a_description_speaks_it_too(cli, line, word):
    assert word in cli("methods", "exam.quality", *line).out


def test_the_environment_may_set_the_language(cli, monkeypatch):
    monkeypatch.setenv("XUEHENG_LANG", "en")
    assert "list the methods" in cli("--help").out
    assert "列出方法" not in cli("methods", "--lang", "zh", "--help").err


def test_the_version_is_printed(cli):
    assert cli("--version").out.startswith("xueheng 0.")
