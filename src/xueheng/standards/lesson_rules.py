"""课表口径: what counts as a lesson, and which certificate teaches which subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from xueheng.standards.dated import shipped
from xueheng.standards.subjects import subject
from xueheng.standards.words import comparable
from xueheng.standards.yaml_source import Source, Validity, load_one


@dataclass(frozen=True)
class LessonRules:
    """课表口径: periods that are no lessons, subjects that a certificate covers, subjects open to all."""

    source: Source
    valid: Validity
    not_lessons: tuple[str, ...]
    covers: Mapping[str, tuple[str, ...]]
    open: tuple[str, ...]

    def __post_init__(self) -> None:
        for id_ in (*self.covers, *(s for held in self.covers.values() for s in held), *self.open):
            subject(id_)

    def is_lesson(self, text: str) -> bool:
        """False for 早读, 课后服务 and the like."""
        return comparable(text) not in set(map(comparable, self.not_lessons))

    def may_teach(self, certified: Iterable[str], subject_id: str) -> bool:
        """True when one of the certificates is of the subject or covers it, or the subject is open."""
        held = set(certified)
        wider = {id_ for id_ in held if subject_id in self.covers.get(id_, ())}
        return subject_id in self.open or subject_id in held or bool(wider)


@cache
def lesson_rules() -> LessonRules:
    """课表口径 as shipped."""
    return load_one(shipped("lesson_rules.yaml"), LessonRules)
