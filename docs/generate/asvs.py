"""Reference of security: every requirement of OWASP ASVS 5.0.0 that the platform answers, and how."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from generate.markdown import code, heading, page, table

SOURCE = Path(__file__).resolve().parent.parent / "asvs.yaml"
INTRO = (
    "本页由 `docs/asvs.yaml` 生成。OWASP ASVS 5.0.0 的 1 级和 2 级，去掉 WebRTC（V17）和 OAuth（V10），"
    "加上 3 级的七条：共 224 条。每条写明由哪个测试证明、由哪个设置做到，或者为什么不适用；"
    "没有做到的写“未达”和原因。"
    "接入统一身份时另外适用的 V10 客户端条目列在最后，不在 224 条之内。文字是我们自己的概括，以原文为准。",
    "Generated. Levels 1 and 2 of OWASP ASVS 5.0.0 without WebRTC (V17) and OAuth (V10), and seven of "
    "level 3: 224 requirements, each proved by a test, met by a setting, or not applicable for a reason; "
    "what is not met says so with the reason. The client's part of V10 follows as an appendix. The words are "
    "ours; OWASP's text is what counts.",
)
HOW = {
    "test": ("测试", "test"),
    "configuration": ("设置", "setting"),
    "not_applicable": ("不适用", "not applicable"),
    "open": ("未达", "open"),
}
HEADS = ("条 Id", "级 Level", "要求 Requirement", "怎样 How", "在哪里、为什么 Where and why")


def asvs_page() -> str:
    """The table, chapter by chapter, after how many there are of each kind."""
    rows = document()
    main = [row for row in rows if not row.get("appendix")]
    chapters = sorted({int(row["id"].partition(".")[0]) for row in main})
    parts = [_chapter(f"V{n}", [r for r in main if r["id"].startswith(f"{n}.")]) for n in chapters]
    extra = _chapter("V10", [row for row in rows if row.get("appendix")])
    return page("# ASVS 对照表 ASVS table", *INTRO, _counts(main), *parts, extra)


def document() -> list[dict[str, Any]]:
    """The rows as they are written."""
    found: list[dict[str, Any]] = yaml.safe_load(SOURCE.read_text("utf-8"))
    return found


def how(row: dict[str, Any]) -> str:
    """Which of the four ways the row takes; there is exactly one."""
    [kind] = [one for one in HOW if one in row]
    return kind


def _counts(rows: list[dict[str, Any]]) -> str:
    found = Counter(how(row) for row in rows)
    lines = [(f"{zh} {en}", found[kind]) for kind, (zh, en) in HOW.items()]
    return table(("怎样 How", "条数 Rows"), [*lines, ("共 Sum", len(rows))])


def _chapter(name: str, rows: list[dict[str, Any]]) -> str:
    lines = [
        (row["id"], row["level"], f"{row['zh']}\n{row['en']}", " ".join(HOW[how(row)]), _where(row))
        for row in rows
    ]
    return heading(name, anchor=name.lower()) + "\n\n" + table(HEADS, lines)


def _where(row: dict[str, Any]) -> str:
    said = row[how(row)]
    told = "\n".join(map(code, said)) if isinstance(said, list) else f"{said['zh']}\n{said['en']}"
    return "\n".join(filter(None, (told, *row.get("note", {}).values())))
