import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.issues import Question, finding, verdict_of

QUESTION = Question("STATUS_UNKNOWN", finding("BLANK", "notice").words, ())
ORDER = ["accept", "accept_with_notices", "needs_choice", "row_errors", "reject_file"]

severities = st.lists(st.sampled_from(["error", "warning", "notice"]))


@pytest.mark.parametrize(
    ("severities", "asked", "unreadable", "verdict"),
    [
        ([], False, False, "accept"),
        (["notice"], False, False, "accept_with_notices"),
        (["warning"], False, False, "accept_with_notices"),
        (["warning"], True, False, "needs_choice"),
        (["notice", "error"], True, False, "row_errors"),
        (["error"], True, True, "reject_file"),
    ],
)
def test_the_first_verdict_that_applies_stands(severities, asked, unreadable, verdict):
    issues = [finding("BLANK", s) for s in severities]
    assert verdict_of(issues, [QUESTION] * asked, unreadable=unreadable) == verdict


@given(severities, st.booleans(), severities)
def test_a_further_finding_never_improves_the_verdict(before, asked, more):
    few = [finding("BLANK", s) for s in before]
    all_ = few + [finding("BLANK", s) for s in more]
    questions = [QUESTION] * asked
    ranks = [ORDER.index(verdict_of(issues, questions, unreadable=False)) for issues in (few, all_)]
    assert ranks == sorted(ranks)


def test_a_finding_says_where_what_and_how_to_repair_in_both_languages(write, read):
    (issue,) = read(write("s.csv", "考号,语文\n1,-5\n")).issues
    shown = issue.as_json("zh")
    assert [shown[k] for k in ("code", "severity", "sheet", "row", "column", "value", "repair")] == [
        "NEGATIVE", "error", None, 2, "语文", "-5", None,
    ]  # fmt: skip
    assert all(part in shown["message"] for part in ("2", "语文", "-5"))
    assert "cannot be negative" in issue.as_json("en")["message"]


def test_values_with_braces_are_shown_as_they_are(write, read):
    (issue,) = read(write("s.csv", "考号,语文\n1,{row}\n2,3\n"), full={"语文": 100}).issues
    assert "{row}" in issue.words.zh
