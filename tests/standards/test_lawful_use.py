from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.standards.clauses import Clause, LocalException, Use, clauses
from xueheng.standards.lawful import judge, refusals

EXCEPTION = LocalException("某教发〔2026〕12号", ("甲", "乙"))

# Per clause: a use it refuses, and what is changed in it to make a lawful neighbour.
CASES: dict[str, tuple[Use, dict[str, object]]] = {
    "exam-target": (Use("target", "gaokao", "senior"), {"purpose": "diagnosis"}),
    "exam-criterion": (Use("criterion", "zhongkao", "junior", unit="school"), {"unit": "pupil"}),
    "exam-funds": (Use("fund_weight", "gaokao", "senior"), {"derived_from": None}),
    "exam-honour": (Use("honour", "zhongkao", "junior"), {"derived_from": "none"}),
    "exam-reward": (Use("personal_reward", "gaokao", "senior"), {"derived_from": "other"}),
    "exam-publicity": (
        Use("public_page", "gaokao", "senior", detail="county"),
        {"derived_from": "monitoring_sample"},
    ),
    "exam-ranking": (
        Use("ranking", "gaokao", "senior", detail="county", audience="public"),
        {"audience": "bureau"},
    ),
    "paper-exam-grades-1-2": (Use("exam", "school_final", "primary", 2, "school"), {"grade": 3}),
    "regional-exam-primary": (
        Use("exam", "other", "primary", 6, "county"),
        {"derived_from": "monitoring_sample"},
    ),
    "regional-exam-junior": (Use("exam", "other", "junior", 8, "city"), {"grade": 9}),
    "disguised-exam": (Use("exam", "other", "primary", 4, "school"), {"derived_from": "school_final"}),
    "pupil-ranking": (
        Use("ranking", "school_final", "junior", detail="pupil", audience="bureau"),
        {"detail": "school"},
    ),
    "pupil-label": (Use("label", "other", "junior", 9, detail="pupil"), {"detail": "school"}),
    "pupil-raw-marks": (
        Use("raw_marks", "school_final", "primary", detail="pupil", audience="family"),
        {"audience": "teacher"},
    ),
    "class-placement-by-marks": (Use("class_placement", "other", "junior"), {"stage": "senior"}),
    "monitoring-not-individual": (
        Use("ranking", "monitoring_sample", "junior", detail="school", audience="bureau"),
        {"detail": "county"},
    ),
    "rank-leaves-bureau": (Use("ranking", detail="school", audience="public"), {"audience": "bureau"}),
    "pupil-results-public": (
        Use("public_page", "other", "senior", detail="pupil"),
        {"detail": "school"},
    ),
    "psychology-by-name": (
        Use("named_report", "psychology", detail="pupil", audience="bureau"),
        {"audience": "school"},
    ),
    "traces-as-evidence": (
        Use("appraisal_evidence", unit="teacher", evidence="photo"),
        {"evidence": "observation"},
    ),
    "read-rates-as-evidence": (
        Use("appraisal_evidence", unit="teacher", evidence="read_rate"),
        {"evidence": "work"},
    ),
    "veto-without-clause": (Use("veto", basis="none"), {"basis": "cited"}),
    "letter-without-document": (Use("responsibility_letter", basis="none"), {"basis": "cited"}),
}
BINDING = [c for c in clauses() if c.force == "refuse"]


def refused_by(use: Use) -> set[str]:
    return {r.clause.id for r in refusals(use)}


def test_every_refusing_clause_has_its_case() -> None:
    assert sorted(CASES) == sorted(c.id for c in BINDING)


@pytest.mark.parametrize("clause", CASES)
def test_a_clause_refuses_its_use(clause: str) -> None:
    assert refused_by(CASES[clause][0]) == {clause}


@pytest.mark.parametrize("clause", CASES)
def test_a_lawful_neighbour_passes(clause: str) -> None:
    use, change = CASES[clause]
    assert refused_by(replace(use, **change)) == set()


