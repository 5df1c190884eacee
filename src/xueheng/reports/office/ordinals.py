"""序数: how headings are numbered, 一、（一）1. in Chinese and 1. (1) in English."""

from __future__ import annotations

from xueheng.standards.words import Lang

DIGITS = "零一二三四五六七八九"


def ordinal(n: int, level: int, lang: Lang) -> str:
    """The number before a heading of that level, 1 to 4."""
    if lang == "en":
        return (f"{n}. ", f"({n}) ", f"{_letter(n)}. ", f"({_letter(n)}) ")[level - 1]
    return (f"{han(n)}、", f"（{han(n)}）", f"{n}.", f"（{n}）")[level - 1]


def han(n: int) -> str:
    """A whole number below one hundred in Chinese; larger ones stay digits."""
    tens, ones = divmod(n, 10)
    if n >= 100:
        return str(n)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not head else "")


def _letter(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26)
