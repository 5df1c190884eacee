"""模板问题: what is wrong with a user's template, in words that say where."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue, plain


class TemplateError(Exception):
    """A template that cannot be filled: the file, the placeholder, and why."""

    def __init__(self, words: Words, *, file: str, placeholder: str = "") -> None:
        super().__init__(words.zh)
        self.words = words
        self.file = file
        self.placeholder = placeholder


def template_error(
    code: str, *, file: str, where: str = "", placeholder: str = "", **values: Any
) -> TemplateError:
    """The error of that code, its words filled with the file, the placeholder and the values."""
    said = catalogue("xueheng.reports")
    place = said["template.where"].fill(place=where) if where else plain("")
    shown = said[f"template.{code}"].fill(file=file, where=place, placeholder=placeholder, **values)
    return TemplateError(shown, file=file, placeholder=placeholder)
