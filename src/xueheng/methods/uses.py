"""用途红线: the exam that a run declares, held against the lawful-use rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueheng.tables.issues import Issue


def exam_issues(exam: Mapping[str, Any] | None, *, given: bool) -> list[Issue]:
    return []