@pytest.mark.parametrize("origin", ["gaokao", "zhongkao"])
@pytest.mark.parametrize(
    "purpose", ["criterion", "target", "fund_weight", "personal_reward", "honour", "public_page"]
)
def test_entrance_exams_are_no_lever_of_any_kind(purpose: str, origin: str) -> None:
    assert refused_by(Use(purpose, origin))


@pytest.mark.parametrize("origin", ["gaokao", "zhongkao", "monitoring_sample", "school_final", "other"])
def test_diagnosis_is_open_to_every_exam(origin: str) -> None:
    assert refused_by(Use("diagnosis", origin, detail="class", audience="teacher")) == set()


@pytest.mark.parametrize("clause", [c for c in BINDING if c.valid.from_], ids=lambda c: c.id)
def test_a_clause_does_not_reach_back_before_its_day(clause: Clause) -> None:
    use, day = CASES[clause.id][0], clause.valid.from_ or date.min
    assert refused_by(replace(use, on=day)) == {clause.id}
    assert refused_by(replace(use, on=date.fromordinal(day.toordinal() - 1))) == set()


@pytest.mark.parametrize(
    ("left_out", "clause"), [("grade", "regional-exam-junior"), ("unit", "exam-criterion")]
)
def test_what_is_left_undeclared_counts_as_the_forbidden_case(left_out: str, clause: str) -> None:
    (refusal,) = refusals(replace(CASES[clause][0], **{left_out: None}))
    assert refusal.undeclared == (left_out,)
    assert "没有写明" in refusal.message.zh


def test_a_refusal_says_its_clause_its_document_and_that_the_text_was_not_read() -> None:
    (refusal,) = refusals(CASES["exam-reward"][0])
    assert "深化新时代教育评价改革总体方案" in refusal.message.zh
    assert "原文待核" in refusal.message.zh
    assert "official text still to be checked" in refusal.message.en


@pytest.mark.parametrize("clause", [c.id for c in BINDING if c.exception])
def test_a_granted_exception_lifts_a_clause_and_is_printed(clause: str) -> None:
    found = judge(CASES[clause][0], exception=EXCEPTION)
    assert found.refusals == ()
    assert [x.refusal.clause.id for x in found.lifted] == [clause]
    assert all(said in found.lifted[0].message.zh for said in ("某教发〔2026〕12号", "甲、乙"))


@pytest.mark.parametrize("clause", [c.id for c in BINDING if not c.exception])
def test_no_local_exception_lifts_a_clause_that_admits_none(clause: str) -> None:
    found = judge(CASES[clause][0], exception=EXCEPTION)
    assert ([r.clause.id for r in found.refusals], found.lifted) == ([clause], ())


@pytest.mark.parametrize("document", ["", "会议纪要", "口头同意", "2026年12号"])
def test_an_exception_needs_a_document_number(document: str) -> None:
    with pytest.raises(ValueError, match="number of the document"):
        LocalException(document, ("甲", "乙"))


@pytest.mark.parametrize("persons", [(), ("甲",), ("甲", "甲"), ("甲", " 甲 "), ("甲", " ")])
def test_an_exception_needs_two_different_persons(persons: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="two different persons"):
        LocalException("某教发[2026]12号", persons)


def test_a_notice_on_senior_grades_is_advice_and_no_refusal() -> None:
    found = judge(Use("exam", "other", "senior", 11, "county"))
    assert (found.refusals, [a.clause.id for a in found.advice]) == ((), ["regional-exam-senior"])


@pytest.mark.parametrize("clause", clauses(), ids=lambda c: c.id)
def test_no_clause_claims_a_verified_text_and_each_speaks_both_languages(clause: Clause) -> None:
    assert clause.source.status in ("secondary", "unverified")
    assert all((clause.words.zh, clause.words.en))


@given(st.sampled_from(sorted(CASES)), st.sampled_from(["grade", "scope", "detail", "audience", "unit"]))
def test_saying_less_never_makes_a_refused_use_lawful(clause: str, dimension: str) -> None:
    use = CASES[clause][0]
    declared = next(c for c in BINDING if c.id == clause).forbids.if_declared
    less = replace(use, **{dimension: None})
    assert dimension in declared or clause in refused_by(less)
