"""填报模板: what it offers reads back, what it asks for is said, and nothing in it runs."""

import zipfile
from decimal import Decimal

import openpyxl
import pytest

from xueheng.standards.words import Words
from xueheng.tables.files.grids import read_grids
from xueheng.tables.filling.template import TABLE_PROPERTY, VERSION_PROPERTY, write_template
from xueheng.tables.filling.template_columns import offered_columns
from xueheng.tables.issues import Refused
from xueheng.tables.own import OWN_SHEETS
from xueheng.tables.schema import ColumnSchema, TableSchema, heading, match, meant, schema, schema_names

LONG = {f"{n:02d}": (f"第{n}种很长的名称用来占地方", f"简称{n}") for n in range(1, 60)}


def column(name, zh, **more):
    return ColumnSchema(name, Words(zh, name.replace("_", " ").capitalize()), **more)


TABLE = TableSchema(
    name="trial",
    label=Words("试用/表", "Trial table"),
    version=3,
    others="subjects",
    columns=(
        column("id", "学号", type="id", required=True),
        column("name", "姓名", type="name"),
        column("identity_number", "身份证件号", type="identity", example="430299201104012350"),
        column("sex", "性别", type="code", codes={"male": ("男", "1"), "female": ("女", "2")}),
        column("nation", "民族", type="code", codes=LONG, unknown="warned"),
        column("born_on", "出生日期", type="date"),
        column("area", "面积", type="decimal", unit="m2", units={"㎡": Decimal(1), "亩": Decimal("666.67")}),
        column("age", "年龄", type="integer", at_least=Decimal(5), at_most=Decimal(20)),
        column("total", "总分", type="score"),
    ),
)
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture
def made(tmp_path):
    """The template of a table, opened."""

    def opened(lang="zh", table=TABLE):
        write_template(table, tmp_path / "t.xlsx", lang=lang)
        return openpyxl.load_workbook(tmp_path / "t.xlsx")

    return opened


@LANGS
def test_every_heading_names_its_own_column_and_no_other(made, lang):
    heads = [cell.value for cell in made(lang).worksheets[0][1]]
    named = [[c.name for c in TABLE.columns if match(c, heading(h), exact=False)] for h in heads]
    assert [n for names in named for n in names] == [c.name for c in TABLE.columns]
    assert named.count([]) == 9  # the usual subjects


@pytest.mark.parametrize("name", [n for n in schema_names() if schema(n).kind == "rows"])
@LANGS
def test_the_headings_of_every_table_read_back(made, name, lang):
    table = schema(name)
    heads = [cell.value for cell in made(lang, table).worksheets[0][1]]
    named = {head: meant(table, (head,)) for head in heads}
    expected = {o.heading: o.column.name for o in offered_columns(table, lang)}
    assert {h: c.name for h, c in named.items() if c} == {
        h: n for h, n in expected.items() if any(c.name == n for c in table.columns)
    }


@pytest.mark.parametrize("name", ["scores", "item_scores"])
def test_the_total_of_an_example_is_the_sum_of_its_marks(name):
    shown = {
        o.column.name: o.example for o in offered_columns(schema(name), "zh") if o.column.type == "score"
    }
    total = float(shown.pop("total"))
    halves = [float(shown.pop(half)) for half in ("objective", "subjective") if half in shown]
    assert total == sum(map(float, shown.values()))
    assert sum(halves) in (0, total)


def test_a_document_has_no_workbook(tmp_path):
    with pytest.raises(Refused) as refused:
        write_template(schema("plan"), tmp_path / "t.xlsx", lang="zh")
    assert [i.code for i in refused.value.issues] == ["TEMPLATE_DOCUMENT"]


@LANGS
def test_the_unit_of_a_heading_needs_no_factor(made, lang):
    heads = [heading(cell.value) for cell in made(lang).worksheets[0][1]]
    assert [h.unit for h in heads if h.unit] == [heading("a(㎡)").unit]


def test_there_is_no_row_of_data(tmp_path):
    write_template(TABLE, tmp_path / "t.xlsx", lang="zh")
    grids = {grid.name: list(grid.rows) for grid in read_grids(tmp_path / "t.xlsx")}
    assert list(grids) == ["试用 表", "填写说明", "代码表"]
    assert len(grids["试用 表"]) == 1
    assert set(grids) - OWN_SHEETS == {"试用 表"}


@LANGS
def test_what_is_no_number_is_text_all_the_way_down(made, lang):
    sheet = made(lang).worksheets[0]
    formats = {sheet.cell(1, at).value: d.number_format for at, d in enumerate(_dimensions(sheet), start=1)}
    kinds = {o.heading: o.column.type for o in offered_columns(TABLE, lang)}
    assert {h for h, f in formats.items() if f != "@"} == {
        h for h, k in kinds.items() if k in ("integer", "decimal", "score")
    }


