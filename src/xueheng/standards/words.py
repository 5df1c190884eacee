"""Words in Chinese and English, and catalogues of messages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """The same words in both languages; `{name}` marks a value to be filled in."""

    zh: str
    en: str

    def say(self, lang: Lang, /, **values: Any) -> str:
        """The words in one language with their values filled in."""
        text = self.zh if lang == "zh" else self.en
        return text.format(**values) if values else text

    def fill(self, **values: Any) -> Words:
        """The same words with values filled in; a value that is itself Words speaks each language."""

        def said(lang: Lang) -> dict[str, Any]:
            return {k: v.say(lang) if isinstance(v, Words) else v for k, v in values.items()}

        return Words(self.zh.format(**said("zh")), self.en.format(**said("en")))


def comparable(text: str) -> str:
    """A name in comparable form: half width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain(text: str) -> Words:
    """Words that are the same in every language: a name, a number, a code."""
    return Words(text, text)


@cache
def catalogue(package: str) -> dict[str, Words]:
    """The messages of a package: its `messages.yaml`, code to words."""
    from xueheng.standards.yaml_source import load_mapping

    return load_mapping(files(package) / "messages.yaml", Words)
