"""考试: lawful exams only, their marks drawn from ability, entrance, school and class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xueheng.sample.plan import SURVEYS, Unit

MAIN = {"语文": 150, "数学": 150, "英语": 150}
ENTRANCE = {"语文": 120, "数学": 120, "英语": 120, "物理": 90, "化学": 60, "道德与法治": 60, "历史": 60}
SAMPLED = {"数学": 100, "科学": 100}
JUNIOR = {"语文": 120, "数学": 120, "英语": 120, "物理": 100, "道德与法治": 60, "历史": 60}


@dataclass(frozen=True)
class Exam:
    """考试: how it is declared, when it was held, its full marks, and the school when it is its own."""

    id: str
    name: str
    english: str
    kind: str
    stage: str
    grade: int
    scope: str
    on: date
    full: Mapping[str, int]
    school: int = -1
    share: int = 100  # of the pupils, in a hundred; under that whole schools and pupils are sampled

    def declared(self) -> dict[str, str]:
        """考试说明 as an exam table has it."""
        said = {"kind": self.kind, "stage": self.stage, "grade": str(self.grade), "scope": self.scope}
        return said | {"name": self.name, "date": self.on.isoformat()}


def exams(unit: Unit) -> tuple[Exam, ...]:
    """考试 of three years: mocks of the last grade, samples of the compulsory years, two schools' finals."""
    found = [e for year in SURVEYS for e in (mock(unit, year), _sample(unit, year))]
    found.append(_entrance(unit))
    own = next((at for at, s in enumerate(unit.schools) if s.kind == "complete_school"), -1)
    if own >= 0:
        found.append(_final(unit, own, stage="senior", grade=11, full=MAIN))
    skewed = next((at for at, s in enumerate(unit.schools) if s.skewed), -1)
    if skewed >= 0:
        found.append(_final(unit, skewed, stage="junior", grade=8, full=JUNIOR))
    return tuple(e for e in found if _is_held(unit, e))


def autumn_mock(unit: Unit) -> Exam:
    """The exam whose workbook waits to be repaired: the last grade's mock of this September."""
    name = f"{unit.short}2026年9月高三模拟考试（生成）"
    on = date(2026, 9, 10)
    english = "Mock of the last grade, September 2026"
    return Exam("mock-2026-09", name, english, "other", "senior", 12, "county", on, MAIN)


def mock(unit: Unit, year: int) -> Exam:
    """一模: the first mock of the last grade in a year."""
    name = f"{unit.short}{year}年高三第一次模拟考试（生成）"
    on, english = date(year, 3, 12), f"First mock of the last grade, {year}"
    return Exam(f"mock-{year}", name, english, "other", "senior", 12, "county", on, MAIN)


def _sample(unit: Unit, year: int) -> Exam:
    name = f"{unit.short}{year}年八年级质量监测抽样（生成）"
    on, english = date(year, 5, 22), f"Sample monitoring of grade 8, {year}"
    return Exam(
        f"sample-{year}", name, english, "monitoring_sample", "junior", 8, "county", on, SAMPLED, share=30
    )


def _entrance(unit: Unit) -> Exam:
    name = f"{unit.short}2026年初中学业水平考试（生成）"
    on, english = date(2026, 6, 18), "Junior secondary leaving exam 2026"
    return Exam("entrance-2026", name, english, "zhongkao", "junior", 9, "city", on, ENTRANCE)


def _final(unit: Unit, school: int, *, stage: str, grade: int, full: Mapping[str, int]) -> Exam:
    label = "高二" if grade == 11 else "八年级"
    name = f"{unit.schools[school].name}2026年春季{label}期末考试（生成）"
    id_, english = f"final-2026-{stage}", f"A school's own final of grade {grade}, spring 2026"
    on = date(2026, 6, 26)
    return Exam(id_, name, english, "school_final", stage, grade, "school", on, full, school=school)


def _is_held(unit: Unit, exam: Exam) -> bool:
    return any(exam.stage in s.stages for s in unit.schools)
