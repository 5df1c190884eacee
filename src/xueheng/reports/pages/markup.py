"""HTML as a value: elements whose text is escaped unless it is already markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from xueheng.reports.display import THIN_SPACE

NO_BREAK = "\u202f"  # as narrow, and no line ends there
VOID = frozenset({"meta", "link", "br"})


class Markup(str):
    """Text that is already HTML."""

    __slots__ = ()


Child = str | Iterable[str] | None


def element(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """One element; `class_` is class, `aria_label` is aria-label; None and False leave an attribute out."""
    shown = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    if name in VOID:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{joined(*children)}</{name}>")


def unbroken(text: str) -> str:
    """The text, whose grouped numbers stay on one line."""
    return text.replace(THIN_SPACE, NO_BREAK)


def joined(*children: Child) -> Markup:
    """Children in order, plain text escaped."""
    return Markup("".join(_child(child) for child in children))


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return unbroken(escape(child))
    return "".join(_child(item) for item in child)


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def relative(href: str) -> str:
    """A link that stays a path: what looks like a scheme is taken as a file name."""
    return f"./{href}" if re.match(r"[^/?#]*:", href) else href
