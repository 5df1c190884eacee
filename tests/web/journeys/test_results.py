"""From a Dataset to a sealed result that anybody can compute again."""

from __future__ import annotations

import json
import subprocess
import sys
from zipfile import ZipFile

import pytest
from tests.web.journeys import steps


def xueheng(*words):
    told = subprocess.run([sys.executable, "-m", "xueheng", *map(str, words)], capture_output=True, text=True)
    return told.returncode, told.stdout


def downloaded(page, words, folder):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words, exact=True).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_rehearsal_waits_for_nobody_and_cannot_be_published(desks, committed):
    page = desks.open("clerk", committed)
    run = steps.start(page, title="先试算", rehearsal=True)
    said = page.inner_text("main")
    assert "试算好了" in said
    assert desks.open("clerk", f"{run}publish/").locator("text=只有已封存的正式结果才能公布").is_visible()


def test_who_asked_cannot_agree(desks, committed):
    page = desks.open("clerk", committed)
    steps.start(page, title="等人复核", rehearsal=False)
    assert "要由另一位复核人同意" in page.inner_text("main")
    assert page.locator("text=去复核").count() == 0


def test_the_report_draws_each_chart_and_says_it_again_as_a_table(desks, sealed):
    page = desks.open("leader", f"{sealed}report/")
    page.wait_for_selector(".plot svg, .plot canvas")
    charts = page.locator("main .report figure:has(.plot)")
    assert charts.count() == page.locator(".plot:has(svg, canvas)").count() > 0
    assert charts.count() == page.locator("main .report figure:has(.plot) details table").count()


def test_a_number_leads_to_the_row_of_the_workbook_that_it_came_from(desks, sealed):
    page = desks.open("leader", f"{sealed}report/")
    page.click(".report table a:has-text('鹿鸣镇九年一贯制学校') >> nth=0")
    page.click("table.outcome a >> nth=0")
    said = page.inner_text("table.rows")
    assert "青山县鹿鸣镇九年一贯制学校" in said
    assert "236945" in said


def test_the_report_is_had_as_word_pdf_and_excel(desks, sealed, tmp_path):
    page = desks.open("clerk", sealed)
    if button := page.get_by_role("button", name="生成 Word、PDF 和 Excel").element_handles():
        button[0].click()
    while page.get_by_role("link", name="PDF", exact=True).count() == 0:
        page.wait_for_timeout(500)
        page.goto(sealed)
    begins = {name: downloaded(page, name, tmp_path).read_bytes()[:4] for name in ("Word", "PDF", "Excel")}
    assert begins == {"Word": b"PK\x03\x04", "PDF": b"%PDF", "Excel": b"PK\x03\x04"}


@pytest.mark.parametrize(("words", "again"), [("完整存证包", True), ("公开存证包（不含成绩和姓名）", None)])
def test_the_bundle_verifies_from_the_command_line(desks, sealed, tmp_path, words, again):
    bundle = downloaded(desks.open("clerk", sealed), words, tmp_path)
    code, told = xueheng("verify", bundle, "--json")
    found = json.loads(told)
    assert (found["intact"], found["differences"]) == (True, [])
    assert (found["recomputed"], code) == (again, 0 if again else 1)


def test_the_command_line_finds_the_figures_of_the_page_in_the_exported_dataset(
    desks, committed, sealed, tmp_path
):
    data = downloaded(desks.open("clerk", committed), "CSV", tmp_path)
    bundle = downloaded(desks.open("clerk", sealed), "完整存证包", tmp_path)
    given = ("-p", "standard=yzjh-2017", "--out", tmp_path / "out")
    code, _told = xueheng("run", "balance.standard", f"schools={data}", *given)
    with ZipFile(bundle) as held:
        kept = held.read("outcome/coefficients.csv")
    assert code == 0
    assert (tmp_path / "out" / "coefficients.csv").read_bytes() == kept


def test_the_page_shows_the_figures_of_the_receipt(desks, sealed, tmp_path):
    bundle = downloaded(desks.open("clerk", sealed), "完整存证包", tmp_path)
    with ZipFile(bundle) as held:
        lines = held.read("outcome/coefficients.csv").decode().splitlines()
    said = desks.open("inspector", f"{sealed}report/").inner_text("main")
    at = lines[0].split(",").index("cv")
    assert all(f"{float(line.split(',')[at]):.3f}" in said for line in lines[1:])
