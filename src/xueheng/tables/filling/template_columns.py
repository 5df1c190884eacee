"""The columns a template offers: headings as they read back, choices, and an example of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xueheng.standards.subjects import subject
from xueheng.standards.words import Lang, catalogue, plain
from xueheng.tables.cells.codes import words_of
from xueheng.tables.schema import ColumnSchema, TableSchema, heading

USUAL_SUBJECTS = (
    "chinese", "mathematics", "english", "physics", "chemistry", "biology", "history", "geography",
    "politics",
)  # fmt: skip
USUAL_ITEMS = 20
ITEM_EXAMPLE = "3"  # the schema's examples of totals are sums of it
MEASURES = ("integer", "decimal", "number")


@dataclass(frozen=True)
class Choice:
    """One code: how it is chosen from the list, and the other words that are read as it."""

    code: str
    word: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A column of the template, its heading and choices in one language."""

    column: ColumnSchema
    heading: str
    choices: tuple[Choice, ...]
    example: str

    @property
    def is_wanted(self) -> bool:
        """True when the table is not read without this column."""
        return self.column.required or bool(self.column.unless)


def offered_columns(table: TableSchema, lang: Lang) -> tuple[Offered, ...]:
    """The columns to fill in, with the usual subjects or items, but none that cannot stand beside another."""
    replaced = {c.unless for c in table.columns if c.unless}
    own = [c for c in table.columns if not (c.name in replaced and c.blank == "refused")]
    first_mark = next((i for i, c in enumerate(own) if c.type == "score"), len(own))
    columns = (*own[:first_mark], *_free(table, lang), *own[first_mark:])
    return tuple(_offered(c, lang, exact=table.exact_headings) for c in columns)


def _free(table: TableSchema, lang: Lang) -> list[ColumnSchema]:
    names: list[str] = []
    if table.others == "subjects":
        names = [subject(id_).label.say(lang) for id_ in USUAL_SUBJECTS]
    elif table.others == "items":
        names = [str(n) for n in range(1, USUAL_ITEMS + 1)]
    example = ITEM_EXAMPLE if table.others == "items" else ""
    return [ColumnSchema(n, plain(n), "score", sensitivity="score", example=example) for n in names]


def _offered(column: ColumnSchema, lang: Lang, *, exact: bool) -> Offered:
    choices = tuple(_choice(code, words, lang) for code, words in words_of(column).items())
    text = column.name if exact else _heading(column, lang)
    return Offered(column, text, choices, _example(column, choices, lang))


def _choice(code: str, words: tuple[str, ...], lang: Lang) -> Choice:
    is_english_word = code.isascii() and code.isidentifier() and code.islower()
    word = code if not words or (lang == "en" and is_english_word) else words[0]
    return Choice(code, word, tuple(w for w in words if w != word))


def unit_of(column: ColumnSchema, lang: Lang) -> str:
    """The unit that needs no factor, in the words of the language; empty when there is none."""
    plain_units = [unit for unit, factor in column.units.items() if factor == 1]
    if not plain_units:
        return column.unit
    in_schema = any(heading(u).base == heading(column.unit).base for u in plain_units)
    return column.unit if lang == "en" and in_schema else plain_units[0]


def _heading(column: ColumnSchema, lang: Lang) -> str:
    label, unit = column.label.say(lang), unit_of(column, lang)
    if not unit or heading(label).unit:
        return label
    return catalogue("xueheng.tables")["template.heading"].say(lang, label=label, unit=unit)


def _example(column: ColumnSchema, choices: tuple[Choice, ...], lang: Lang) -> str:
    if column.example or choices:
        return column.example or choices[0].word
    if column.type in MEASURES:
        return str(_between(Decimal(20), column))
    words = catalogue("xueheng.tables").get(f"template.example.{column.type}")
    return words.say(lang) if words else ""


def _between(number: Decimal, column: ColumnSchema) -> Decimal:
    if column.at_least is not None:
        number = max(number, column.at_least)
    return number if column.at_most is None else min(number, column.at_most)
