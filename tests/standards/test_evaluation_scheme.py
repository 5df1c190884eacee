from __future__ import annotations

from pathlib import Path

import pytest

from xueheng.standards.clauses import clauses
from xueheng.standards.scheme import Scheme, load_scheme, scheme_judgement
from xueheng.standards.yaml_source import YamlError, load_list

FORBIDDEN = load_list(Path(__file__).parent / "data" / "forbidden_schemes.yaml", Scheme)
HEAD = """
id: county-2026
label: {zh: 办学质量评价, en: School evaluation}
valid: {from: 2026-01-01}
source: {doc: 某县教育局方案, clause: 附表, status: unverified}
year: 2026
unit: school
criteria:
"""


def scheme(folder: Path, criteria: str) -> Scheme:
    path = folder / "scheme.yaml"
    path.write_text(HEAD + criteria, encoding="utf-8")
    return load_scheme(path)


def refused(folder: Path, criteria: str) -> list[tuple[str, str]]:
    return [(r.criterion, r.clause.id) for r in scheme_judgement(scheme(folder, criteria)).refusals]


def test_every_refusing_clause_has_its_forbidden_scheme() -> None:
    assert sorted(s.id for s in FORBIDDEN) == sorted(c.id for c in clauses() if c.force == "refuse")


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=lambda s: s.id)
def test_a_forbidden_scheme_is_refused_by_its_clause_and_no_other(forbidden: Scheme) -> None:
    assert [(r.criterion, r.clause.id) for r in scheme_judgement(forbidden).refusals] == [
        ("c1", forbidden.id)
    ]


def test_a_scheme_of_process_and_growth_passes(tmp_path: Path) -> None:
    criteria = """
  - {id: curriculum, label: {zh: 课程开齐开足, en: Full curriculum}, indicator: curriculum.met, weight: 0.4}
  - {id: growth, label: {zh: 增值, en: Growth}, outcome: exam.value_added, derived_from: other, weight: 0.6}
  - {id: admission, label: {zh: 违规招生, en: Unlawful admission}, veto: true, clause: 某办法第九条}
"""
    assert refused(tmp_path, criteria) == []


@pytest.mark.parametrize("label", ["一本上线率", "中考平均分", "初中升学率"])
def test_an_exam_hidden_in_a_label_is_found(tmp_path: Path, label: str) -> None:
    criteria = f"  - {{id: c1, label: {{zh: {label}, en: Results}}}}\n"
    (found,) = scheme_judgement(scheme(tmp_path, criteria)).refusals
    assert (found.clause.id, found.undeclared[0]) == ("exam-criterion", "derived_from")


def test_a_criterion_may_declare_that_no_exam_is_behind_its_words(tmp_path: Path) -> None:
    criteria = "  - {id: c1, label: {zh: 中考考务组织, en: Exam logistics}, derived_from: none}\n"
    assert refused(tmp_path, criteria) == []


def test_a_veto_is_judged_beside_its_criterion_and_each_clause_told_once(tmp_path: Path) -> None:
    criteria = "  - {id: c1, label: {zh: 成绩, en: Results}, derived_from: gaokao, veto: true}\n"
    assert refused(tmp_path, criteria) == [("c1", "exam-criterion"), ("c1", "veto-without-clause")]


def test_a_letter_with_its_approving_document_passes(tmp_path: Path) -> None:
    letter = "purpose: responsibility_letter, document: 某政办〔2026〕7号"
    assert refused(tmp_path, f"  - {{id: c1, label: {{zh: 控辍保学, en: No drop-out}}, {letter}}}\n") == []


def test_an_exception_lifts_only_its_criterion_and_is_printed(tmp_path: Path) -> None:
    exam = "purpose: exam, derived_from: other, stage: junior, grade: 8, scope: county"
    granted = "exception: {document: 某教基〔2026〕3号, persons: [甲, 乙]}"
    criteria = f"""
  - {{id: c1, label: {{zh: 统测, en: Test}}, {exam}, {granted}}}
  - {{id: c2, label: {{zh: 统测, en: Test}}, {exam}}}
"""
    found = scheme_judgement(scheme(tmp_path, criteria))
    assert [(r.criterion, r.clause.id) for r in found.refusals] == [("c2", "regional-exam-junior")]
    assert "某教基〔2026〕3号" in found.lifted[0].message.zh


def test_a_scheme_that_ended_is_judged_by_the_rules_of_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    text = HEAD.replace("{from: 2026-01-01}", "{from: 2015-01-01, to: 2015-12-31}")
    criterion = "  - {id: c1, label: {zh: 成绩, en: Results}, derived_from: gaokao}\n"
    path.write_text(text + criterion, encoding="utf-8")
    assert scheme_judgement(load_scheme(path)).refusals == ()


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (
            "  - {id: c1, label: {zh: 甲, en: A}, wieght: 1}",
            "scheme.yaml:9: unknown key 'wieght'",
        ),
        ("  - {id: c1, label: {zh: 甲, en: A}, derived_from: gaokoa}", "did you mean 'gaokao'"),
        ("  - {id: c1, label: {zh: 甲, en: A}, exception: {document: 无, persons: [甲]}}", "scheme.yaml:9"),
        (
            "  - {id: c, label: {zh: 甲, en: A}}\n  - {id: c, label: {zh: 乙, en: B}}",
            "stand twice: c",
        ),
    ],
)
def test_an_error_in_a_scheme_names_its_place(tmp_path: Path, criteria: str, said: str) -> None:
    with pytest.raises(YamlError) as caught:
        scheme(tmp_path, criteria)
    assert said in str(caught.value)
