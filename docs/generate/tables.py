"""Reference of the tables: what each column is called, means and may hold."""

from __future__ import annotations

from collections.abc import Iterator

from generate.markdown import code, codes, heading, page, table, title
from xueheng.tables.schema import ColumnSchema, TableSchema, schema, schema_names

HEADS = (
    "列 Column",
    "含义 Meaning",
    "类型 Type",
    "必需 Required",
    "也可写作 Synonyms",
    "取值 Values",
    "公开性 Sensitivity",
)
INTRO = (
    "本页由 `src/xueheng/tables/schemas/*.yaml` 生成。Generated from the schemas.",
    "表头写列名、中文、英文或任何一个同义词都可以:全角半角、大小写、空格和横线不影响。"
    "单位写在表头末尾的括号里,如“教学仪器设备值(万元)”。",
    "A heading may be the column's name, either label or any synonym; width, case, blanks and dashes do not "
    "matter. A unit stands in brackets at the end of the heading.",
)


def tables_page() -> str:
    """Every schema with its columns, its key and what else its sheet may hold."""
    return page("# 数据表 Tables", *INTRO, *(part for name in schema_names() for part in _section(name)))


def columns_table(found: TableSchema) -> str:
    """The columns of one schema."""
    return table(HEADS, (_row(c) for c in found.columns))


def _section(name: str) -> Iterator[str]:
    found = schema(name)
    yield heading(f"{code(name)} {title(found.label)}", anchor=name)
    if found.key:
        yield f"主键 Key: {codes(found.key)}"
    yield columns_table(found)
    if found.others == "subjects":
        yield (
            "其余各列凡多半是数的,每列作为一个学科。"
            "Every other column that mostly holds numbers is a subject, named by its heading."
        )
    if found.derived:
        yield f"算出来的列,不使用 Derived columns, not used: {codes(found.derived)}"
    if found.marks:
        yield table(("成绩栏中的文字 Words in a mark's cell", "含义 Status"), _marks(found))


def _marks(found: TableSchema) -> Iterator[tuple[str, str]]:
    for status, words in found.marks.items():
        yield codes(words), code(status)


def _row(c: ColumnSchema) -> tuple[object, ...]:
    required = f"除非有 unless {code(c.unless)}" if c.unless else True if c.required else None
    values = "<br>".join(_values(c))
    return code(c.name), title(c.label), c.type, required, "、".join(c.synonyms), values, c.sensitivity


def _values(c: ColumnSchema) -> Iterator[str]:
    """What a cell may hold: codes, range, units and what a blank does."""
    yield from (f"{code(k)} {'、'.join(words)}" for k, words in c.codes.items())
    limits = [f"≥ {c.at_least}"] if c.at_least is not None else []
    limits += [f"≤ {c.at_most}"] if c.at_most is not None else []
    limits += ["0 提示 warned"] if c.zero == "warned" else []
    limits += ["空白退回 no blank"] if c.blank == "refused" else []
    if limits:
        yield ";".join(limits)
    if c.units:
        yield "单位 units: " + "、".join(f"{u} ×{f}" for u, f in c.units.items())
