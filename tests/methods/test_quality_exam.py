"""Whether an exam may be analysed: one case for each clause that an exam can break."""

import pytest

from xueheng.standards.clauses import clauses
from xueheng.tables.issues import Refused

HEADS = ["kind", "stage", "grade", "scope", "date", "document", "persons"]
WORDS = {c.id: c.words.zh for c in clauses()}
FORBIDDEN = [
    ("paper-exam-grades-1-2", "期末,小学,一年级,学校"),
    ("paper-exam-grades-1-2", "期末,小学,2,学校"),
    ("regional-exam-primary", "期末,小学,五年级,县区"),
    ("regional-exam-primary", "联考,小学,六年级,全市"),
    ("regional-exam-junior", "联考,初中,七年级,县区"),
    ("regional-exam-junior", "期末,初中,初二,全省"),
    ("disguised-exam", "其他,小学,五年级,学校"),
]
LAWFUL = [
    "期末,小学,三年级,学校",
    "模考,初中,九年级,县区",
    "期末,初中,七年级,学校",
    "质量监测,小学,四年级,县区",
    "中考,初中,九年级,全市",
    "高考,高中,高三,全省",
    "期末,高中,高一,学校",
]


@pytest.fixture
def declared(write, run):
    """Run with an exam declared as kind, stage, grade, scope, and perhaps date, document, persons."""

    def carried(text, name="exam.quality", **params):
        cells = [*text.split(","), "", "", ""][: len(HEADS)]
        exam = ",".join(HEADS) + "\n" + ",".join(f'"{c}"' for c in cells) + "\n"
        return run(
            name, {"scores": write("s.csv", "考号,语文\n1,90\n"), "exam": write("e.csv", exam)}, **params
        )

    return carried


@pytest.fixture
def refused(declared):
    def errors(text):
        with pytest.raises(Refused) as refusal:
            declared(text)
        return [i for i in refusal.value.issues if i.severity == "error"]

    return errors


def test_without_an_exam_the_outcome_says_so(write, run):
    carried = run("exam.quality", {"scores": write("s.csv", "考号,语文\n1,90\n")})
    assert carried.outcome.figures["exam"] == "exam not declared"
    assert [(i.code, i.severity) for i in carried.issues] == [("EXAM_NOT_DECLARED", "notice")]


@pytest.mark.parametrize("text", LAWFUL)
def test_a_lawful_exam_runs_and_is_shown_with_the_outcome(declared, text):
    carried = declared(text)
    assert carried.issues == ()
    assert carried.outcome.figures["exam"] == carried.exam


@pytest.mark.parametrize(("clause", "text"), FORBIDDEN)
def test_a_forbidden_exam_is_refused_in_the_words_of_the_clause(refused, clause, text):
    errors = refused(text)
    assert [(i.code, i.table) for i in errors] == [("USE_FORBIDDEN", "exam")]
    assert WORDS[clause] in errors[0].words.zh


@pytest.mark.parametrize(("clause", "text"), FORBIDDEN[:5:4])
def test_value_added_refuses_the_same_exams(write, run, clause, text):
    exam = write("e.csv", "kind,stage,grade,scope\n" + text)
    with pytest.raises(Refused, match="No "):
        run(
            "exam.value_added",
            {"scores": write("s.csv", "y,s\n1,a\n"), "exam": exam},
            outcome="y",
            school="s",
        )


@pytest.mark.parametrize("text", ["期末,小学,,县区", "联考,小学,五年级,", "联考,初中,,县区"])
def test_what_is_not_declared_counts_as_the_forbidden_case(refused, text):
    assert {i.code for i in refused(text)} == {"USE_FORBIDDEN"}


@pytest.mark.parametrize(
    "text", ["高考,初中,九年级,全省", "中考,初中,七年级,全市", "期末,初中,十二年级,学校"]
)
def test_a_contradiction_in_the_declaration_is_refused(refused, text):
    assert {i.code for i in refused(text)} == {"USE_FORBIDDEN"}


def test_a_clause_that_only_advises_lets_the_run_pass_with_a_notice(declared):
    issues = declared("联考,高中,高一,县区").issues
    assert [(i.code, i.severity) for i in issues] == [("USE_ADVICE", "notice")]
    assert WORDS["regional-exam-senior"] in issues[0].words.zh


@pytest.mark.parametrize("date", ["2021-08-29", "2021/8/29", "2021年8月29日"])
def test_an_exam_before_the_clause_is_judged_by_its_own_day(declared, date):
    assert declared(f"联考,小学,五年级,县区,{date}").issues == ()


@pytest.mark.parametrize("date", ["2021-08-30", "2021年9月1日", "", "去年", "2021-13-45"])
def test_from_its_day_on_and_on_an_unknown_day_the_clause_holds(refused, date):
    assert [i.code for i in refused(f"联考,小学,五年级,县区,{date}")] == ["USE_FORBIDDEN"]


@pytest.mark.parametrize("persons", ["张三、李四", "张三\uff0c李四", "张三 李四"])
def test_an_exception_with_document_and_two_persons_lifts_and_is_printed(declared, persons):
    issues = declared(f"联考,小学,五年级,县区,,某教发〔2026〕1号,{persons}").issues
    assert [(i.code, i.severity) for i in issues] == [("USE_EXCEPTION", "warning")]
    assert all(part in issues[0].words.zh for part in ("某教发〔2026〕1号", "张三", "李四"))


@pytest.mark.parametrize(
    "exception",
    ["某教发〔2026〕1号,张三", "某教发〔2026〕1号,张三、张三", "领导同意,张三、李四", "某教发〔2026〕1号,"],
)
def test_an_exception_without_number_or_two_persons_lifts_nothing(refused, exception):
    assert [i.code for i in refused(f"联考,小学,五年级,县区,,{exception}")] == ["EXAM_UNKNOWN"]


@pytest.mark.parametrize("text", [text for clause, text in FORBIDDEN if clause in ("paper-exam-grades-1-2",)])
def test_a_clause_without_exceptions_stands_against_any_document(refused, text):
    assert [i.code for i in refused(f"{text},,某教发〔2026〕1号,张三、李四")] == ["USE_FORBIDDEN"]


def test_an_unknown_grade_is_an_error_and_no_crash(refused):
    assert [i.code for i in refused("期末,小学,十八年级,学校")] == ["EXAM_UNKNOWN"]


@pytest.mark.parametrize(("heads", "code"), [("类型", "COLUMN_MISSING"), ("类型,学段", "CODE_UNKNOWN")])
def test_a_declaration_that_cannot_be_read_is_refused_as_such(write, refusal, heads, code):
    exam = write("e.csv", f"{heads}\n" + ",".join(["期末", "幼儿园"][: heads.count(",") + 1]) + "\n")
    files = {"scores": write("s.csv", "考号,语文\n1,90\n"), "exam": exam}
    assert refusal("exam.quality", files) == [code]


def test_a_run_analyses_one_exam(write, refusal):
    exam = write("e.csv", "类型,学段,年级,范围\n期末,小学,三年级,学校\n联考,小学,五年级,县区\n")
    files = {"scores": write("s.csv", "考号,语文\n1,90\n"), "exam": exam}
    assert refusal("exam.quality", files) == ["EXAM_ROWS"]
