import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.runs.exam_analysis import compose
from xueheng.reports.templates.filled import fill
from xueheng.reports.templates.template_error import TemplateError
from xueheng.reports.templates.template_sandbox import Sandbox

TEMPLATES = Path(__file__).parents[2] / "examples" / "templates"
NAUGHTY = '=HYPERLINK("x")<b>&中学'
EXAM = "类型,学段,年级,范围,名称\n其他,高中,12,市,一模<&>\n"
SIZES = {"第2中学": 12, "第10中学": 12, "第3中学": 3}
LOOP = "{% for r in tables.groups if r.level == 'school' and r.subject == 'total' %}"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exam")
    sizes = SIZES | {NAUGHTY: 12}
    lines = [
        ",".join((f"{n}-{i}", '"' + school.replace('"', '""') + '"', f"{40 + n + i}", f"{50 + i}"))
        for n, (school, size) in enumerate(sizes.items())
        for i in range(size)
    ]
    files = {"scores": folder / "scores.csv", "exam": folder / "exam.csv"}
    files["scores"].write_text("考号,学校,语文,数学\n" + "\n".join(lines) + "\n", encoding="utf-8")
    files["exam"].write_text(EXAM, encoding="utf-8")
    declared = method("exam.quality")
    params = parse_params(declared.params, [("full", "语文:100,数学:100")], document={})
    return run_method(declared, files, params=params, answers={})


@pytest.fixture(scope="module")
def report(run):
    return compose(run)


@pytest.fixture
def word(run, report, tmp_path):
    """The text of a Word template filled; a list is one paragraph each."""

    def make(*paragraphs):
        document = Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(tmp_path / "t.docx")
        fill(tmp_path / "t.docx", report, run, tmp_path / "out.docx", lang="zh")
        return [p.text for p in Document(tmp_path / "out.docx").paragraphs]

    return make


@pytest.fixture
def sheet(run, report, tmp_path):
    """The sheet of an Excel template filled; cells are given by their place."""

    def make(cells, work=lambda sheet: None):
        book = Workbook()
        for place, value in cells.items():
            book.active[place] = value
        work(book.active)
        book.save(tmp_path / "t.xlsx")
        fill(tmp_path / "t.xlsx", report, run, tmp_path / "out.xlsx", lang="zh")
        return load_workbook(tmp_path / "out.xlsx").active

    return make


