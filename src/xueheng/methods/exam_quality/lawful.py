"""合规: lists of pupils near a line and composites are made only of exams for which law allows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from xueheng.methods.exam_quality.mastery import told
from xueheng.methods.uses import judged_use, judgement_issues, said_exam
from xueheng.tables.issues import Issue, Refused

USES: Mapping[str, Mapping[str, Any]] = {
    "borderline": {"purpose": "label", "detail": "pupil", "audience": "teacher"},
    "composite": {"purpose": "criterion", "detail": "school", "unit": "school", "audience": "bureau"},
}


def waits(part: str, inputs: Mapping[str, pa.Table]) -> list[Issue]:
    """A warning where the exam must be declared first, else nothing; Refused where law forbids it."""
    exam = said_exam(inputs)
    if isinstance(exam, str):
        return [told(f"UNDECLARED_{part.upper()}", "warning")]
    judged = judged_use(exam, **USES[part])
    if judged.refusals:
        raise Refused(judgement_issues(judged))
    return []
