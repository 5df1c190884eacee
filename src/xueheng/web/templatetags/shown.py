"""Filters by which templates show words and figures."""

from __future__ import annotations

from typing import Any

from django import template

from xueheng.standards.words import Words
from xueheng.web.context import spoken

register = template.Library()


@register.filter
def say(words: Words | dict[str, str] | str | None) -> str:
    """Words in the reader's language; {zh, en} from a JSON field likewise."""
    if words is None:
        return ""
    if isinstance(words, Words):
        return str(words.say(spoken()))
    return words[spoken()] if isinstance(words, dict) else words


@register.filter
def grouped(value: Any) -> str:
    """A whole number in groups of three, with thin spaces; missing is a dash, never zero."""
    return "—" if value is None else f"{value:,}".replace(",", "\u2009")
