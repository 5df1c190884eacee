"""The report of a county plan: proposals in the words of policy, diagnosis, proof."""

import json
from pathlib import Path

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Note, Numbers, Quadrant, Table
from xueheng.reports.of_run import compose

ROOT = Path(__file__).parents[3]


def made(path, **texts):
    declared = method("resource.siting")
    params = parse_params(declared.params, list(texts.items()), document={})
    return compose(run_method(declared, {"document": path}, params=params, answers={}))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    document = json.loads((ROOT / "examples/siting_county/county.json").read_text(encoding="utf-8"))
    document["villages"] = document["villages"][:16]
    path = tmp_path_factory.mktemp("siting") / "county.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return made(path, problem="county", time_limit="20", closing="free", pareto="1")


def blocks(report, kind):
    return [b for section in report.sections for b in section.blocks if isinstance(b, kind)]


def test_it_proposes_and_never_orders(report):
    said = [n.text.zh + "".join(i.zh for i in n.items) for n in blocks(report, Note)]
    assert report.title.zh == "学校布局优化调整建议"
    assert "完成论证之前不得" in report.stamp.zh
    assert any("这不是撤并决定" in one and "听证" in one and "一校一案" in one for one in said)


def test_every_village_has_its_school_and_the_reason(report):
    table = next(t for t in blocks(report, Table) if t.title.zh == "16 个村的去向")
    assert len(table.rows) == 16
    assert all(row[-1].zh for row in table.rows)


def test_each_aim_stands_with_its_bound(report):
    table = next(t for t in blocks(report, Table) if t.title.zh == "各目标的结果与下界")
    assert [row[0].zh[:3] for row in table.rows] == ["无学位", "超步行", "低年级", "全期费", "变动的"]
    assert all(row[2] <= row[1] + 1e-6 for row in table.rows)


def test_schools_stand_on_a_sketch_of_the_county(report):
    [sketch] = blocks(report, Quadrant)
    assert len(sketch.names) == len(sketch.xs) == len(sketch.tones) >= 10


def test_a_classical_problem_shows_its_value_and_bound():
    report = made(ROOT / "tests/golden/siting/pmed1.txt", problem="p_median")
    [numbers] = blocks(report, Numbers)
    assert numbers.numbers[0].value == 5819
    assert len(blocks(report, Table)[1].rows) == 100
