import pytest

KINDS = {
    "absent": ["缺考", "缺", "缓考", " 缺考 ", "Q", "absent"],
    "violation": ["违纪", "作弊"],
    "exempt": ["免考", "免修"],
}
UNKNOWN = ["", "-1", "-1.0", "/", "/", "—", "-", "转走", "休学", "N/A"]


@pytest.fixture
def absence(write, read):
    """Read a mark beside a pupil who has one."""
    return lambda text, **context: read(write("s.csv", f'考号,语文,数学\n1,90,"{text}"\n2,80,0\n'), **context)


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in KINDS.items() for t in texts])
def test_a_word_of_absence_is_noticed_and_never_zero(absence, kind, text):
    checked = absence(text)
    assert checked.table["数学"].to_pylist() == [None, 0]
    assert checked.table["数学:status"].to_pylist() == [kind, None]
    assert [(i.code, i.severity, i.row) for i in checked.issues] == [(f"STATUS_{kind.upper()}", "notice", 2)]


@pytest.mark.parametrize("text", UNKNOWN)
def test_no_mark_without_a_reason_is_a_question_and_never_zero(absence, text):
    checked = absence(text)
    assert checked.table["数学"].to_pylist() == [None, 0]
    assert [(i.code, i.severity, i.row) for i in checked.issues] == [("STATUS_UNKNOWN", "warning", 2)]
    assert checked.verdict == "needs_choice"


def test_the_first_option_is_absence_and_both_are_explained(absence):
    (question,) = absence("").questions
    assert [o.code for o in question.options] == ["absent", "exclude"]
    assert question.as_json("zh")["labels"]["absent"] == "按缺考"


@pytest.mark.parametrize("answer", ["absent", "exclude"])
@pytest.mark.parametrize("text", UNKNOWN)
def test_an_answer_settles_every_unknown_status(absence, text, answer):
    checked = absence(text, answers={"STATUS_UNKNOWN": answer})
    assert checked.table["数学:status"].to_pylist() == [answer, None]
    assert (checked.questions, checked.verdict) == ((), "accept_with_notices")


def test_a_stated_reason_is_not_changed_by_the_answer(absence):
    checked = absence("免考", answers={"STATUS_UNKNOWN": "absent"})
    assert checked.table["数学:status"].to_pylist() == ["exempt", None]


def test_the_question_is_asked_once_for_all_columns(write, read):
    checked = read(write("s.csv", "考号,语文,数学\n1,,\n2,,-1\n3,90,80\n"))
    assert len(checked.questions) == 1
    assert [i.row for i in checked.issues] == [2, 2, 3, 3]


def test_a_total_that_is_blank_is_not_asked_about(write, read):
    assert read(write("s.csv", "考号,语文,总分\n1,90,\n2,80,80\n")).verdict == "accept"


def test_a_mark_that_cannot_be_read_is_no_absence(absence):
    assert [(i.code, i.row) for i in absence("95,5").issues] == [("NOT_NUMBER", 2)]


WORDED = dict.fromkeys(["缺考（病假）", "病假缺考", "(缺考)", "未到"], "absent") | {"残疾免考": "exempt"}


@pytest.mark.parametrize("text", WORDED)
def test_words_around_a_word_of_absence_say_the_same(absence, text):
    assert absence(text).table["数学:status"].to_pylist() == [WORDED[text], None]


@pytest.mark.parametrize("text", ["未违纪", "缺考作弊", "90缺", "九十五", "90+5", "100%"])
def test_words_that_deny_or_contradict_are_no_absence(absence, text):
    assert [i.code for i in absence(text).issues] == ["NOT_NUMBER"]
