"""地址规范化: one written form for house numbers, so that one address is written in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xueheng.tables.rows import Flag, Rows

WIDE: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()
}
WIDE |= {ord("\uff03"): "#", ord("\uff0d"): "-", ord("\u3000"): " "}
BLANKS = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
NUMBER_SIGN = re.compile(r"(?<=[0-9零〇一二三四五六七八九十百])#号?")
NUMERALS = re.compile(
    r"(?<![0-9零〇一二三四五六七八九十百千万])([零〇一二三四五六七八九十百]+)"
    r"(?=(?:号|栋|幢|单元|室|楼|层)(?![路街道巷弄线桥村镇乡庄屯湾井矿站渠闸库公地]|大[街道]))"
)
DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0"}
ONE = "[一二三四五六七八九]"
WHOLE = re.compile(
    rf"(?:(?P<hundreds>{ONE})百)?(?:(?P<tens>{ONE}?)(?P<ten>十)|零(?={ONE}))?(?P<units>{ONE})?"
)


def in_one_form(rows: Rows, *, address: str) -> Iterator[Flag]:
    """地址: the form in which it is compared, where that is another than the written one."""
    for row, text in enumerate(rows.values(address)):
        if text is not None and normalised(text) != text and rows.is_sound(row, address):
            yield Flag("ADDRESS_NORMALISED", "notice", row, address, repair=normalised(text))


def normalised(text: str) -> str:
    """地址 in one written form: half-width digits, no idle blanks, house numbers in digits; names stay."""
    plain = BLANKS.sub("", text.strip().translate(WIDE))
    return NUMERALS.sub(lambda found: _in_digits(found[1]), NUMBER_SIGN.sub("号", plain))


def _in_digits(numeral: str) -> str:
    """A Chinese numeral in digits, or as it is when it is none."""
    if not {"十", "百"} & {*numeral}:
        return "".join(DIGITS[digit] for digit in numeral)
    found = WHOLE.fullmatch(numeral)
    if found is None or (found["hundreds"] and found["units"] and not found["ten"] and "零" not in numeral):
        return numeral
    tens = (found["tens"] or "一") if found["ten"] else "零"
    return str(
        int("".join(DIGITS[part] for part in (found["hundreds"] or "零", tens, found["units"] or "零")))
    )
