"""交流轮岗: who is eligible and what shares a document asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import Setting, entry, setting, shipped
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class RotationRule:
    """交流轮岗规则: years and terms after which one is eligible, and the yearly shares."""

    id: str
    valid: Validity
    source: Source
    teacher_years: int
    head_terms: int
    eligible_share: Decimal
    backbone_share: Decimal
    settings: tuple[Setting, ...]

    def setting(self, id_: str) -> Setting:
        """The setting of that id."""
        return setting(self.settings, id_)


@cache
def _rules() -> tuple[RotationRule, ...]:
    return load_dated(shipped("rotation.yaml"), RotationRule)


def rotation_rule(*, on: date | None = None) -> RotationRule:
    """交流轮岗规则 in force on a day."""
    return entry(_rules(), "rotation", on=on)
