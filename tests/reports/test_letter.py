from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from xueheng.reports.blocks import Bar, Column, Fact, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.letters.letter import Letter, LetterHead, Paragraph, from_report, read_head, write
from xueheng.standards.letter_layout import letter_layout
from xueheng.standards.words import Words, catalogue, plain
from xueheng.standards.yaml_source import Objection, YamlError

HEAD = LetterHead("青山县教育局", "青教通〔2026〕3号", ("各中心学校", "县直各学校"), date(2026, 11, 22))
LETTER = Letter(
    "青山县教育局",
    "青教通〔2026〕3号",
    "关于均衡监测情况的通报",
    ("各中心学校", "县直各学校"),
    (
        Paragraph("现通报如下。"),
        Paragraph("总体情况", 1),
        Paragraph("小学", 2),
        Paragraph("城区", 3),
        Paragraph("甲校", 4),
    ),
    ("各校一览表", "整改清单"),
    date(2026, 11, 22),
    copies=("县人民政府办公室",),
    printed_by="青山县教育局办公室",
    printed_on=date(2026, 11, 23),
    contact="联系人：李某",
)
RUNS = catalogue("xueheng.reports.runs")
STAMP = Words("不得公布。", "not to be published.")
PUPILS = Table(plain("名单"), (Column(plain("姓名")), Column(plain("分数"))), (("张三", 1),))
RANKS = Table(plain("排行"), (Column(plain("学校")), Column(Words("名次", "Rank"))), (("甲", 1),))
SCHOOLS = Table(Words("各校表", "Schools"), (Column(plain("学校")),), (("甲",),))


def _written(path, letter):
    write(letter, path / "letter.docx")
    return docx.Document(path / "letter.docx")


def _texts(document):
    return [p.text for p in document.paragraphs]


@pytest.fixture
def written(tmp_path):
    """A letter with every part."""
    return _written(tmp_path, LETTER)


@pytest.fixture
def report():
    """A report with figures, notes of several tones, a chart, tables, and how to check it."""
    numbers = Numbers(
        (Number(Words("达标学校", "Schools that pass"), 29, 0, plain("所"), context=plain("共34所")),)
    )
    notes = (
        Note(plain("达到的："), "good", (plain("图书"), plain("教师。"))),
        Note(plain("没有达到的："), "bad", (plain("校舍"),)),
    )
    chart = Bar(Words("六项超过限值", "six over the limit"), plain("x"), plain("y"))
    checking = Section(
        RUNS["check.title"], (Note(plain("按学生数加权。"), title=RUNS["check.definition"]), SCHOOLS)
    )
    facts = (Fact(RUNS["fact.documents"], plain("教督〔2017〕6号")),)
    body = Section(plain("结论"), (numbers, *notes, chart, SCHOOLS, PUPILS, RANKS))
    return Report(Words("均衡监测", "Balance"), plain("按2017年标准"), facts, (body, checking))


def test_the_parts_stand_in_their_order(written):
    texts = [t for t in _texts(written) if t.strip()]
    assert texts[:4] == ["青山县教育局文件", LETTER.number, LETTER.title, "各中心学校，县直各学校："]
    assert texts[4:9] == ["现通报如下。", "一、总体情况", "（一）小学", "1.城区", "（1）甲校"]
    assert texts[9:13] == ["附件：1．各校一览表", "2．整改清单", "青山县教育局", "2026年11月22日"]


def test_numbers_begin_anew_under_each_higher_heading(tmp_path):
    body = tuple(Paragraph("x", level) for level in (1, 2, 2, 1, 2, 3, 3))
    document = _written(tmp_path, replace(LETTER, body=body))
    shown = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert shown == ["一、x", "（一）x", "（二）x", "二、x", "（一）x", "1.x", "2.x"]


def test_the_page_is_laid_out_by_the_standard(written):
    section, page = written.sections[0], letter_layout().page
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx(
        (page.width, page.height), abs=0.1
    )
    assert section.top_margin.mm == pytest.approx(page.top, abs=0.1)
    text = section.page_width - section.left_margin - section.right_margin
    assert text / 36_000 == pytest.approx(page.text_width, abs=0.1)


def test_the_lines_of_a_page_and_letters_of_a_line_fill_the_text(written):
    layout = letter_layout()
    normal = written.styles["Normal"]
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    wide = layout.page.text_width / 25.4 * 72
    assert layout.text.letters == wide // (normal.font.size.pt + spacing)
    assert layout.text.lines == layout.page.text_height / 25.4 * 72 // normal.paragraph_format.line_spacing.pt


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Mark", "方正小标宋简体", 42),
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Record", "仿宋", 14),
    ],
)
def test_every_part_has_its_font_and_size(written, style, font, size):
    made = written.styles[style]
    assert made.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert made.font.size.pt == size


def test_a_long_name_of_the_issuer_stays_in_one_line(tmp_path):
    document = _written(tmp_path, replace(LETTER, issuer="青山县教育体育和科学技术局"))
    assert document.styles["Mark"].font.size.pt * 15 <= 156 / 25.4 * 72


def test_page_numbers_stand_outside(written):
    section = written.sections[0]
    assert written.settings.odd_and_even_pages_header_footer
    sides = [
        f.paragraphs[0].style.paragraph_format.alignment for f in (section.footer, section.even_page_footer)
    ]
    assert sides == [2, 0]


def test_the_record_hangs_at_the_foot_with_copies_and_printing(written):
    hanging = [p for p in written.paragraphs if p._p.pPr.find(qn("w:framePr")) is not None]
    assert [p.text.strip() for p in hanging if p.text.strip()] == [
        "抄送：县人民政府办公室。",
        "青山县教育局办公室\t2026年11月23日印发",
    ]
    assert {p._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) for p in hanging} == {"bottom"}


