"""算过的结果: which methods the bureau carried out on which series, and to whom it showed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from xueheng.sample.county import County
from xueheng.sample.exams import Exam
from xueheng.sample.filings import LINKED, period_of
from xueheng.sample.plan import SURVEYS
from xueheng.standards.words import Words

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Act:
    """一次运算: its method, inputs by series and parameters, and the audiences that it is shown to."""

    method: str
    title: str
    org: str
    inputs: Mapping[str, Key]
    params: Mapping[str, str]
    on: date
    shown: Mapping[str, Words] = field(default_factory=dict)
    waits: bool = False


def acts(county: County) -> list[Act]:
    """运算 of a county in the order of their days; none for the city's own schools."""
    if county.unit.is_city:
        return []
    found = [*_balance(county), *_value_added(county), *_quality(county)]
    return sorted(found, key=lambda act: act.on)


def _balance(county: County) -> Iterator[Act]:
    code, short, method = county.unit.code, county.unit.short, "balance.standard"
    params = {"standard": "yzjh-2017"}
    for year in SURVEYS:
        title = Words(
            f"{short}{year}年优质均衡监测（生成）",
            f"{county.unit.english}: balance of schools {year} (generated)",
        )
        inputs = {"schools": ("school_resources", code, str(year), "")}
        last = year == SURVEYS[-1]
        day = date(year, 9, 9) if last else date(year, 11, 12)
        shown = {"public": title, "schools": title} if last else {"public": title} if year == 2025 else {}
        yield Act(method, title.zh, code, inputs, params, day, shown)
        if last:
            other = {**params, "settings": "private_schools:excluded"}
            name = f"{short}{year}年优质均衡监测，不计民办学校（生成）"
            yield Act(method, name, code, inputs, other, date(year, 9, 13), waits=True)


def _value_added(county: County) -> Iterator[Act]:
    """增值: entrance marks against the mock; few schools, so no mean of the school as a further term."""
    code, short = county.unit.code, county.unit.short
    params = {"outcome": "一模", "prior": "中考", "school": "school"}
    for year in SURVEYS:
        title = Words(
            f"{short}{year}年高中增值分析（生成）", f"{county.unit.english}: value added {year} (generated)"
        )
        inputs = {"scores": ("scores", code, period_of(date(year, 3, 1)), f"{short}{year}年{LINKED}")}
        is_last = year == SURVEYS[-1]
        shown = {"schools": title} if is_last else {}
        own = {**params, "school_mean_prior": "false"}
        yield Act("exam.value_added", title.zh, code, inputs, own, date(year, 4, 28), shown)
        if is_last:
            growth = f"{short}{year}年高中学生成长百分位（生成）"
            yield Act("exam.growth", growth, code, inputs, params, date(year, 4, 29))


def _quality(county: County) -> Iterator[Act]:
    *held, _ = county.exams
    for exam in held:
        zh = f"{exam.name.removesuffix('（生成）')}质量分析（生成）"
        title = Words(zh, f"{exam.english}: analysis (generated)")
        inputs = {"scores": _series(county, exam)}
        shown = {"schools": title} if exam.id == f"mock-{SURVEYS[-1]}" else {}
        full = ",".join(f"{subject}:{mark}" for subject, mark in exam.full.items())
        day = min(exam.on.replace(day=28), date(2026, 9, 1))
        yield Act("exam.quality", title.zh, inputs["scores"][1], inputs, {"full": full}, day, shown)


def _series(county: County, exam: Exam) -> Key:
    org = county.unit.code if exam.school < 0 else county.unit.schools[exam.school].code
    return "scores", org, period_of(exam.on), exam.name
