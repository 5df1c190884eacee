"""证件号、编号: what is tidied in a number, and what cannot be restored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.cells.identity import read_id, read_identity
from xueheng.tables.cells.reading import Reading

NUMBER = "43029920110423712X"
TEXTS = st.one_of(st.text(max_size=24), st.text("０１9EeXx×+.-'’=\" \xa0ß́", max_size=24))


@pytest.mark.parametrize(
    "text",
    ["43029920110423712x", " ４３０２９９２０１１０４２３７１２Ｘ\xa0", "430299 20110423 712X",
     "'43029920110423712X", "‘43029920110423712X", "43029920110423712×", "43029920110423712Х",
     '="43029920110423712X"', "\ufeff43029920110423712X", "430299\u200b20110423712X", "43029920110423712X\n"],
)  # fmt: skip
def test_an_identity_number_is_tidied_with_a_notice(text):
    assert read_identity(text) == Reading(NUMBER, "NORMALISED", "notice", NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "430299201104237",
        "G43029920230170016",
        "H12345678",
        "H12345678(0)",
        "43029920110423712*",
        "无",
    ],
)
def test_a_number_in_right_form_stands_and_its_digits_are_not_judged(text):
    assert read_identity(text) == Reading(text)


@pytest.mark.parametrize(
    "text",
    ["4.30299E+17", "4.30299e+17", "４.30299E+17", "4.30299201104237E17", "4E+17", "430299201104237120.0"],
)
@pytest.mark.parametrize("read", [read_identity, read_id])
def test_digits_that_excel_has_dropped_cannot_be_restored(read, text):
    assert read(text) == Reading(None, "ID_PRECISION_LOST", "error")


@pytest.mark.parametrize(
    "text",
    ["2301", "0012", "G4302x", "xq-01-003", "A4E10", "1E5", "补考01", "430299201104237120", "2301.5", "1.0"],
)
def test_a_code_stands_with_its_case_its_noughts_and_its_hyphens(text):
    assert read_id(text) == Reading(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("２３０１", "2301"), ("23 01", "2301"), ("ａ－01", "a-01"), ("A–01", "A-01"), ("2301\t", "2301"),
     ("'0012", "0012"), ('="0012"', "0012"), ("20230117.0", "20230117")],
)  # fmt: skip
def test_a_code_is_tidied_with_a_notice(text, value):
    assert read_id(text) == Reading(value, "NORMALISED", "notice", value)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0\u200b", "'", '=""'])
@pytest.mark.parametrize("read", [read_identity, read_id])
def test_a_blank_cell_is_no_number(read, text):
    assert read(text) == Reading()


@pytest.mark.parametrize("read", [read_identity, read_id])
@given(text=TEXTS)
def test_any_text_is_read_without_a_crash_and_its_repair_says_the_same(read, text):
    reading = read(text)
    assert read(reading.repair or "") == Reading(reading.value if reading.repair else None)