def test_a_single_attachment_has_no_number(tmp_path):
    assert "附件：一览表" in _texts(_written(tmp_path, replace(LETTER, attachments=("一览表",))))


def test_a_letter_upwards_names_its_signer_beside_the_number(tmp_path):
    document = _written(tmp_path, replace(LETTER, signer="王某某"))
    assert document.paragraphs[1].text.strip() == f"{LETTER.number}\t签发人：王某某"


def test_markings_stand_above_the_issuer(tmp_path):
    marked = replace(LETTER, marking="内部", secrecy="秘密★1年", urgency="加急")
    assert _texts(_written(tmp_path, marked))[:4] == ["内部", "秘密★1年", "加急", "青山县教育局文件"]


def test_equal_letters_are_equal_bytes(tmp_path):
    for name in ("a", "b"):
        write(LETTER, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "<w:p/>", "a\x00b", "&amp;"])
def test_text_of_a_letter_is_data(tmp_path, text):
    given = replace(LETTER, title=text, issuer=text, to=(text,), body=(Paragraph(text),), copies=(text,))
    assert text.replace("\x00", "") in _texts(_written(tmp_path, given))
    with ZipFile(tmp_path / "letter.docx") as package:
        assert not any(b'TargetMode="External"' in package.read(n) for n in package.namelist())


def test_a_report_becomes_sentences(report):
    texts = [p.text for p in from_report(report, head=replace(HEAD, as_of="2026年9月1日"), lang="zh").body]
    opening = "现将均衡监测（截至2026年9月1日）的主要情况通报如下。"
    assert texts[0] == f"{opening}本次统计按2017年标准。标准和口径参照教督〔2017〕6号。"
    assert texts[1:] == [
        *("基本情况", "达标学校：29所（共34所）。"),
        *("主要结论", "达到的：图书；教师。", "六项超过限值。"),
        *("需要关注的问题", "没有达到的：校舍。"),
        *("口径说明", "按学生数加权。"),
    ]


def test_tables_of_ranks_and_of_persons_are_not_attached(report):
    assert from_report(report, head=HEAD, lang="zh").attachments == ("各校表",)


def test_tables_of_schools_are_not_attached_where_use_is_restricted(report):
    assert from_report(replace(report, stamp=STAMP), head=HEAD, lang="zh").attachments == ()


def test_what_the_clerk_asks_for_and_the_restriction_close_the_letter(report):
    letter = from_report(replace(report, stamp=STAMP), head=replace(HEAD, demands=("限期整改",)), lang="zh")
    assert [p.text for p in letter.body[-3:]] == ["有关要求", "限期整改。", "不得公布。"]


def test_a_restricted_report_is_marked_and_not_copied_to_the_public(report):
    head = replace(HEAD, copies=("县人民政府办公室", "县融媒体中心", "局官方网站"))
    letter = from_report(replace(report, stamp=STAMP), head=head, lang="zh")
    assert (letter.marking, letter.copies) == ("内部", ("县人民政府办公室",))
    assert from_report(report, head=head, lang="zh").copies == head.copies


def test_a_restricted_report_may_not_be_sent_to_the_public(report):
    with pytest.raises(Objection, match="may not be sent"):
        from_report(replace(report, stamp=STAMP), head=replace(HEAD, to=("社会公众",)), lang="zh")


@pytest.mark.parametrize(("lang", "title"), [("zh", "关于均衡监测情况的通报"), ("en", "Circular on Balance")])
def test_a_letter_is_titled_by_its_report_unless_the_clerk_says_otherwise(report, lang, title):
    assert from_report(report, head=HEAD, lang=lang).title == title
    assert from_report(report, head=replace(HEAD, title="通知"), lang=lang).title == "通知"


HEAD_FILE = """\
issuer: 青山县教育局
number: 青教通〔2026〕3号
to: [各中心学校]
signed_on: 2026-11-22
"""


def test_a_head_is_read_from_a_small_file(write):
    head = read_head(write("head.yaml", HEAD_FILE))
    assert (head.number, head.signed_on, head.copies) == ("青教通〔2026〕3号", date(2026, 11, 22), ())


def test_a_head_is_read_from_json(write):
    text = '{"issuer": "a", "number": "青教通〔2026〕3号", "to": ["x"], "signed_on": "2026-11-22"}'
    assert read_head(write("head.json", text)).issuer == "a"


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("〔2026〕3号", "[2026]3号", 1, "六角括号"),
        ("〔2026〕3号", "〔2026〕第3号", 1, "不加“第”"),
        ("〔2026〕3号", "〔2026〕03号", 1, "不补零"),
        ("[各中心学校]", "[]", 1, "主送机关"),
        ("青山县教育局", '" "', 1, "issuer"),
        ("signed_on", "signed", 4, "“signed”"),
        ("2026-11-22", "昨天", 4, "昨天"),
    ],
)
def test_a_head_that_is_wrong_is_refused_with_file_line_and_key(write, wrong, right, line, said):
    with pytest.raises(YamlError) as refused:
        read_head(write("head.yaml", HEAD_FILE.replace(wrong, right)))
    told = [p.zh for p in refused.value.problems]
    assert any(p.startswith(f"head.yaml:{line}:") and said in p for p in told)


def test_the_layout_says_that_nobody_has_read_the_standard():
    layout = letter_layout(on=date(2026, 11, 22))
    assert layout.source.status == "unverified"
    assert (layout.page.right, layout.page.bottom) == (26, 35)