def changed(path, work):
    """The same package with its members run through a function; it may add some."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    work(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(("name", "lang"), [("质量通报.docx", "zh"), ("学校一览.xlsx", "en")])
def test_the_examples_are_filled(run, report, tmp_path, name, lang):
    fill(TEMPLATES / name, report, run, tmp_path / name, lang=lang)
    with zipfile.ZipFile(tmp_path / name) as archive:
        text = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".xml")).decode()
        assert any("media/" in n for n in archive.namelist())
    assert "{{" not in text
    assert "{%" not in text


def test_text_that_looks_like_markup_stays_text(word):
    assert "一模<&>" in word("{{ title }}")[0]


def test_schools_come_in_the_order_of_reports(word):
    found = word(LOOP + "{{ r.group }}|{% endfor %}")[0]
    assert found.startswith(f"{NAUGHTY}|第2中学|第3中学|第10中学|")


def test_figures_of_few_pupils_are_missing(word):
    (found,) = word("{% for r in tables.groups if r.group == '第3中学' %}{{ r.n }} {{ r.mean }};{% endfor %}")
    assert found == "3 —;3 —;3 —;"


def test_values_are_shown_as_in_reports(word):
    found = word(
        "{{ 0.12345|percent }} {{ 1234.5|digits(1) }} {{ none|dash }} {{ 'total'|label }} {{ figures.n / 7 }}"
    )
    assert found == ["12.3% 1\u2009234.5 — 总分 5.57"]


def test_facts_numbers_and_blocks_are_offered(word):
    text = "{{ facts.依据 }} {{ numbers.考生 }} {{ numbers['考生'].value + 1 }} {{ sections[1].title }}"
    assert word(text) == ["各地教学质量分析方案 39 40 问题与归因"]


@pytest.mark.parametrize(
    ("text", "named"),
    [("{{ titel }}", "titel"), ("{{ numbers.考升 }}", "考升"), ("{% if x.y %}{% endif %}", "x")],
)
def test_a_misspelt_name_is_told_with_the_known_ones(word, text, named):
    with pytest.raises(TemplateError) as error:
        word(text)
    assert (error.value.placeholder, error.value.file) == (named, "t.docx")
    assert "可用的有" in error.value.words.zh


ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ title.__init__.__globals__ }}",
    "{{ title.format('x') }}",
    "{{ (title ~ '{0.__class__}').format(1) }}",
    "{{ tables.groups.append(1) }}",
    "{{ figures.clear() }}",
    "{{ chart.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ self._TemplateReference__context }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [0] * 1000000000 }}",
    "{{ '%01000000000d' % 1 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 10 ** 30 * 10 ** 30 }}",
    "{{ range(1000000000)|list }}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{{ range(99999)|sum }}{% endfor %}",
    "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "{% set x = ['aaaaaaaaaa'] %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
    "{{ range(99999)|join(title * 1) }}",
    "{{ title|attr('__class__') }}",
    "{{ '<w:p/>'|safe }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ tables }}",
    "{{ cycler('a').__init__ }}",
    "{{ 1 / 0 }}",
    "{{ unclosed ",
    "{% for x in [1] %}",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_template_that_goes_too_far_is_refused(word, text):
    with pytest.raises(TemplateError):
        word(text)


@pytest.mark.parametrize("text", ATTACKS[:20])
def test_a_cell_that_goes_too_far_is_refused(sheet, text):
    with pytest.raises(TemplateError):
        sheet({"A1": text})


@given(st.text(alphabet="{}%|.()[]'\"abtxr0*+~ =_,1", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_expression_ends_in_text_or_in_a_refusal(text):
    from jinja2 import TemplateError as JinjaError

    sandbox = Sandbox(shown=str, filters={})
    try:
        found = sandbox.from_string(text).render({"a": {"b": 1}, "t": "x"})
    except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
        return
    assert isinstance(found, str)


def test_a_row_is_written_for_each_item_with_its_formats(sheet):
    def form(sheet):
        sheet["B2"].number_format = "0.0"
        sheet.row_dimensions[2].height = 33

    cells = {
        "A1": "校",
        "A2": LOOP + "{{ r.group }}",
        "B2": "{{ r.mean }}",
        "A3": "合计",
        "B3": "=SUM(B2:B2)",
    }
    made = sheet(cells, form)
    assert [made.cell(row, 1).value for row in range(2, 7)] == [
        NAUGHTY,
        "第2中学",
        "第3中学",
        "第10中学",
        "合计",
    ]
    assert {made.cell(row, 2).number_format for row in range(2, 6)} == {"0.0"}
    assert {made.row_dimensions[row].height for row in range(2, 6)} == {33}


def test_a_range_that_ends_in_a_repeated_row_covers_all_of_it(sheet):
    cells = {"A2": LOOP + "{{ r.n }}", "B2": "=A2*2", "A3": "=SUM(A2:A2)", "A4": "=A3+$A$2"}
    made = sheet(cells)
    assert (made["A6"].value, made["A7"].value) == ("=SUM(A2:A5)", "=A6+$A$2")
    assert [made.cell(row, 2).value for row in (2, 5)] == ["=A2*2", "=A5*2"]


def test_a_row_for_nothing_is_left_out(sheet):
    made = sheet({"A1": "头", "A2": "{% for r in [] %}{{ r.n }}", "A3": "尾"})
    assert [made.cell(row, 1).value for row in (1, 2, 3)] == ["头", "尾", None]


def test_numbers_stay_numbers_and_text_around_makes_text(sheet):
    made = sheet(
        {
            "A1": "{{ figures.n }}",
            "B1": "共 {{ figures.n }} 人",
            "C1": "{{ numbers.考生 }}",
            "D1": "{{ none }}",
        }
    )
    assert [made.cell(1, c).value for c in (1, 2, 3, 4)] == [39, "共 39 人", 39, "—"]


@pytest.mark.parametrize("lead", ["=1+1", "+1", "-1", "@x", "＝1", "\t=1", "#N/A"])
def test_a_value_never_becomes_a_formula(sheet, lead):
    made = sheet({"A1": "{{ '" + lead + "' }}", "A2": "{{ '" + lead + "' }}{{ title }}"})
    assert (made["A1"].data_type, made["A2"].data_type) == ("s", "s")
    assert made["A1"].quotePrefix or lead == "#N/A"


def test_a_placeholder_in_a_formula_is_refused_with_its_cell(sheet):
    with pytest.raises(TemplateError, match="Sheet!B2"):
        sheet({"B2": "=LEN({{ title }})"})


def test_a_misspelt_name_in_a_sheet_is_told_with_its_cell(sheet):
    with pytest.raises(TemplateError, match=r"Sheet!C4.*titel"):
        sheet({"C4": "{{ titel }}"})


def test_merged_cells_move_and_repeat(sheet):
    def merge(sheet):
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("A4:C5")

    made = sheet({"A2": LOOP + "{{ r.group }}", "A4": "注"}, merge)
    assert {str(r) for r in made.merged_cells.ranges} == {"B2:C2", "B3:C3", "B4:C4", "B5:C5", "A7:C8"}


def test_a_chart_is_placed_in_word_and_in_a_sheet(word, sheet, tmp_path):
    word("{{ chart(1, width=100) }}")
    assert len(Document(tmp_path / "out.docx").inline_shapes) == 1
    sheet({"B2": "{{ chart(1) }}"})
    assert "xl/media/image1.png" in zipfile.ZipFile(tmp_path / "out.xlsx").namelist()


def test_a_picture_of_the_template_stays(sheet, run, report, tmp_path):
    sheet({"B2": "{{ chart(1) }}"})
    fill(tmp_path / "out.xlsx", report, run, tmp_path / "again.xlsx", lang="zh")
    assert "xl/media/image1.png" in zipfile.ZipFile(tmp_path / "again.xlsx").namelist()


@pytest.mark.parametrize("n", [0, 99, "'x'"])
def test_a_chart_that_is_not_there_is_told(word, n):
    with pytest.raises(TemplateError, match="张图"):
        word("{{ chart(" + str(n) + ") }}")


def _remote(members):
    name = "word/_rels/document.xml.rels"
    link = b'<Relationship Id="rX" Type="http://x/image" Target="http://a/b.png" TargetMode="External"/>'
    members[name] = members[name].replace(b"</Relationships>", link + b"</Relationships>")


def _attached(members):
    link = b'<Relationship Id="r" Type="http://x/attachedTemplate" Target="file:///a" TargetMode="External"/>'
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    members["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="' + space + b'">' + link + b"</Relationships>"
    )


def _macro(members):
    members["word/vbaProject.bin"] = b"x"


def _entities(members):
    members["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + members["word/document.xml"]


def _bomb(members):
    members["word/media/a.xml"] = b"<a>" + b" " * 60_000_000 + b"</a>"


def _field(members):
    run = b'<w:p><w:r><w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE "http://a"</w:instrText></w:r></w:p>'
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:body>", b"<w:body>" + run)


@pytest.mark.parametrize("work", [_remote, _attached, _macro, _entities, _bomb, _field])
def test_a_template_that_reaches_out_is_refused(run, report, tmp_path, work):
    path = tmp_path / "t.docx"
    Document().save(path)
    changed(path, work)
    with pytest.raises(TemplateError):
        fill(path, report, run, tmp_path / "out.docx", lang="zh")
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.doc", "a.html", "a.docx", "a.xlsx"])
def test_only_honest_word_and_excel_files_are_templates(run, report, tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(TemplateError):
        fill(tmp_path / name, report, run, tmp_path / "out", lang="zh")


def test_a_link_that_a_reader_may_click_stays(run, report, tmp_path):
    document = Document()
    document.part.relate_to("https://a.example/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.save(tmp_path / "t.docx")
    fill(tmp_path / "t.docx", report, run, tmp_path / "out.docx", lang="zh")
    assert (tmp_path / "out.docx").exists()


def test_exact_decimals_are_written_as_numbers(sheet):
    made = sheet({"A1": "{% for r in tables.distribution[:1] %}{{ r.mark }}"})
    assert made["A1"].data_type == "n"
    assert Decimal(str(made["A1"].value)) > 0


def test_control_characters_do_not_break_the_file(word, monkeypatch):
    assert word("{{ 'a\x0bb' }}".replace("\x0b", "\\x0b")) == ["ab"]


def test_the_same_report_fills_the_same_template_twice(run, report, tmp_path):
    for name in ("1.xlsx", "2.xlsx"):
        fill(TEMPLATES / "学校一览.xlsx", report, run, tmp_path / name, lang="zh")
    books = [load_workbook(io.BytesIO((tmp_path / n).read_bytes())).active for n in ("1.xlsx", "2.xlsx")]
    assert [[c.value for c in r] for r in books[0]] == [[c.value for c in r] for r in books[1]]
