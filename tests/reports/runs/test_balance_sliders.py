"""如果补上一部分: what the sliders are given, and that the page computes what the method does."""

import json
import re
import shutil

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Note, WhatIf
from xueheng.reports.of_run import compose
from xueheng.reports.pages.html import render, write

SCHOOLS = "学校,学段,学生数,教学及辅助用房面积\n甲,小学,100,700\n乙,小学,400,1200\n丙,小学,250,1125\n"


@pytest.fixture(scope="module")
def carried(write_file):
    declared = method("balance.standard")
    said = [("standard", "yzjh-2017"), ("indicators", "teaching_area_m2")]
    params = parse_params(declared.params, said, document={})
    return run_method(declared, {"schools": write_file}, params=params, answers={})


@pytest.fixture(scope="module")
def write_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("schools") / "schools.csv"
    path.write_text(SCHOOLS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def block(carried):
    (found,) = [b for s in compose(carried).sections for b in s.blocks if isinstance(b, WhatIf)]
    return found


def test_the_sliders_hold_every_school_with_pupils_values_and_the_limit(block):
    assert dict(zip(block.names, block.pupils, strict=True)) == {"甲": 100, "乙": 400, "丙": 250}
    (spread,) = block.spreads
    assert dict(zip(block.names, spread.values, strict=True)) == {"甲": 7.0, "乙": 3.0, "丙": 4.5}
    assert (spread.aim, spread.limit) == (4.5, 0.5)


def test_in_other_documents_it_is_a_note(block):
    assert isinstance(block, Note)
    assert "滑块" in block.text.zh


def test_the_page_holds_the_numbers_as_data_that_is_never_run(carried):
    page = render(compose(carried), lang="zh")
    (data,) = re.findall(
        r'class="what-if no-print"></div><script type="application/json">(.*?)</script>', page
    )
    assert sorted(json.loads(data)["pupils"]) == [100, 250, 400]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on the path")
def test_a_slider_at_its_end_gives_the_coefficient_of_the_method(browser, carried, tmp_path):
    wanted = {r["school"]: r for r in carried.outcome.tables["schools"].to_pylist()}["乙"]["cv_if_raised"]
    page = browser.new_page()
    page.goto(write(compose(carried), tmp_path, lang="zh").as_uri())
    place = page.locator(".what-if")
    place.locator("select").nth(1).select_option(label="乙")
    place.locator("input").evaluate("e => { e.value = 100; e.dispatchEvent(new Event('input')); }")
    assert f"→ {wanted:.3f}（限值 0.50）" in place.locator("output").inner_text()
    place.locator("button").click()
    assert "3.00 → 3.00" in place.locator("output").inner_text()
    page.close()
