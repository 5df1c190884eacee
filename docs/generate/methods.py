"""Reference of the methods: one page each, from its declaration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from generate.markdown import code, codes, page, table, title
from generate.rules import sources_table
from generate.tables import columns_table
from xueheng.methods.declare import Figure, Input, Method, Out, OutcomeTable, param_label
from xueheng.methods.describe import method_json
from xueheng.methods.params import UNNAMED, choices_of, fields_of, form_of
from xueheng.methods.registry import method, method_names
from xueheng.tables.schema import schema

REPRODUCES = {
    "exact": "**逐字节重算 exact**：在任何机器上重算，各结果表逐字节相同。"
    "Every outcome table comes out byte by byte.",
    "close": "**误差内重算 close**：键和顺序相同，数值的相对误差不超过 {tolerance}。"
    "Keys and order are equal, numbers agree within {tolerance} relative.",
    "certified": "**方案核验 certified**：核对方案可行、目标值和界，不重新求解。"
    "The stored plan is checked for feasibility, objective and bound, not solved again.",
}
SCALARS = {"Decimal": "number", "int": "integer", "float": "number", "str": "text", "bool": "true | false"}


def methods_pages() -> dict[str, str]:
    """The list of methods and the page of each, by file name."""
    pages = {f"methods/{name}.md": _page(method(name)) for name in method_names()}
    rows = [_listed(method(name)) for name in method_names()]
    heads = ("方法 Method", "中文", "English", "重算 Reproduces", "业务 Serves")
    lead = "一个方法是一种会作出判断的计算。A method is a computation that decides or judges."
    return {"methods/index.md": page("# 方法 Methods", lead, table(heads, rows)), **pages}


def _listed(m: Method) -> tuple[str, ...]:
    link = f"[{code(m.name)}]({m.name}.md)"
    return link, m.label.zh, m.label.en, m.reproduces, "、".join(title(w) for w in m.serves)


def _page(m: Method) -> str:
    how = REPRODUCES[m.reproduces].format(tolerance=f"{m.tolerance:g}")
    inputs = [part for i in m.inputs for part in _input(i, m)]
    tables = [part for t in m.tables for part in _outcome(t)]
    return page(
        f"# {code(m.name)} {title(m.label)}",
        m.note.zh,
        m.note.en,
        f"- 业务 Serves: {'、'.join(title(w) for w in m.serves)}\n- 版本 Version: {m.version}\n- {how}",
        "## 用法 Usage",
        f"```sh\n{_usage(m)}\n```",
        "## 输入 Inputs",
        *inputs,
        "## 参数 Parameters",
        table(
            ("参数 Name", "中文", "English", "写法 Form", "必需 Required", "默认 Default", "取自 From"),
            _params(m),
        ),
        "## 结果表 Outcome tables",
        *tables,
        "## 数值 Figures",
        table(("名称 Name", "中文", "English"), (_figure(f) for f in m.figures)),
        "## 依据 Sources",
        *(part for name in m.sources for part in _source(name)),
    )


def _usage(m: Method) -> str:
    words = [f"xueheng run {m.name}"]
    if m.one_of:
        words.append(" | ".join(f"{name}=FILE" for name in m.one_of))
    rest = [i for i in m.inputs if i.name not in m.one_of]
    words += [f"{i.name}=FILE" if i.required else f"[{i.name}=FILE]" for i in rest]
    required = [p["name"] for p in method_json(m, "zh")["params"] if p["required"]]
    words += [f"-p {name}=..." for name in required]
    return " ".join(words) + " \\\n  [-p name=value]... [--out DIR] [--report DIR] [--bundle FILE]"


def _input(given: Input, m: Method) -> Iterator[str]:
    others = [n for n in m.one_of if n != given.name]
    need = f"与 {codes(others)} 二选一 one of the two" if given.name in m.one_of else _need(given.required)
    yield f"### {code(given.name)} {title(given.label)}（{need}）"
    first = next(i.name for i in m.inputs if i.schema == given.schema)
    if given.document:
        keys = f"，含 with {codes(given.keys)}" if given.keys else ""
        yield f"一个文档（JSON{keys}，或文本）；格式见方法说明。One document in the form that the note names."
    elif given.schema is None:
        yield "列由下面的参数指定，每列都须在表中。The parameters below name its columns; each must be there."
    elif first != given.name:
        yield f"各列同 {code(first)}。The columns are those of {code(first)}."
    else:
        yield f"数据表 Schema: [{code(given.schema)}](../tables.md#{given.schema})"
        yield columns_table(schema(given.schema), up="../")


def _need(required: bool) -> str:
    return "必需 required" if required else "可选 optional"


def _params(m: Method) -> Iterator[tuple[Any, ...]]:
    hints = {name.rstrip("_"): hint for name, hint in get_type_hints(m.params).items()}
    shown = {p["name"]: p for p in method_json(m, "zh")["params"]}
    for name, entry in fields_of(m.params).items():
        label, standard = param_label(m.params, name), entry.metadata["standard"]
        form = " | ".join(choices_of(entry)) or _form(hints[name], form_of(m.params, name))
        yield (
            code(name),
            label.zh,
            label.en,
            code(form),
            shown[name]["required"] or None,
            *_default(shown[name]),
            f"`standards/{standard.split(':')[0]}.yaml`" if standard else None,
        )


def _default(shown: Mapping[str, Any]) -> tuple[str | None]:
    value = shown.get("default")
    if shown["required"] or value in ([], {}, ""):
        return (None,)
    return (code(json.dumps(value, ensure_ascii=False).strip('"')),)


def _form(hint: Any, form: str) -> str:
    """How the text of a parameter is written."""
    if form == "json":
        return "JSON list | name=value ...;..."
    if get_origin(hint) in (Union, UnionType):
        hint = next(k for k in get_args(hint) if k is not type(None))
    if get_origin(hint) is Literal:
        return " | ".join(get_args(hint))
    if get_origin(hint) is tuple:
        return f"{SCALARS[get_args(hint)[0].__name__]},..."
    if get_args(hint):
        value = SCALARS[get_args(hint)[1].__name__]
        return f"{value},... | name:{value},..." if form in UNNAMED else f"name:{value},..."
    return SCALARS[hint.__name__]


def _outcome(found: OutcomeTable) -> Iterator[str]:
    yield f"### {code(found.name + '.csv')} {title(found.label)}"
    if found.key:
        yield f"次序 Order: {codes(map(_way, found.key))}"
    held = "公开包里有这张表。" if found.public else "公开包里没有这张表，只有它的指纹。"
    said = (
        "In the public bundle."
        if found.public
        else "Withheld from the public bundle, which holds its digest."
    )
    yield f"{held}{said}"
    yield table(("列 Column", "类型 Type", "中文", "English"), (_column(c) for c in found.columns))


def _way(key: str) -> str:
    return f"{key[1:]} ↓" if key.startswith("-") else key


def _column(c: Out) -> tuple[str, ...]:
    return code(c.name), c.kind, c.label.zh, c.label.en


def _figure(f: Figure) -> tuple[str, ...]:
    return code(f.name), f.label.zh, f.label.en


def _source(name: str) -> Iterator[str]:
    yield f"[`standards/{name}.yaml`](../standards.md#{name})"
    yield sources_table(f"{name}.yaml")
