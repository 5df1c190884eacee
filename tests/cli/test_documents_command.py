"""`xueheng run --report`: every document of a run, whole or not at all."""

import pytest

SCORES = "考号,学校,语文,数学\n" + "".join(
    f"{s}{i:02},{'甲乙'[s]}校,{60 + i},{90 - i}\n" for s in range(2) for i in range(15)
)
EXAM = "类型,学段,年级,范围\n期末考试,高中,高一,school\n"


@pytest.fixture
def report(cli, write, tmp_path):
    """Run an exam of two schools and write its report."""

    def called(*more):
        line = ("run", "exam.quality", f"scores={write('s.csv', SCORES)}", f"exam={write('e.csv', EXAM)}")
        done = cli(*line, "-p", "full=语文:120,数学:120", "--report", tmp_path / "r", *more)
        return done, tmp_path / "r"

    return called


def test_a_report_comes_as_page_word_pdf_workbook_and_charts(report):
    done, folder = report()
    names = {p.name for p in folder.iterdir()}
    assert done.code == 0
    assert {"index.html", "report.docx", "report.pdf", "report.xlsx", "charts"} <= names
    assert "report.docx" in (folder / "index.html").read_text(encoding="utf-8")


def test_each_school_gets_its_page(report):
    done, folder = report("--schools")
    assert {p.name for p in (folder / "set" / "schools").iterdir()} >= {
        "甲校.docx",
        "乙校.pdf",
        "乙校.xlsx",
    }
    assert "9/9" in done.err


def test_a_report_may_be_written_over_an_old_one(report):
    report("--schools")
    done, folder = report()
    assert (done.code, (folder / "charts").is_dir()) == (0, True)


def test_a_letter_takes_its_head_from_a_file(report, write):
    head = "issuer: 青山县教育局\nnumber: 青教通〔2026〕3号\nto: [各学校]\nsigned_on: 2026-11-22\n"
    _, folder = report("--letter", write("head.yaml", head))
    assert (folder / "letter.docx").is_file()


@pytest.mark.parametrize(
    "more",
    [("--letter", "none.yaml"), ("--letter", "s.csv"), ("--template", "none.docx"), ("--template", "s.csv")],
)
def test_a_head_or_template_that_cannot_be_used_writes_nothing(report, more):
    done, folder = report(*more)
    assert done.code == 2
    assert not folder.exists() or not any(folder.iterdir())


@pytest.mark.parametrize("more", [("--schools",), ("--letter", "head.yaml"), ("--template", "t.docx")])
def test_a_document_without_a_folder_to_put_it_in_is_wrong_usage(cli, schools, more):
    done = cli("run", "balance.standard", schools, "-p", "standard=yzjh-2017", *more)
    assert (done.code, "--report" in done.err) == (2, True)


def test_what_is_wrong_with_a_head_is_said_in_the_language_of_the_user(report, write):
    done, _ = report("--letter", write("head.yaml", "issuer: 青山县教育局\nnumbr: 3号\n"))
    assert "是否想写“number”" in done.err
