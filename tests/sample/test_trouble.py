"""The trouble that the example county is to show is really there, and its exams are lawful."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.sample.exams import autumn_mock, exams
from xueheng.sample.filings import filings
from xueheng.sample.plan import units
from xueheng.sample.untidy import untidy
from xueheng.sample.workbooks import workbook
from xueheng.standards.exam_use import declared_exam, exam_judgement
from xueheng.tables.context import Context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.schema import schema

CITY = [(unit, exam) for unit in units("city") for exam in (*exams(unit), autumn_mock(unit))]


@pytest.mark.parametrize(("unit", "exam"), CITY, ids=lambda value: getattr(value, "id", None))
def test_every_exam_is_lawful(unit, exam):
    use = declared_exam(exam.kind, exam.stage, grade=exam.grade, scope=exam.scope, on=exam.on)
    assert not exam_judgement(replace(use, purpose="exam")).refusals


def run(name, path, **params):
    declared = method(name)
    source = next(i.name for i in declared.inputs)
    return run_method(
        declared,
        {source: path},
        params=parse_params(declared.params, params.items(), document={}),
        answers={},
    ).outcome


@pytest.fixture
def balance(whole, write):
    def judged(year):
        content = workbook(whole.tables[f"resources-{year}"], name="school_resources", title="均衡（生成）")
        found = run("balance.standard", write("r.xlsx", content), standard="yzjh-2017")
        return {(r["level"], r["indicator"]): r for r in found.tables["coefficients"].to_pylist()}

    return judged


def test_in_2026_the_primary_schools_sports_area_alone_is_too_uneven(balance):
    assert [key for key, r in balance(2026).items() if not r["met"]] == [("primary", "sports_area_m2")]


@pytest.mark.parametrize("year", [2024, 2025])
def test_before_2026_every_coefficient_is_within_its_limit(balance, year):
    assert all(r["met"] for r in balance(year).values())


def test_all_other_coefficients_fall_from_year_to_year(balance):
    before, after = balance(2024), balance(2026)
    others = [key for key in after if key != ("primary", "sports_area_m2")]
    assert all(after[key]["cv"] < before[key]["cv"] for key in others)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_school_of_high_marks_adds_little_and_the_reverse(whole, write, year):
    content = workbook(whole.tables[f"linked-{year}"], name="scores", title="增值（生成）")
    said = {"outcome": "一模", "prior": "中考", "school": "学校", "school_mean_prior": "false"}
    effects = run("exam.value_added", write("v.xlsx", content), **said).tables["effects"].to_pylist()
    flags = {r["school"].removeprefix("青山县"): r["flag"] for r in effects}
    best = max(effects, key=lambda r: r["mean_outcome"])["school"]
    assert (best, flags["第一中学"], flags["鹿鸣镇高级中学"]) == ("青山县第一中学", "below", "above")


def test_entrance_marks_tell_much_but_not_all(whole):
    held = whole.tables["linked-2026"]
    marks = [np.array([float(v) for v in held[c].to_pylist()]) for c in ("中考", "一模")]
    assert 0.55 < np.corrcoef(*marks)[0, 1] < 0.85


def test_one_school_has_classes_far_above_the_standard_size(whole):
    sizes = np.bincount(whole.roll.spells.klass[whole.roll.spells.on(autumn_mock(whole.unit).on)])
    large = {whole.roll.classes[k].school for k in np.flatnonzero(sizes >= 56)}
    assert [whole.unit.schools[at].name for at in large] == ["青山县城关镇第一小学"]


def test_one_class_is_made_up_unlike_the_others(whole):
    roll = whole.roll
    at = next(n for n, s in enumerate(whole.unit.schools) if s.skewed)
    cohort = [k for k, c in enumerate(roll.classes) if c.school == at and c.entered == 2024]
    girls = [1 - roll.pupils.is_boy[roll.spells.person[roll.spells.klass == k]].mean() for k in cohort]
    assert girls[0] > max(girls[1:]) + 0.1
    assert girls[0] - girls[1] > 0.3


@pytest.fixture
def read_untidy(whole, write):
    exam = autumn_mock(whole.unit)
    made = untidy(whole.tables[exam.id], title=exam.name, full=150)
    full = {subject: Decimal(mark) for subject, mark in exam.full.items()}
    path = write("untidy.xlsx", made.content)
    return inspect_file(path, schema("scores"), context=Context(full=full))


def test_the_waiting_class_book_has_one_error_and_two_offered_repairs(read_untidy):
    errors = [i.code for i in read_untidy.issues if i.severity == "error"]
    repairs = [i.code for i in read_untidy.issues if i.repair is not None]
    assert (read_untidy.verdict, errors, repairs) == ("row_errors", ["OVER_FULL"], ["NUM_TEXT", "NUM_TEXT"])


@pytest.mark.parametrize("size", ["small", "whole"])
def test_every_other_file_is_accepted(size, request, write):
    for filing in filings(request.getfixturevalue(size)):
        context = Context(full={k: Decimal(v) for k, v in filing.exam.get("full", {}).items()})
        found = inspect_file(write(filing.name, filing.content), schema(filing.table), context=context)
        assert filing.waits or found.verdict in ("accept", "accept_with_notices"), filing.name
