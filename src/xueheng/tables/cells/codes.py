"""代码: a code by itself, by any of its words, or together with its label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from xueheng.tables.cells.reading import Reading, noticed, refused, visible
from xueheng.tables.schema import ColumnSchema, word_key

Codes = Mapping[str, tuple[str, ...]]
SPLIT = re.compile(
    r"[^\w]+|_+|(?<=\d)(?=\D)|(?<=\D)(?=\d)|(?<=[\x00-\x7f])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[\x00-\x7f])"
)
WHOLE_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
DENIALS = frozenset("非不无未否没")
LONGEST = 100  # characters of a cell that may still hold a code and its label
ALIKE = 0.8  # of a misspelt word with the word that is meant


@dataclass(frozen=True)
class CodeIndex:
    """代码表 turned round: the code of each word in comparable form, and the label of each code."""

    code_of: Mapping[str, str]
    label: Mapping[str, str]

    def meaning(self, text: str) -> str | None:
        """The code that a code or a word names; leading zeros of numbers do not count."""
        key = word_key(text)
        return self.code_of.get(key) or self.code_of.get(_without_zeros(key))


def words_of(column: ColumnSchema) -> Codes:
    """代码表 of a column: its own, or the list of the standards that it names."""
    if column.codes or not column.codes_of:
        return column.codes
    from xueheng.standards.code_lists import code_list

    return code_list(column.codes_of)


def read_code(text: str, codes: Codes) -> Reading:
    """代码: what the cell names, in silence if by code or word, with a notice if by both."""
    plain = unicodedata.normalize("NFKC", visible(text)).strip().lstrip("'")
    if not plain:
        return Reading()
    index = _index(tuple(codes.items()))
    whole = WHOLE_FLOAT.fullmatch(plain)
    code = index.meaning(whole[1] if whole else plain)
    if code is not None:
        return Reading(code)
    return _read_parts(plain, index) if len(plain) <= LONGEST else refused("CODE_UNKNOWN")


def _read_parts(plain: str, index: CodeIndex) -> Reading:
    """A code beside its label is read; two codes are a conflict; else a near word is offered."""
    named = [(index.meaning(left), index.meaning(right)) for left, right in _halves(plain)]
    pairs = [(a, b) for a, b in named if a is not None and b is not None]
    agreed = next((a for a, b in pairs if a == b), None)
    if agreed is not None:
        return noticed(agreed, "CODE_LABEL", repair=index.label[agreed])
    near = None if pairs else _near(word_key(plain), index)
    return refused("CODE_CONFLICT" if pairs else "CODE_UNKNOWN", repair=near and index.label[near])


def _halves(plain: str) -> list[tuple[str, str]]:
    """The text cut in two at each sign, and between digits, letters and Chinese characters."""
    cuts = [(m.start(), m.end()) for m in SPLIT.finditer(plain) if m.start() > 0]
    return [(_bare(plain[:start]), _bare(plain[end:])) for start, end in cuts if end < len(plain)]


def _bare(text: str) -> str:
    return re.sub(r"^[^\w]+|[^\w]+$", "", text)


@lru_cache(maxsize=64)
def _index(codes: tuple[tuple[str, tuple[str, ...]], ...]) -> CodeIndex:
    code_of: dict[str, str] = {}
    for code, _ in codes:
        code_of.setdefault(word_key(code), code)
    for code, words in codes:
        for word in words:
            code_of.setdefault(word_key(word), code)
    for key, code in list(code_of.items()):
        code_of.setdefault(_without_zeros(key), code)
        code_of.setdefault(_bare(key), code)
    code_of.pop("", None)
    own = {code: [w for w in words if code_of.get(word_key(w)) == code] for code, words in codes}
    return CodeIndex(code_of, {code: (own[code] or [code])[0] for code, _ in codes})


def _without_zeros(key: str) -> str:
    return key.lstrip("0") or "0" if key.isdecimal() else key


def _near(key: str, index: CodeIndex) -> str | None:
    """The one code of which a word is begun or misspelt by the text, if there is just one."""
    if key.isdecimal() or len(key) <= key.isascii():
        return None
    begun = {code for word, code in index.code_of.items() if word.startswith(key)}
    alike = begun or {code for word, code in index.code_of.items() if _is_misspelt(key, word)}
    return alike.pop() if len(alike) == 1 else None


def _is_misspelt(key: str, word: str) -> bool:
    """True when letters are missing or too many; another character, digit or denial is another word."""
    if DENIALS & (set(key) ^ set(word)) or re.findall(r"\d", key) != re.findall(r"\d", word):
        return False
    matcher = SequenceMatcher(None, key, word, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    is_part = common == min(len(key), len(word))
    is_latin = key.isascii() and word.isascii()
    return matcher.ratio() >= ALIKE and (is_part or is_latin)
