"""Markdown: headings in both languages, tables and code words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xueheng.standards.words import Words

YES, NO = "是 yes", "否 no"


def title(words: Words) -> str:
    """A heading's text in both languages, once where they are the same."""
    return words.zh if words.zh == words.en else f"{words.zh} · {words.en}"


def heading(text: str, *, anchor: str) -> str:
    """A heading of the second level that links can name."""
    return f'<a id="{anchor}"></a>\n\n## {text}'


def code(text: object) -> str:
    """A word as it is typed; nothing for an empty one."""
    shown = str(text)
    return f"`{shown}`" if shown else ""


def codes(words: Iterable[object]) -> str:
    """Several words as they are typed."""
    return " ".join(code(w) for w in words)


def cell(value: Any) -> str:
    """A value as the text of a table's cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value).replace("|", "\\|").replace("\n", "<br>")


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table, without the columns in which nothing stands."""
    listed = [[cell(value) for value in row] for row in rows]
    kept = [i for i in range(len(heads)) if any(row[i] for row in listed)]
    lines = [[heads[i] for i in kept], ["---"] * len(kept), *([row[i] for i in kept] for row in listed)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def page(*parts: str) -> str:
    """A page of the parts that hold anything, one empty line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"
