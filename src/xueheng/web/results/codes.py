"""Codes of an outcome in the words by which reports call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.utils.translation import gettext as _

from xueheng.apps.runs.forms import SHOWN
from xueheng.standards.balance import balance_standards
from xueheng.standards.words import Lang, Words, catalogue, plain

EVERYBODY = "all"
PART = re.compile("([,:])")


def worded(column: str, value: str, lang: Lang) -> str:
    """A code of the outcome in words; a name stands for itself."""
    known, own = catalogue(SHOWN), {EVERYBODY: _("全体"), "total": _("总分")}
    codes = (
        f"{column}.{value}",
        f"exam.{column}.{value}",
        f"va.{column}.{value or 'none'}",
        f"exam.level.{value}",
    )
    words = next((known[code] for code in codes if code in known), None) or _indicators().get(value)
    return words.say(lang) if words else own.get(value, value)


def chosen(text: str, lang: Lang) -> str:
    """A parameter's value in words: what it chooses, and of a list or a map each of its parts."""
    known = catalogue(SHOWN)
    parts = [known.get(f"value.{part}") or _settings().get(part) or plain(part) for part in PART.split(text)]
    return "".join(part.say(lang) for part in parts)


def offers(lang: Lang) -> dict[str, dict[str, str]]:
    """What may be written where a parameter names indicators or settings of a standard, and what it means."""
    said = {name: words.say(lang) for name, words in _indicators().items()}
    return {"indicators": said, "settings": dict(_options(lang))}


def _options(lang: Lang) -> Iterator[tuple[str, str]]:
    for setting in (setting for standard in balance_standards() for setting in standard.settings):
        for option in setting.options:
            yield f"{setting.id}:{option.id}", f"{setting.label.say(lang)} {option.label.say(lang)}"


@cache
def _indicators() -> Mapping[str, Words]:
    return {i.id: i.label for standard in balance_standards() for i in standard.indicators}


@cache
def _settings() -> Mapping[str, Words]:
    """Standards, what they leave open, and the options, by id."""
    standards = {s.id: s.label for s in balance_standards()}
    settings = [setting for s in balance_standards() for setting in s.settings]
    options = {option.id: option.label for setting in settings for option in setting.options}
    separators = {",": Words("、", ", "), ":": Words(" ", " ")}
    return standards | {s.id: s.label for s in settings} | options | separators
