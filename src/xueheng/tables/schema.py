"""Schemas: what a table's columns are called, mean and may hold, read from YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from xueheng.standards.words import Words, comparable
from xueheng.standards.yaml_source import load_one

Kind = Literal[
    "text", "id", "name", "identity", "phone", "code",
    "date", "month", "instant", "integer", "decimal", "number", "score", "infer",
]  # fmt: skip
Sensitivity = Literal["public", "internal", "personal", "score"]
Heads = tuple[str, ...]  # the heads above a column, from the widest to its own
Synonyms = Mapping[str, tuple[str, ...]]
NO_SYNONYMS: Synonyms = MappingProxyType({})
ASIDE = re.compile(
    r"[(\[【〔](必填|选填|可选|可不填|可空|请选择|下拉选择|文本格式|required|optional)[)\]】〕]$"
)
LONG_MEASURES = ("台套", "平方米", "平米", "m2", "㎡", "公顷", "课时", "周岁", "分钟")
MEASURES = (*LONG_MEASURES, *"人名个所班间元亩册本台套件节岁分年")
MEASURE = f"[十百千万亿]{{0,2}}(?:{'|'.join(MEASURES)})|%"
UNIT = re.compile(rf"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$|/({MEASURE})$")
NUMBERED = re.compile(r"^(\d{1,2}[.、)]|\(\d{1,2}\))(?=[^\d.])")  # 1.姓名


@dataclass(frozen=True)
class ColumnSchema:
    """What one column means: its headings, type, unit, codes, range and sensitivity."""

    name: str
    label: Words
    type: Kind = "text"
    required: bool = False
    unless: str = ""  # required unless this column is there
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    units: Mapping[str, Decimal] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes_of: str = ""  # the code list of standards/code_lists.yaml that says the codes
    unknown: Literal["refused", "warned"] = "refused"  # a word outside the code list
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    blank: Literal["refused", "missing"] = "missing"
    zero: Literal["allowed", "warned"] = "allowed"
    sensitivity: Sensitivity = "internal"
    exact: bool = False  # a cell that reading would change is refused
    ordinal: bool = False  # an integer for which words of a place are read too: 第一志愿
    example: str = ""  # how a cell is written, for the template


@dataclass(frozen=True)
class RuleUse:
    """A rule that a table keeps: `module.function` under tables/rules, with the columns it is about."""

    rule: str
    with_: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSchema:
    """What one table means: its columns, its key, and what a heading outside the list is."""

    name: str
    label: Words
    columns: tuple[ColumnSchema, ...]
    kind: Literal["rows", "document"] = "rows"  # a document is one JSON object, not rows
    key: tuple[str, ...] = ()
    version: int = 1  # of the template; a filled one says which it is
    others: Literal["unused", "subjects", "items", "attributes"] = "unused"
    derived: tuple[str, ...] = ()  # headings of what others have computed
    aside: tuple[str, ...] = ()  # headings of numbers that are no subjects
    exact_headings: bool = False  # headings are matched as they are written, and others pass without a word
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value_heads: tuple[str, ...] = ()  # the head of a mark itself under the head of its subject
    rules: tuple[RuleUse, ...] = ()  # across columns, rows and tables, in this order

    def column(self, name: str) -> ColumnSchema:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    def is_shared(self, column: ColumnSchema) -> bool:
        """True when a merged range speaks for its rows: a figure never does, nor what is one row's own."""
        keys = [rule.with_["columns"] for rule in self.rules if rule.rule == "keys.distinct"]
        is_of_persons = self.others != "unused" or any(c.type == "identity" for c in self.columns)
        is_own = column.type in PERSONAL and is_of_persons
        return not (column.type in MEASURED or is_own or (column.name,) in keys)


PERSONAL = ("id", "name", "identity", "phone", "date", "month", "instant")
MEASURED = ("integer", "decimal", "number", "score")


@dataclass(frozen=True)
class Heading:
    """A heading as found: the text without its unit, in comparable form, and the unit."""

    text: str
    base: str
    unit: str


def word_key(text: str) -> str:
    """A word of a heading or a code list in comparable form, without dashes too."""
    return re.sub(r"[_*:★☆▲-]+", "", comparable(text))


@lru_cache(maxsize=10_000)
def heading(text: str) -> Heading:
    """A heading in comparable form, its unit taken off its end."""
    shown = text.strip()
    plain = ASIDE.sub("", word_key(shown)) or word_key(shown)
    unit = UNIT.search(plain)
    said = (unit[1] or unit[2] or "").removeprefix("单位") if unit else ""
    base = NUMBERED.sub("", UNIT.sub("", plain))
    return Heading(shown, base or plain, said)


def match(column: ColumnSchema, found: Heading, *, exact: bool) -> bool:
    """True when the heading names this column."""
    if exact:
        return found.text == column.name
    return found.base in bases(column)


def meant(found: TableSchema, path: Heads, synonyms: Synonyms = NO_SYNONYMS) -> ColumnSchema | None:
    """The column that the heads above it name: all heads together, else the lowest, else its group's."""
    if found.exact_headings:
        written = "/".join(path)
        return next((c for c in found.columns if written == c.name or written in c.synonyms), None)
    for text in spoken(found, path):
        base = heading(text).base
        for column in found.columns:
            if base in bases(column) or any(base == heading(s).base for s in synonyms.get(column.name, ())):
                return column
    return None


def spoken(found: TableSchema, path: Heads) -> Iterator[str]:
    """What the heads above a column may be called, the most telling first."""
    if not path:
        return
    yield "".join(path)
    if len(path) > 1 and any(heading(path[-1]).base == heading(w).base for w in found.value_heads):
        yield path[-2]
    elif len(path) > 1:
        yield "".join(path[-2:])
        yield path[-1]


@cache
def _bases(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(heading(n).base for n in names)


def bases(column: ColumnSchema) -> frozenset[str]:
    """Every heading of a column, in comparable form."""
    return _bases((column.name, column.label.zh, column.label.en, *column.synonyms))


def named(found: TableSchema, text: str) -> str:
    """The name of the column that goes by that heading, else the heading itself."""
    return next((c.name for c in found.columns if match(c, heading(text), exact=False)), text)


@cache
def schema(name: str) -> TableSchema:
    """The schema of that name; KeyError with the known names when there is none."""
    if name not in schema_names():
        raise KeyError(f"no table {name!r}; known: {', '.join(schema_names())}")
    return load_one(files(__package__) / "schemas" / f"{name}.yaml", TableSchema)


@cache
def schema_names() -> tuple[str, ...]:
    """The names of all schemas, sorted."""
    folder = files(__package__) / "schemas"
    return tuple(sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")))
