"""提问: what only the user can know of a file, and the answers there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xueheng.standards.words import catalogue
from xueheng.tables.issues import Option, Question

ANSWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"STATUS_UNKNOWN": ("absent", "exclude"), "HIDDEN_ROWS": ("include", "exclude")}
)  # every question and its options, the natural one first


def question(code: str) -> Question:
    """The question of that code with its options, the natural one first."""
    words = catalogue("xueheng.tables")
    options = tuple(Option(option, words[f"{code}.{option}"]) for option in ANSWERS[code])
    return Question(code, words[f"{code}.question"], options)


def unknown_answers(answers: Mapping[str, str]) -> Iterator[str]:
    """The answers that no question takes."""
    return (f"{code}={option}" for code, option in answers.items() if option not in ANSWERS.get(code, ()))


def known_answers() -> str:
    """Every answer there is, as it is written on a command line."""
    return ", ".join(f"{code}={option}" for code, options in ANSWERS.items() for option in options)
