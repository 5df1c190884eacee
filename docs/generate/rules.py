"""Reference of the rules: every entry of standards/ with its document, and every lawful-use clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from generate.markdown import code, heading, page, table, title
from xueheng.standards.clauses import Clause, clauses, use_words
from xueheng.standards.dated import shipped
from xueheng.standards.inventory import READERS
from xueheng.standards.words import Words

STATUS = {
    "verified": "已核对原文 verified",
    "secondary": "据转载 secondary",
    "unverified": "未核实 unverified",
}
OWN = (
    "id",
    "label",
    "short",
    "words",
    "name",
    "names",
    "source",
    "sources",
    "valid",
    "unit",
    "mentions",
    "digits",
)
LONGEST = 160  # characters of a value that is shown; beyond it the entries are counted
STANDARDS_INTRO = (
    "本页由 `src/xueheng/standards/*.yaml` 生成。每个数都写明文件、条款和核对情况。",
    "Generated; every number has its document, clause and status.",
    "- 已核对原文 *verified*：有人读过文件原文，并写明谁、何时。Somebody has read the official text.\n"
    "- 据转载 *secondary*：在转载、报道或公开工具里读到，原文未核对。Read on another page or in the press.\n"
    "- 未核实 *unverified*：使用前请核对原文。Not read anywhere; check the text before relying on it.",
)
USES_INTRO = (
    "本页由 `src/xueheng/standards/uses/*.yaml` 生成。Generated from the clauses.",
    "一种用途同时符合一条规定写明的所有方面，就不能做：`xueheng check` 拒绝这样的评价方案，"
    "`xueheng run` 拒绝这样的运算。没有写明的方面按可能属于禁止之列处理，“写明才算”的除外。",
    "A use is refused when it fits every dimension that a clause names. A dimension that is not declared "
    "counts as the forbidden case, save those that count only if declared.",
)


@dataclass(frozen=True)
class Entry:
    """A place in a YAML file that cites a document."""

    path: str
    label: str
    values: str
    source: dict[str, Any]
    since: str


def standards_page() -> str:
    """Every file of standards/ with its entries."""
    names = [n for n in sorted(READERS) if cited(n)]
    return page("# 标准 Standards", *STANDARDS_INTRO, *(part for n in names for part in _file(n)))


def _file(name: str) -> Iterator[str]:
    yield heading(code(name), anchor=name.removesuffix(".yaml"))
    yield sources_table(name)


def sources_table(name: str) -> str:
    """The cited entries of one file."""
    heads = (
        "条目 Entry",
        "内容 What",
        "数值 Values",
        "文件 Document",
        "条款 Clause",
        "核对 Status",
        "起 From",
    )
    return table(heads, (_row(e) for e in cited(name)))


def _row(e: Entry) -> tuple[str, ...]:
    status = STATUS[e.source["status"]]
    note = f"<br>{e.source['note']}" if e.source.get("note") else ""
    return code(e.path), e.label, e.values, e.source["doc"], e.source["clause"], status + note, e.since


@cache
def cited(name: str) -> tuple[Entry, ...]:
    """Every place in a file of standards/ that cites a document; none for folders and catalogues."""
    if not name.endswith(".yaml"):
        return ()
    return tuple(_walk(yaml.safe_load(shipped(name).read_text(encoding="utf-8")), ()))


def _walk(value: Any, path: tuple[str, ...]) -> Iterator[Entry]:
    if isinstance(value, list):
        for at, item in enumerate(value, start=1):
            named = isinstance(item, dict) and "id" in item
            yield from _walk(item, (*path, str(item["id"]) if named else str(at)))
    if isinstance(value, dict):
        for key in (k for k in value if str(k).endswith("source")):
            yield _entry(value, key, path)
        for source in value.get("sources", ()):
            yield _entry({**value, "source": source}, "source", path)
        for key, item in _marked(value).items():
            yield from _walk(item, path if isinstance(item, list) else (*path, str(key)))


def _marked(value: dict[Any, Any]) -> dict[Any, Any]:
    """A setting with its default option marked as such."""
    if "options" not in value:
        return value
    options = [{**o, "默认 default": "✓"} if o["id"] == value["default"] else o for o in value["options"]]
    return {**value, "options": options}


def _entry(value: dict[str, Any], key: str, path: tuple[str, ...]) -> Entry:
    """What `source` cites is the mapping it stands in; what `x_source` cites is the x beside it."""
    if key != "source":
        return Entry(".".join((*path, key.removesuffix("_source"))), "", "", value[key], "")
    label = title(Words(**value["label"])) if "label" in value else ""
    since = str(value.get("valid", {}).get("from", ""))
    return Entry(".".join(path), label, _values(value), value[key], since)


def _values(about: dict[str, Any]) -> str:
    shown = [
        (k, _shown(v))
        for k, v in about.items()
        if k not in OWN and not (_cites(v) or str(k).endswith("source"))
    ]
    return "; ".join(f"{k}: {text}" for k, text in shown)


def _cites(value: Any) -> bool:
    if isinstance(value, dict):
        return "source" in value or any(_cites(v) for v in value.values())
    return isinstance(value, list) and any(_cites(v) for v in value)


def _shown(value: Any) -> str:
    if isinstance(value, dict) and {"zh", "en"} == value.keys():
        return str(value["zh"])
    if isinstance(value, dict):
        text = ", ".join(f"{k} {_shown(v)}" for k, v in value.items() if k != "label")
    elif isinstance(value, list):
        text = " / ".join(_shown(v) for v in value)
    else:
        text = str(value)
    return text if len(text) <= LONGEST else f"{len(value)} 项 entries"


def uses_page() -> str:
    """Every clause with its words, what it forbids and its source."""
    return page("# 用途红线 Lawful uses", *USES_INTRO, *(part for c in clauses() for part in _clause(c)))


def _clause(clause: Clause) -> Iterator[str]:
    yield heading(code(clause.id), anchor=clause.id)
    yield clause.words.zh
    yield clause.words.en
    yield table(("方面 Dimension", "禁止的取值 Forbidden", "写明才算 Only if declared"), _forbidden(clause))
    source = clause.source
    note = f"（{source.note}）" if source.note else ""
    said = [f"依据 Source: {source.doc}，{source.clause}；{STATUS[source.status]}{note}"]
    said += [f"自 {clause.valid.from_} 起 in force"] if clause.valid.from_ else []
    said.append("只提醒，不拒绝 advises only" if clause.force == "advise" else "拒绝 refuses")
    said.append(
        "可凭文号和两名核准人例外 an exception may lift it" if clause.exception else "没有例外 no exception"
    )
    yield "\n".join(f"- {line}" for line in said)


def _forbidden(clause: Clause) -> Iterator[tuple[str, str, object]]:
    words = use_words()
    for name in clause.forbids.named():
        known = words.get(name, {})
        values = [
            f"{code(v)} {known[v].zh}" if v in known else code(v) for v in getattr(clause.forbids, name)
        ]
        declared = True if name in clause.forbids.if_declared else None
        yield f"{code(name)} {title(words['names'][name])}", "、".join(values), declared
