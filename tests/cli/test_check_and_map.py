from pathlib import Path

import pytest

import xueheng
from xueheng.methods.registry import method, method_names

SCHEME = """\
    id: scheme
    label: {{zh: 学校评价, en: School evaluation}}
    valid: {{from: 2026-09-01, to: 2027-08-31}}
    source: {{doc: 某教发〔2026〕1号, clause: 全文, status: unverified}}
    unit: school
    criteria:
      - id: one
        label: {{zh: {label}, en: One}}
        {more}
    """


@pytest.fixture
def check(cli, write):
    return lambda label, more="weight: 10", *line: cli(
        "check", write("scheme.yaml", SCHEME.format(label=label, more=more)), *line
    )


def test_everything_that_is_shipped_is_in_order(cli):
    done = cli("check", "--json")
    assert (done.code, done.json["problems"]) == (0, [])


def test_a_lawful_scheme_passes(check):
    assert check("教师培训完成率").code == 0


@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("中考平均分", "weight: 30"),
        ("学校排名", "derived_from: gaokao"),
        ("本科上线率", "purpose: target"),
        ("安全事故", "veto: true"),
    ],
)
def test_a_scheme_with_a_forbidden_use_ends_with_1_and_names_the_criterion(check, label, more):
    done = check(label, more, "--json")
    assert done.code == 1
    assert all(p.startswith("scheme.yaml one") for p in done.json["problems"])
    assert done.json["problems"]


@pytest.mark.parametrize("more", ["weigt: 10", "purpose: gaol", "weight: ten"])
def test_a_scheme_that_cannot_be_read_ends_with_1_and_its_line(check, more):
    done = check("教师培训完成率", more)
    assert (done.code, "scheme.yaml:9" in done.out) == (1, True)


def test_the_map_leads_from_each_function_to_lines_that_exist(cli):
    parts = cli("map", "--json").json["parts"]
    root = Path(xueheng.__file__).parent
    places = {(root / name, int(line)) for name, _, line in (p["place"].rpartition(":") for p in parts)}
    assert all(len(file.read_text(encoding="utf-8").splitlines()) >= line for file, line in places)
    assert {p["method"] for p in parts} == set(method_names())


def test_the_map_is_readable_by_people(cli):
    assert "methods/exam_quality/body.py:" in cli("map").out


def test_methods_are_listed_with_how_they_reproduce(cli):
    lines = cli("methods").out.splitlines()
    assert tuple(line.split()[0] for line in lines) == method_names()
    close = {name for name in method_names() if method(name).reproduces == "close"}
    assert {line.split()[0] for line in lines if "误差内重算" in line} == close


def test_a_method_is_described_with_its_parameters_and_defaults(cli):
    out = cli("methods", "exam.value_added").out
    assert all(word in out for word in ("outcome*", "procedure", '"reml"', "effects"))