def _dimensions(sheet):
    """The format of each column: neighbours of one look share an entry."""
    for _, held in sorted(sheet.column_dimensions.items(), key=lambda item: item[1].min):
        yield from [held] * (held.max - held.min + 1)


def test_a_short_list_stands_in_the_cell_and_a_long_one_in_the_codes(made):
    book = made()
    lists = [v for v in book.worksheets[0].data_validations.dataValidation if v.type == "list"]
    assert [v.formula1 for v in lists] == ['"男,女"', "codes_2"]
    assert book.defined_names["codes_2"].attr_text == "'代码表'!$C$4:$C$62"
    assert [v.errorStyle for v in lists] == ["warning", "information"]


def test_the_codes_stand_with_all_their_words(made):
    rows = list(made()["代码表"].values)
    assert rows[1] == ("性别", "male", "男", "1")
    assert [row[1:3] for row in rows[3:]] == [(code, words[0]) for code, words in LONG.items()]


@LANGS
def test_every_column_says_how_it_is_written_within_what_a_program_shows(made, lang):
    sheet = made(lang).worksheets[0]
    rules = sheet.data_validations.dataValidation
    assert len(rules) == sheet.max_column
    assert all(0 < len(r.prompt) <= 255 and 0 < len(r.promptTitle) <= 32 for r in rules)
    assert {area.max_row for r in rules for area in r.sqref.ranges} == {1_048_576}


def test_a_number_keeps_its_limits(made):
    (age,) = (v for v in made().worksheets[0].data_validations.dataValidation if v.type == "whole")
    assert (age.formula1, age.formula2) == ("5", "20")
    assert "5 到 20" in age.error


def test_what_must_be_filled_in_is_starred_and_its_heading_is_not_changed(made):
    sheet = made().worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].number_format) == ("学号", '@" *"')
    assert sheet["A1"].fill.fgColor.rgb != sheet["B1"].fill.fgColor.rgb


def test_the_version_is_marked_in_words_and_in_the_properties(made):
    book = made()
    held = {p.name: p.value for p in book.custom_doc_props.props}
    assert (held[TABLE_PROPERTY], held[VERSION_PROPERTY]) == ("trial", 3)
    assert "第 3 版" in book["填写说明"]["A2"].value


def test_only_the_first_sheet_is_open_to_writing(made):
    book = made()
    assert [s.protection.sheet for s in book.worksheets] == [False, True, True]
    assert book["填写说明"].protection.password is None


def test_the_guide_holds_an_example_laid_out_like_the_sheet(made):
    book = made()
    heads = [cell.value for cell in book.worksheets[0][1]]
    rows = [list(row)[8:] for row in book["填写说明"].values]
    at = rows.index(heads)
    assert rows[at + 1][heads.index("身份证件号")] == "430299201104012350"
    assert rows[at + 1][heads.index("年龄")] == 20


def test_it_prints_across_and_repeats_its_head(made):
    sheet = made().worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")


def test_nothing_in_it_runs_or_reaches_outside(tmp_path):
    write_template(TABLE, tmp_path / "t.xlsx", lang="zh")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        names = archive.namelist()
        sheets = b"".join(archive.read(n) for n in names if n.startswith("xl/worksheets/"))
    assert not [n for n in names if "vba" in n or "externalLink" in n]
    assert b"<f>" not in sheets


def test_a_template_is_the_same_bytes_every_time(tmp_path):
    write_template(TABLE, tmp_path / "a.xlsx", lang="zh")
    write_template(TABLE, tmp_path / "b.xlsx", lang="zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_column_that_only_replaces_another_is_not_asked_for(made):
    count = column("count", "人数", type="integer", blank="refused")
    table = TableSchema("t", Words("表", "T"), (column("id", "考号", type="id", unless="count"), count))
    sheet = made(table=table).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["考号"]
    assert sheet["A1"].number_format == '@" *"'


def test_items_are_numbered(made):
    table = TableSchema("t", Words("表", "T"), (column("id", "考号", type="id"),), others="items")
    assert [cell.value for cell in made(table=table).worksheets[0][1]][:4] == ["考号", "1", "2", "3"]


def test_a_template_of_another_name_is_refused_and_nothing_is_left_behind(tmp_path):
    with pytest.raises(Refused) as refused:
        write_template(TABLE, tmp_path / "t.xls", lang="zh")
    assert [i.code for i in refused.value.issues] == ["TEMPLATE_NAME"]
    assert list(tmp_path.iterdir()) == []
