"""Reference of the tables: what each column is called, means and may hold."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from generate.markdown import code, codes, heading, page, table, title
from generate.rules import STATUS
from xueheng.standards.code_lists import code_list, code_list_names, code_lists
from xueheng.tables.keeping import rule
from xueheng.tables.schema import ColumnSchema, RuleUse, TableSchema, schema, schema_names

HEADS = (
    "列 Column",
    "含义 Meaning",
    "类型 Type",
    "必需 Required",
    "也可写作 Synonyms",
    "取值 Values",
    "单位 Units",
    "例 Example",
    "公开性 Sensitivity",
)
INTRO = (
    "本页由 `src/xueheng/tables/schemas/*.yaml` 生成。`xueheng inspect 文件 --table 表名` 按它检查，"
    "`xueheng template 表名` 按它写出填报工作簿，`xueheng run` 读的也是它。"
    "Generated from the schemas, by which `inspect` checks, `template` writes and `run` reads.",
    "表头写列名、中文、英文或任何一个同义词都可以：全角半角、大小写、空格和横线不影响。"
    "单位写在表头末尾的括号里，如“教学仪器设备值（万元）”。",
    "A heading may be the column's name, either label or any synonym; width, case, blanks and dashes do not "
    "matter. A unit stands in brackets at the end of the heading.",
    "公开性：public 可公开，internal 内部，personal 个人，score 成绩。后两种不进公开存证包。"
    "Personal columns and scores stay out of the public bundle.",
)
DOCUMENT = (
    "这是一个 JSON 文件，不是工作簿；“列”是它的键。"
    "This is one JSON document, not a workbook; its columns are keys."
)
LISTS_INTRO = (
    "本页由 `src/xueheng/standards/code_lists.yaml` 等生成。"
    "单元格里写代码、名称、“代码-名称”或任何一种写法都认得。",
    "Generated. A cell may hold the code, the label, both (`1-男`) or any other word of the code.",
)
ELSEWHERE = {"subject": "subjects", "stage": "stages", "grade": "stages"}


def tables_page() -> str:
    """Every schema with its columns, its key and what else its sheet may hold."""
    return page("# 数据表 Tables", *INTRO, *(part for name in schema_names() for part in _section(name)))


def columns_table(found: TableSchema, *, up: str = "") -> str:
    """The columns of one schema; `up` leads from the page to the folder of the reference."""
    return table(HEADS, (_row(c, up) for c in found.columns))


def _section(name: str) -> Iterator[str]:
    found = schema(name)
    yield heading(f"{code(name)} {title(found.label)}", anchor=name)
    if found.kind == "document":
        yield DOCUMENT
    if found.key:
        yield f"主键 Key: {codes(found.key)}"
    yield columns_table(found)
    if found.others == "subjects":
        yield (
            "其余各列凡多半是数的，每列作为一个学科。"
            "Every other column that mostly holds numbers is a subject, named by its heading."
        )
    if found.others == "items":
        yield (
            "其余各列凡多半是得分或选项的，每列作为一道题。"
            "Every other column that mostly holds marks or options is an item, named by its heading."
        )
    if found.derived:
        yield f"算出来的列，不使用 Derived columns, not used: {codes(found.derived)}"
    if found.marks:
        yield table(("成绩栏中的文字 Words in a mark's cell", "含义 Status"), _marks(found))
    if found.rules:
        yield table(("规则 Rule", "涉及 About", "查什么 What is checked"), map(_rule, found.rules))


def _marks(found: TableSchema) -> Iterator[tuple[str, str]]:
    for status, words in found.marks.items():
        yield codes(words), code(status)


def _rule(use: RuleUse) -> tuple[str, str, str]:
    """A rule, what it is about, and the first line of its docstring."""
    about = (f"{n} {codes((v,) if isinstance(v, str) else v)}" for n, v in use.with_.items())
    said = (inspect.getdoc(rule(use.rule)) or "").splitlines()[0]
    return code(use.rule), "<br>".join(about), said


def _row(c: ColumnSchema, up: str) -> tuple[object, ...]:
    required = f"除非有 unless {code(c.unless)}" if c.unless else True if c.required else None
    units = "、".join(f"{u} ×{f}" if f != 1 else u for u, f in c.units.items()) or c.unit
    values = "<br>".join(_values(c, up))
    meaning, synonyms = title(c.label), "、".join(c.synonyms)
    return code(c.name), meaning, c.type, required, synonyms, values, units, c.example, c.sensitivity


def _values(c: ColumnSchema, up: str) -> Iterator[str]:
    """What a cell may hold: codes or their list, range, and what a blank or another word does."""
    if c.codes_of:
        yield f"代码表 [{code(c.codes_of)}]({up}codelists.md#{c.codes_of})"
    yield from (f"{code(k)} {'、'.join(words)}" for k, words in c.codes.items())
    limits = [f"≥ {c.at_least}"] if c.at_least is not None else []
    limits += [f"≤ {c.at_most}"] if c.at_most is not None else []
    limits += ["0 提示 warned"] if c.zero == "warned" else []
    limits += ["空白退回 no blank"] if c.blank == "refused" else []
    limits += ["表外的词只提示 other words warned"] if c.unknown == "warned" else []
    if limits:
        yield "；".join(limits)


def codelists_page() -> str:
    """Every code list that a column may name, with its document and all words of each code."""
    lists = (part for name in code_list_names() for part in _list(name))
    return page("# 代码表 Code lists", *LISTS_INTRO, *lists)


def _list(name: str) -> Iterator[str]:
    cited = next((found for found in reversed(code_lists()) if found.id == name), None)
    yield heading(code(name) if cited is None else f"{code(name)} {title(cited.label)}", anchor=name)
    if cited is not None:
        source = cited.source
        note = f"；{source.note}" if source.note else ""
        yield f"依据 Source: {source.doc}，{source.clause}；{STATUS[source.status]}{note}"
    else:
        yield f"见 See `standards/{ELSEWHERE[name]}.yaml`"
    yield table(("代码 Code", "名称 Label", "也可写作 Also"), _codes(name))


def _codes(name: str) -> Iterator[tuple[str, str, str]]:
    for key, words in code_list(name).items():
        yield code(key), words[0], "、".join(words[1:])
